/* front_matter: every key by its type, every refusal with the line of the file. */
#include "test.h"

#include "base/memory.h"
#include "content/front_matter.h"

#include <stdio.h>
#include <string.h>

typedef struct fixture {
    gp_arena arena;
    gp_document document;
    gp_override_list overrides;
    gp_str body;
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

static gp_status read_source(fixture *f, gp_str source)
{
    f->document = (gp_document){.path = GP_STR("a.md"), .kind = GP_PAGE};
    f->error = (gp_error){GP_OK, ""};
    return gp_front_matter_read(source, &f->arena, &f->document, &f->overrides, &f->body,
                                &f->body_line, &f->error);
}

static void accept(fixture *f, const char *source)
{
    if (read_source(f, gp_str_of(source)) != GP_OK)
        fail_msg("refused: %s", f->error.text);
}

static void refuse(fixture *f, const char *source, const char *text)
{
    assert_int_equal(read_source(f, gp_str_of(source)), GP_INVALID);
    if (strstr(f->error.text, text) != f->error.text)
        fail_msg("wanted '%s', got '%s'", text, f->error.text);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void front_matter_without_an_end_is_refused(void **state)
{
    refuse(*state, "---\ntitle: x\n\ntext\n", "line 1: the front matter has no end");
    refuse(*state, "---", "line 1: the front matter has no end");
}

static void a_malformed_block_is_refused_with_the_line_of_the_file(void **state)
{
    refuse(*state, "---\ntitle: a\ntags: [x\nslug: b\n---\n", "line 4: ");
    refuse(*state, "---\ntitle: a\ntitle: b\n---\n", "line 3: the key stands here");
}

static void a_known_key_of_the_wrong_type_is_refused(void **state)
{
    refuse(*state, "---\ntitle: [a]\n---\n", "line 2: title: wants text");
    refuse(*state, "---\n\ndate: soon\n---\n", "line 3: date: wants a date");
    refuse(*state, "---\nreview_by: 2026-13-01\n---\n", "line 2: review_by: wants a date");
    refuse(*state, "---\ntags: {a: b}\n---\n", "line 2: tags: wants a list");
    refuse(*state, "---\nkind: novel\n---\n", "line 2: kind: wants guide, post, faq or page");
    refuse(*state, "---\nstatus: hidden\n---\n", "line 2: status: wants published");
    refuse(*state, "---\naudience: all\n---\n", "line 2: audience: wants public or staff");
    refuse(*state, "---\naudience: [staff]\n---\n", "line 2: audience: wants text");
    refuse(*state, "---\nsections: [a]\n---\n", "line 2: sections: wants anchors");
    refuse(*state, "---\nsections:\n  x: word\n---\n", "line 3: x: wants keys");
    refuse(*state, "---\nsections:\n  x:\n    questions: {}\n    owner: [a]\n---\n",
           "line 5: owner: wants text");
    refuse(*state, "---\nsections:\n  x:\n    audience: none\n---\n", "line 4: audience: wants");
}

static void weights_outside_of_0_to_100_are_refused(void **state)
{
    refuse(*state, "---\nweight: heavy\n---\n", "line 2: weight: wants a number");
    refuse(*state, "---\nweight: -1\n---\n", "line 2: weight");
    refuse(*state, "---\nweight: 101\n---\n", "line 2: weight");
    refuse(*state, "---\nweight: nan\n---\n", "line 2: weight");
    refuse(*state, "---\nweight: 1x\n---\n", "line 2: weight");
    accept(*state, "---\nweight: 2.5\n---\n");
    assert_true(((fixture *)*state)->document.weight > 2.4);
}

static void a_slug_that_is_no_address_is_refused(void **state)
{
    refuse(*state, "---\ntitle: x\nslug: \"a/b\"\n---\n", "line 3: slug: wants lower-case");
    refuse(*state, "---\nslug: \"a b\"\n---\n", "line 2: slug");
    refuse(*state, "---\nslug: Upper\n---\n", "line 2: slug");
}

static void more_than_16_kib_is_refused(void **state)
{
    fixture *f = *state;
    gp_buf buf;

    gp_buf_init(&buf, 1 << 20);
    gp_buf_add_text(&buf, "---\ntitle: ");
    while (buf.size < 17000)
        gp_buf_add_byte(&buf, 'x');
    gp_buf_add_text(&buf, "\n---\n");
    assert_int_equal(read_source(f, gp_buf_str(&buf)), GP_TOO_LARGE);
    assert_non_null(strstr(f->error.text, "16384"));
    gp_buf_clear(&buf);
}

static void a_file_without_front_matter_is_all_body(void **state)
{
    fixture *f = *state;

    accept(f, "# Title\n\n---\nnot: front matter\n---\n");
    assert_int_equal(f->body_line, 1);
    assert_int_equal(f->body.data[0], '#');
    assert_int_equal(f->document.status, GP_PUBLISHED);
    assert_true(f->document.weight == 1);
    accept(f, "");
    assert_int_equal(f->body.size, 0);
}

static void the_body_begins_behind_the_block(void **state)
{
    fixture *f = *state;

    accept(f, "---\ntitle: x\n---\nbody\n");
    assert_text(f->body, "body\n");
    assert_int_equal(f->body_line, 4);
    accept(f, "\xEF\xBB\xBF---\r\ntitle: x\r\n---  \r\nbody\r\n");
    assert_text(f->body, "body\r\n");
    assert_text(f->document.title, "x");
    accept(f, "---\n---");
    assert_int_equal(f->body.size, 0);
}

static void all_known_keys_are_read_and_unknown_ones_ignored(void **state)
{
    fixture *f = *state;
    const gp_document *d = &f->document;

    accept(f,
           "---\ntitle: \"A: b\"\nslug: a-b\ndate: 2026-01-02\nupdated: 2026-02-03\ntags: [x, y]\n"
           "summary: s\nlang: en\nkind: guide\nstatus: published\naudience: staff\nowner: o\n"
           "review_by: 2027-01-01\npublish_on: 2026-01-01\nexpires_on: 2028-01-01\n"
           "questions: [q1, q2]\nsynonyms: [w]\naliases: old\nrelated: [r]\n"
           "source_url: https://example.org/x\nunknown: {deep: [1]}\n---\n");
    assert_text(d->title, "A: b");
    assert_text(d->slug, "a-b");
    assert_text(d->date, "2026-01-02");
    assert_text(d->updated, "2026-02-03");
    assert_text(d->summary, "s");
    assert_text(d->lang, "en");
    assert_text(d->owner, "o");
    assert_text(d->review_by, "2027-01-01");
    assert_text(d->publish_on, "2026-01-01");
    assert_text(d->expires_on, "2028-01-01");
    assert_text(d->source_url, "https://example.org/x");
    assert_int_equal(d->kind, GP_GUIDE);
    assert_int_equal(d->audience, GP_STAFF);
    assert_int_equal(d->tags.count, 2);
    assert_int_equal(d->questions.count, 2);
    assert_int_equal(d->synonyms.count, 1);
    assert_text(d->aliases.items[0], "old");
    assert_text(d->related.items[0], "r");
}

static void a_summary_over_several_lines_is_one(void **state)
{
    fixture *f = *state;

    accept(f, "---\nsummary: |\n  one\n  two\n\n  three\n---\n");
    assert_text(f->document.summary, "one two three");
}

static void drafts_and_archived_articles_are_told_apart(void **state)
{
    fixture *f = *state;

    accept(f, "---\nstatus: draft\n---\n");
    assert_int_equal(f->document.status, GP_DRAFT);
    accept(f, "---\nstatus: archived\n---\n");
    assert_int_equal(f->document.status, GP_ARCHIVED);
}

/* ---- sections ------------------------------------------------------------------------------- */

/* An article with its own section and the anchors "a" and "b". */
static void add_sections(fixture *f)
{
    static const char *const anchors[] = {"", "a", "b"};

    for (size_t i = 0; i < 3; i++) {
        gp_section *section = GP_VEC_PUSH(&f->arena, &f->document.sections);
        assert_non_null(section);
        section->anchor = gp_str_of(anchors[i]);
    }
}

static void a_sections_value_overrides_its_articles(void **state)
{
    fixture *f = *state;
    gp_problem_list problems = {NULL, 0, 0};
    const gp_section *sections;

    accept(f, "---\nowner: o\nreview_by: 2027-01-01\nquestions: [own]\nsections:\n  a:\n"
              "    questions: [qa]\n    synonyms: [sa]\n    aliases: [old-a]\n    owner: oa\n"
              "    review_by: 2026-06-01\n    audience: staff\n  b:\n---\n");
    add_sections(f);
    assert_int_equal(gp_front_matter_apply(&f->overrides, &f->arena, &f->document, &problems),
                     GP_OK);
    assert_int_equal(problems.count, 0);
    sections = f->document.sections.items;
    assert_text(sections[0].questions.items[0], "own");
    assert_text(sections[1].questions.items[0], "qa");
    assert_text(sections[1].synonyms.items[0], "sa");
    assert_text(sections[1].aliases.items[0], "old-a");
    assert_text(sections[1].owner, "oa");
    assert_text(sections[1].review_by, "2026-06-01");
    assert_int_equal(sections[1].audience, GP_STAFF);
    assert_text(sections[2].owner, "o");
    assert_text(sections[2].review_by, "2027-01-01");
    assert_int_equal(sections[2].audience, GP_PUBLIC);
    assert_int_equal(sections[2].questions.count, 0);
}

static void staff_never_becomes_public(void **state)
{
    fixture *f = *state;
    gp_problem_list problems = {NULL, 0, 0};

    accept(f, "---\naudience: staff\nsections:\n  a:\n    audience: public\n---\n");
    add_sections(f);
    assert_int_equal(gp_front_matter_apply(&f->overrides, &f->arena, &f->document, &problems),
                     GP_OK);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(f->document.sections.items[i].audience, GP_STAFF);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 4);
    assert_false(problems.items[0].refused);
}

static void an_override_without_its_heading_is_a_warning_with_its_line(void **state)
{
    fixture *f = *state;
    gp_problem_list problems = {NULL, 0, 0};

    accept(f, "---\ntitle: t\nsections:\n  a:\n    owner: x\n  gone:\n    owner: y\n---\n");
    add_sections(f);
    assert_int_equal(gp_front_matter_apply(&f->overrides, &f->arena, &f->document, &problems),
                     GP_OK);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 6);
    assert_non_null(strstr(problems.items[0].what.data, "gone"));
    assert_text(problems.items[0].path, "a.md");
}

/* What guidepost check takes for known is what is read: a map is no value for any of these keys. */
static void every_key_of_the_list_is_read(void **state)
{
    fixture *f = *state;
    char yaml[200];

    for (const char *const *key = gp_front_matter_keys; *key != NULL; key++) {
        if (strcmp(*key, "sections") == 0)
            continue; /* the one that wants a map */
        (void)snprintf(yaml, sizeof yaml, "---\n%s: {a: {b: c}}\n---\nText.\n", *key);
        if (read_source(f, gp_str_of(yaml)) != GP_INVALID)
            fail_msg("not read: %s", *key);
    }
    for (const char *const *key = gp_front_matter_section_keys; *key != NULL; key++) {
        (void)snprintf(yaml, sizeof yaml, "---\nsections: {x: {%s: {a: b}}}\n---\nText.\n", *key);
        if (read_source(f, gp_str_of(yaml)) != GP_INVALID)
            fail_msg("not read: sections: %s", *key);
    }
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    fixture *f = *state;
    gp_status status = GP_NO_MEMORY;

    for (unsigned long n = 1; status == GP_NO_MEMORY && n < 1000; n++) {
        gp_arena_clear(&f->arena);
        gp_memory_fail_at(n, 1);
        status = read_source(f, GP_STR("---\ntitle: |\n  a\n  b\ntags: [x]\nsections:\n  a:\n"
                                       "    questions: [q]\n---\nbody\n"));
        gp_memory_fail_at(0, 0);
        assert_true(n > 1 || status == GP_NO_MEMORY);
    }
    assert_int_equal(status, GP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_without_an_end_is_refused),
        cmocka_unit_test(a_malformed_block_is_refused_with_the_line_of_the_file),
        cmocka_unit_test(a_known_key_of_the_wrong_type_is_refused),
        cmocka_unit_test(weights_outside_of_0_to_100_are_refused),
        cmocka_unit_test(a_slug_that_is_no_address_is_refused),
        cmocka_unit_test(more_than_16_kib_is_refused),
        cmocka_unit_test(a_file_without_front_matter_is_all_body),
        cmocka_unit_test(the_body_begins_behind_the_block),
        cmocka_unit_test(all_known_keys_are_read_and_unknown_ones_ignored),
        cmocka_unit_test(a_summary_over_several_lines_is_one),
        cmocka_unit_test(drafts_and_archived_articles_are_told_apart),
        cmocka_unit_test(a_sections_value_overrides_its_articles),
        cmocka_unit_test(staff_never_becomes_public),
        cmocka_unit_test(an_override_without_its_heading_is_a_warning_with_its_line),
        cmocka_unit_test(every_key_of_the_list_is_read),
        cmocka_unit_test(any_failed_allocation_is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
