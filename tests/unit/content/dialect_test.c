/* dialect: what the front matter of Hugo, Jekyll, Docusaurus and MkDocs becomes. */
#include "test.h"

#include "base/memory.h"
#include "content/front_matter.h"

#include <string.h>

typedef struct fixture {
    gp_arena arena;
    gp_document document;
    gp_override_list overrides;
    size_t body_line;
    gp_error error;
} fixture;

static int set_up(void **state)
{
    static fixture f;

    memset(&f, 0, sizeof f);
    gp_arena_init(&f.arena, 1 << 22);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    return 0;
}

static gp_status read_file(fixture *f, const char *path, const char *source)
{
    gp_str body;

    f->document = (gp_document){.path = gp_str_of(path), .kind = GP_PAGE};
    f->error = (gp_error){GP_OK, ""};
    return gp_front_matter_read(gp_str_of(source), &f->arena, &f->document, &f->overrides, &body,
                                &f->body_line, &f->error);
}

static void accept(fixture *f, const char *source)
{
    if (read_file(f, "a.md", source) != GP_OK)
        fail_msg("refused: %s", f->error.text);
}

static void refuse(fixture *f, const char *source, const char *text)
{
    assert_int_equal(read_file(f, "a.md", source), GP_INVALID);
    if (strstr(f->error.text, text) != f->error.text)
        fail_msg("wanted '%s', got '%s'", text, f->error.text);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void toml_is_refused_by_name(void **state)
{
    refuse(*state, "+++\ntitle = \"x\"\n+++\nText.\n", "line 1: front matter in TOML is not read");
    accept(*state, "{{< note >}}\n");
    accept(*state, "++++\n");
}

static void broken_json_is_refused_with_its_line(void **state)
{
    refuse(*state, "{\n\"title\": \"x\"\nText.\n",
           "line 1: the front matter has no end; add a line \"}\"");
    refuse(*state, "{\n\"title\": \"x\",\n\"kind\": \"song\"\n}\n",
           "line 3: kind: wants guide, post");
    refuse(*state, "{\n\"title\": \"x\",\n\"title\": \"y\"\n}\n", "line 3: ");
    refuse(*state, "{\n\"title\": \"x\",\n\"tags\": [1, 2\n}\n", "line 4: ");
}

static void json_is_read(void **state)
{
    fixture *f = *state;

    accept(f, "{\n\t\"title\": \"Says \\\"hello\\\" \\u00e9\",\n\t\"url\": \"\\/old\\/\",\r\n"
              "  \"categories\": [\"a\", \"b\"], \"weight\": 5, \"nothing\": null,\n"
              "  \"sections\": {\n    \"x\": {\n \"owner\": \"me\" }\n  },\n  \"draft\": "
              "true\n}\n\n# Text\n");
    assert_text(f->document.title, "Says \"hello\" \xC3\xA9");
    assert_int_equal(f->document.aliases.count, 1);
    assert_text(f->document.aliases.items[0], "/old/");
    assert_int_equal(f->document.tags.count, 2);
    assert_int_equal(f->document.status, GP_DRAFT);
    assert_int_equal(f->body_line, 11);
    assert_int_equal(f->overrides.items[0].line, 6);
}

static void nothing_is_shown_that_another_key_holds_back(void **state)
{
    fixture *f = *state;

    refuse(f, "---\nstatus: published\ndraft: true\n---\n",
           "line 3: draft: or published: contradicts");
    refuse(f, "---\npublished: false\nstatus: published\n---\n",
           "line 2: draft: or published: contra");
    accept(f, "---\nstatus: published\ndraft: false\n---\n");
    assert_int_equal(f->document.status, GP_PUBLISHED);
    accept(f, "---\nstatus: draft\npublished: true\n---\n");
    assert_int_equal(f->document.status, GP_DRAFT);
}

static void what_could_show_a_draft_is_refused_when_it_cannot_be_read(void **state)
{
    refuse(*state, "---\ndraft: perhaps\n---\n", "line 2: draft: wants true or false");
    refuse(*state, "---\ndraft: false\npublishDate: soon\n---\n",
           "line 3: publishDate: wants a date");
    refuse(*state, "---\nexpiryDate: never\n---\n", "line 2: expiryDate: wants a date");
}

static void other_values_of_another_shape_are_passed_over(void **state)
{
    fixture *f = *state;

    accept(f, "---\ndescription: [a]\nlastmod: lately\nkeywords: {a: b}\npermalink: [[/x]]\n"
              "last_update: yesterday\ncategories: [{a: b}, c]\nurl: https://x.example/y\n---\n");
    assert_int_equal(f->document.summary.size, 0);
    assert_int_equal(f->document.updated.size, 0);
    assert_int_equal(f->document.aliases.count, 0);
    assert_int_equal(f->document.tags.count, 1);
    assert_text(f->document.tags.items[0], "c");
}

static void our_own_keys_win(void **state)
{
    fixture *f = *state;

    accept(f, "---\nsummary: ours\ndescription: theirs\nupdated: 2026-01-02\nlastmod: 2025-01-01\n"
              "status: archived\ndraft: true\ntags: [a]\nkeywords: [b]\n"
              "publish_on: 2026-03-01\npublishDate: 2026-04-01\ndate: 2026-01-01\n---\n");
    assert_text(f->document.summary, "ours");
    assert_text(f->document.updated, "2026-01-02");
    assert_int_equal(f->document.status, GP_ARCHIVED);
    assert_int_equal(f->document.tags.count, 1);
    assert_text(f->document.publish_on, "2026-03-01");
}

static void hugo_is_read(void **state)
{
    fixture *f = *state;

    accept(f, "---\ntitle: T\ndescription: D\ndraft: true\nlastmod: 2026-02-03T10:00:00Z\n"
              "publishDate: 2026-05-01\nexpiryDate: 2026-06-01\ncategories: [a, b]\n"
              "keywords: [b, c]\nurl: /old/place/\naliases: [/older/]\n---\n");
    assert_text(f->document.summary, "D");
    assert_int_equal(f->document.status, GP_DRAFT);
    assert_text(f->document.updated, "2026-02-03");
    assert_text(f->document.publish_on, "2026-05-01");
    assert_text(f->document.expires_on, "2026-06-01");
    assert_int_equal(f->document.tags.count, 3);
    assert_int_equal(f->document.aliases.count, 2);
    assert_text(f->document.aliases.items[1], "/old/place/");
}

static void jekyll_is_read(void **state)
{
    fixture *f = *state;

    assert_int_equal(read_file(f, "_x/2026-03-02-why.md",
                               "---\nexcerpt: E\npublished: false\npermalink: /why/\n"
                               "redirect_from: [/a/, /b/]\n---\n"),
                     GP_OK);
    assert_text(f->document.summary, "E");
    assert_text(f->document.date, "2026-03-02");
    assert_int_equal(f->document.status, GP_DRAFT);
    assert_int_equal(f->document.aliases.count, 3);
    accept(f, "---\npublished: true\npermalink: /:year/:title/\n---\n");
    assert_int_equal(f->document.status, GP_PUBLISHED);
    assert_int_equal(f->document.aliases.count, 0);
    assert_int_equal(f->document.publish_on.size, 0);
    assert_int_equal(read_file(f, "2026-13-02-why.md", "---\ntitle: x\n---\n"), GP_OK);
    assert_int_equal(f->document.date.size, 0);
}

static void docusaurus_and_mkdocs_are_read(void **state)
{
    fixture *f = *state;

    accept(f, "---\nid: x\nsidebar_label: S\nhide_title: true\nlast_update:\n  date: 2026-07-08\n"
              "  author: A\nkeywords: one, two\n---\n");
    assert_text(f->document.updated, "2026-07-08");
    assert_int_equal(f->document.tags.count, 2);
    assert_text(f->document.tags.items[1], "two");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(toml_is_refused_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_json_is_refused_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_shown_that_another_key_holds_back, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_could_show_a_draft_is_refused_when_it_cannot_be_read,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_values_of_another_shape_are_passed_over, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(our_own_keys_win, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hugo_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(jekyll_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(docusaurus_and_mkdocs_are_read, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
