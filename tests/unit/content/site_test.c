/* site: guidepost.yaml checked part by part, and the round trip through the index's JSON. */
#include "test.h"

#include "base/file.h"
#include "base/memory.h"
#include "content/site.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct fixture {
    gp_arena arena;
    gp_site site;
    gp_error error;
} fixture;

static int set_up(void **state)
{
    static fixture f;

    memset(&f, 0, sizeof f);
    gp_arena_init(&f.arena, 8 << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    return 0;
}

static void accept(fixture *f, const char *yaml)
{
    if (gp_site_read_yaml(gp_str_of(yaml), &f->arena, &f->site, &f->error) != GP_OK)
        fail_msg("refused: %s", f->error.text);
}

static void refuse(fixture *f, const char *yaml, const char *text)
{
    assert_int_equal(gp_site_read_yaml(gp_str_of(yaml), &f->arena, &f->site, &f->error),
                     GP_INVALID);
    if (strstr(f->error.text, text) != f->error.text)
        fail_msg("wanted '%s', got '%s'", text, f->error.text);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static bool holds(gp_str text, const char *part)
{
    return gp_str_find(text, gp_str_of(part), 0) < text.size;
}

static void malformed_rules_are_refused_with_file_and_line(void **state)
{
    refuse(*state, "title: [\n", "guidepost.yaml: line 2: ");
    refuse(*state, "title: x\ntitle: y\n", "guidepost.yaml: line 2: the key stands");
    refuse(*state, "title: [x]\n", "guidepost.yaml: line 1: title: wants text");
    refuse(*state, "title: x\nserve: latest\n", "guidepost.yaml: line 2: serve: wants current");
    refuse(*state, "title: x\nreply: Hello\n",
           "guidepost.yaml: line 2: reply: wants {answer} in it");
    refuse(*state, "title: x\nreply: 'Dear {name}, {answer}'\n",
           "guidepost.yaml: line 2: reply: knows {answer}, {link} and {verified} alone");
    refuse(*state, "title: x\ncounts: maybe\n", "guidepost.yaml: line 2: counts: wants on or off");
    refuse(*state, "opensearch: always\n", "guidepost.yaml: line 1: opensearch: wants off or on");
    refuse(*state, "base_url: ftp://x\n", "guidepost.yaml: line 1: base_url: wants https://");
    refuse(*state, "sample_data: perhaps\n", "guidepost.yaml: line 1: sample_data: wants true");
    refuse(*state, "caution: {a: b}\n", "guidepost.yaml: line 1: caution: wants a list");
}

static void an_origin_that_no_browser_would_send_is_refused(void **state)
{
    static const char *const origins[] = {"*",
                                          "null",
                                          "https://",
                                          "example.org",
                                          "https://example.org/",
                                          "https://example.org/help",
                                          "https://Example.org",
                                          "https://example.org:443",
                                          "http://example.org:80",
                                          "https://example.org:",
                                          "https://example.org:0",
                                          "https://example.org:65536",
                                          "https://example.org:08",
                                          "https://u@example.org",
                                          "https://*.example.org",
                                          "ftp://example.org",
                                          "https://example.org, https://b.org",
                                          "https://a b",
                                          "\"\""};
    fixture *f = *state;
    char yaml[128];

    for (size_t i = 0; i < sizeof origins / sizeof origins[0]; i++) {
        (void)snprintf(yaml, sizeof yaml,
                       "title: x\nallowed_origins:\n  - https://a.org\n  - '%s'\n", origins[i]);
        refuse(f, yaml, "guidepost.yaml: line 4: allowed_origins: wants https://host");
    }
    refuse(f, "allowed_origins: https://a.org\n",
           "guidepost.yaml: line 1: allowed_origins: wants a");
    refuse(f, "allowed_origins:\n  - [https://a.org]\n",
           "guidepost.yaml: line 2: allowed_origins:");
}

static void origins_are_read_and_none_is_allowed_by_default(void **state)
{
    fixture *f = *state;

    accept(f, "title: x\n");
    assert_int_equal(f->site.allowed_origins.count, 0);
    accept(f, "allowed_origins:\n");
    assert_int_equal(f->site.allowed_origins.count, 0);
    accept(f, "allowed_origins:\n  - https://www.example.org\n  - http://127.0.0.1:8081\n");
    assert_int_equal(f->site.allowed_origins.count, 2);
    assert_text(f->site.allowed_origins.items[0], "https://www.example.org");
    assert_text(f->site.allowed_origins.items[1], "http://127.0.0.1:8081");
}

static void a_synonym_group_of_one_word_is_refused(void **state)
{
    refuse(*state, "synonyms:\n  - [a, b]\n  - [c]\n", "guidepost.yaml: line 3: synonyms: wants");
    refuse(*state, "synonyms:\n  - word\n", "guidepost.yaml: line 2: synonyms: wants");
    refuse(*state, "synonyms: {a: b}\n", "guidepost.yaml: line 1: synonyms: wants a list");
}

static void a_pin_without_section_or_questions_is_refused(void **state)
{
    refuse(*state, "pins:\n  - section: a#b\n", "guidepost.yaml: line 2: pins: wants section:");
    refuse(*state, "pins:\n  - questions: [q]\n", "guidepost.yaml: line 2: pins: wants section:");
    refuse(*state, "pins:\n  - a#b\n", "guidepost.yaml: line 2: pins: wants section:");
    refuse(*state, "pins: a\n", "guidepost.yaml: line 1: pins: wants a list");
}

static void a_notice_that_could_not_be_shown_is_refused(void **state)
{
    refuse(*state, "notices:\n  - id: x\n    title: t\n    text: w\n",
           "guidepost.yaml: line 2: notices: wants id:");
    refuse(*state, "notices:\n  - id: x\n    title: t\n    phrases: [p]\n",
           "guidepost.yaml: line 2: notices: wants id:");
    refuse(*state, "notices:\n  - title: t\n    text: w\n    phrases: [p]\n",
           "guidepost.yaml: line 2: notices: wants id:");
    refuse(*state, "notices:\n  - word\n", "guidepost.yaml: line 2: notices: wants id:");
    refuse(*state,
           "notices:\n  - {id: x, title: t, text: w, phrases: [p]}\n"
           "  - {id: x, title: t, text: w, phrases: [p]}\n",
           "guidepost.yaml: line 3: notices: two have the same id:");
}

static void without_rules_there_is_a_title_and_the_crisis_notice(void **state)
{
    fixture *f = *state;

    assert_int_equal(gp_site_default(&f->arena, &f->site), GP_OK);
    assert_text(f->site.title, "Guidepost");
    assert_int_equal(f->site.notices.count, 1);
    assert_true(holds(f->site.notices.items[0].html, "tel:911"));
    assert_true(holds(f->site.notices.items[0].html, "tel:988"));
    assert_true(holds(f->site.notices.items[0].html, "tel:18006624357"));
    assert_true(f->site.notices.items[0].phrases.count > 5);
    accept(f, "");
    assert_text(f->site.title, "Guidepost");
    accept(f, "title: \"\"\n");
    assert_text(f->site.title, "Guidepost");
}

static void notices_replace_the_built_in_ones_only_if_there_are_any(void **state)
{
    fixture *f = *state;

    accept(f, "title: x\nnotices:\n");
    assert_text(f->site.notices.items[0].id, "crisis");
    accept(f, "notices:\n  - {id: n, title: t, text: \"**b** <i>\", phrases: [p, q], except: e}\n");
    assert_int_equal(f->site.notices.count, 1);
    assert_text(f->site.notices.items[0].id, "n");
    assert_true(holds(f->site.notices.items[0].html, "<strong>b</strong>"));
    assert_false(holds(f->site.notices.items[0].html, "<i>"));
    assert_int_equal(f->site.notices.items[0].phrases.count, 2);
    assert_int_equal(f->site.notices.items[0].except.count, 1);
    accept(f, "notices: []\n");
    assert_int_equal(f->site.notices.count, 0);
}

static void all_parts_are_read(void **state)
{
    fixture *f = *state;

    accept(f, "title: T\ntagline: L\nbase_url: https://x.org//\ncontact: \"[mail](mailto:a@b.c)\"\n"
              "sample_data: true\nserve: approved\ncounts: off\nopensearch: on\ncaution: "
              "[dose]\nunknown: 1\n"
              "synonyms:\n  - [a, b, c d]\npins:\n  - {section: s#a, questions: [q1, q2]}\n");
    assert_text(f->site.title, "T");
    assert_text(f->site.tagline, "L");
    assert_text(f->site.base_url, "https://x.org");
    assert_true(holds(f->site.contact_html, "href=\"mailto:a@b.c\""));
    assert_true(f->site.sample_data);
    assert_true(f->site.serve_approved);
    assert_true(f->site.counts_off);
    assert_true(f->site.opensearch);
    assert_text(f->site.caution.items[0], "dose");
    assert_int_equal(f->site.synonyms.items[0].words.count, 3);
    assert_text(f->site.pins.items[0].section, "s#a");
    assert_int_equal(f->site.pins.items[0].questions.count, 2);
}

static void json_gives_back_what_was_read(void **state)
{
    fixture *f = *state;
    gp_buf first, second;
    gp_site again;
    gp_str yaml;
    int root = open(GP_SOURCE_DIR "/corpus", O_RDONLY | O_DIRECTORY);

    assert_true(root >= 0);
    assert_int_equal(gp_file_read(root, "guidepost.yaml", 1 << 20, &f->arena, &yaml, NULL), GP_OK);
    assert_int_equal(gp_site_read_yaml(yaml, &f->arena, &f->site, &f->error), GP_OK);
    assert_true(gp_str_list_add(&f->arena, &f->site.allowed_origins, GP_STR("https://a.org")));
    assert_true(f->site.synonyms.count > 10 && f->site.notices.count > 1);
    f->site.counts_off = true;
    f->site.reply = GP_STR("Hello. {answer}\n{link}");
    f->site.opensearch = true;
    gp_buf_init(&first, 1 << 20);
    gp_buf_init(&second, 1 << 20);
    gp_site_write_json(&f->site, &first);
    assert_int_equal(first.status, GP_OK);
    assert_int_equal(gp_site_read_json(gp_buf_str(&first), &f->arena, &again, &f->error), GP_OK);
    gp_site_write_json(&again, &second);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data, second.data, first.size);
    assert_true(again.counts_off);
    assert_true(gp_str_equal(again.reply, f->site.reply));
    assert_true(again.opensearch);
    assert_text(again.title, f->site.title.data);
    assert_text(again.allowed_origins.items[0], "https://a.org");
    gp_buf_clear(&first);
    gp_buf_clear(&second);
    assert_int_equal(close(root), 0);
}

static void json_that_is_not_ours_is_no_crash(void **state)
{
    static const char *const texts[] = {
        "{\"notices\": [1, null, {\"id\": 3, \"phrases\": \"x\"}], \"title\": [], \"pins\": [[]]}",
        "{\"synonyms\": {\"words\": 1}, \"caution\": [1, \"a\", null]}", "{}"};
    static const char *const refused[] = {"", "[]", "{", "null", "{\"title\": \"\xFF\"}"};
    fixture *f = *state;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(gp_site_read_json(gp_str_of(texts[i]), &f->arena, &f->site, &f->error),
                         GP_OK);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_int_equal(gp_site_read_json(gp_str_of(refused[i]), &f->arena, &f->site, &f->error),
                         GP_CORRUPT);
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    gp_status status = GP_NO_MEMORY;

    (void)state;
    for (unsigned long n = 1; status == GP_NO_MEMORY && n < 5000; n++) {
        gp_arena arena;
        gp_site site;
        gp_error error;
        gp_arena_init(&arena, 1 << 20);
        gp_memory_fail_at(n, 1);
        status = gp_site_read_yaml(
            GP_STR("title: t\nsynonyms: [[a, b]]\npins: [{section: a, questions: q}]\n"
                   "notices: [{id: n, title: t, text: x, phrases: p}]\n"),
            &arena, &site, &error);
        gp_memory_fail_at(0, 0);
        gp_arena_clear(&arena);
    }
    assert_int_equal(status, GP_OK);
}

/* ---- owners and reviews --------------------------------------------------------------------- */

static void wrong_owners_and_reviews_are_refused_with_their_line(void **state)
{
    fixture *f = *state;

    refuse(f, "title: x\nowners: Ann\n", "guidepost.yaml: line 2: owners: wants a list");
    refuse(f, "owners:\n- Ann\n", "guidepost.yaml: line 2: owners: wants {owner");
    refuse(f, "owners:\n- {owner: Ann}\n", "guidepost.yaml: line 2: owners: wants owner:, and");
    refuse(f, "owners:\n- {tags: [a]}\n", "guidepost.yaml: line 2: owners: wants owner:, and");
    refuse(f, "owners:\n- {owner: Ann, tags: {a: b}}\n", "guidepost.yaml: line 2: tags");
    refuse(f, "review: 90\n", "guidepost.yaml: line 1: review: wants days:");
    refuse(f, "review:\n  days: soon\n", "guidepost.yaml: line 2: review: days: wants a number");
    refuse(f, "review:\n  days: 0\n", "guidepost.yaml: line 2: review: days: wants a number");
    refuse(f, "review:\n  days: 3651\n", "guidepost.yaml: line 2: review: days: wants a number");
    refuse(f, "review:\n  tags: [a]\n", "guidepost.yaml: line 2: review: tags: wants {tag");
    refuse(f, "review:\n  tags: {a: -1}\n", "guidepost.yaml: line 2: review: a: wants a number");
}

static gp_document one_section(gp_section *section, const char *tag)
{
    static gp_str tags[1];
    gp_document document = {.slug = GP_STR("insurance-faq"), .updated = GP_STR("2026-01-31")};

    tags[0] = gp_str_of(tag);
    document.tags.items = tags;
    document.tags.count = 1;
    document.sections.items = section;
    document.sections.count = 1;
    return document;
}

static void is(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void front_matter_that_is_silent_gets_owner_and_review_by_the_rules(void **state)
{
    fixture *f = *state;
    gp_section section = {0};
    gp_document document = one_section(&section, "detox");

    accept(f, "owners:\n- {owner: Ann, tags: [none]}\n- {owner: Ben, tags: [detox]}\n"
              "- {owner: Eve, slugs: [insurance-]}\nreview:\n  tags: {detox: 30, other: 7}\n");
    gp_duties_fill(&f->site.duties, &f->arena, &document);
    is(section.owner, "Ben");
    is(section.review_by, "2026-03-02");
    is(document.owner, "Ben");
    section = (gp_section){.owner = GP_STR("Zoe"), .review_by = GP_STR("2030-01-01")};
    document = one_section(&section, "rare");
    gp_duties_fill(&f->site.duties, &f->arena, &document);
    is(section.owner, "Zoe");
    is(section.review_by, "2030-01-01");
    is(document.owner, "Eve");
    is(document.review_by, "2026-05-01"); /* 90 days */
    section = (gp_section){.approval = {.state = GP_APPROVED, .on = GP_STR("2027-12-31")}};
    document = one_section(&section, "detox");
    gp_duties_fill(&f->site.duties, &f->arena, &document);
    is(section.review_by, "2028-01-30");
    section = (gp_section){.line = 1};
    document = one_section(&section, "detox");
    document.updated = (gp_str){NULL, 0};
    gp_duties_fill(&f->site.duties, &f->arena, &document);
    is(section.review_by, ""); /* from when? nobody knows */
}

static void without_rules_nothing_is_made_up(void **state)
{
    fixture *f = *state;
    gp_section section = {0};
    gp_document document = one_section(&section, "detox");

    accept(f, "owners:\nreview:\n");
    assert_int_equal(f->site.duties.mark.size, 0);
    gp_duties_fill(&f->site.duties, &f->arena, &document);
    is(section.owner, "");
    is(section.review_by, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_rules_are_refused_with_file_and_line),
        cmocka_unit_test(an_origin_that_no_browser_would_send_is_refused),
        cmocka_unit_test(origins_are_read_and_none_is_allowed_by_default),
        cmocka_unit_test(a_synonym_group_of_one_word_is_refused),
        cmocka_unit_test(a_pin_without_section_or_questions_is_refused),
        cmocka_unit_test(a_notice_that_could_not_be_shown_is_refused),
        cmocka_unit_test(wrong_owners_and_reviews_are_refused_with_their_line),
        cmocka_unit_test(front_matter_that_is_silent_gets_owner_and_review_by_the_rules),
        cmocka_unit_test(without_rules_nothing_is_made_up),
        cmocka_unit_test(without_rules_there_is_a_title_and_the_crisis_notice),
        cmocka_unit_test(notices_replace_the_built_in_ones_only_if_there_are_any),
        cmocka_unit_test(all_parts_are_read),
        cmocka_unit_test(json_gives_back_what_was_read),
        cmocka_unit_test(json_that_is_not_ours_is_no_crash),
        cmocka_unit_test(any_failed_allocation_is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
