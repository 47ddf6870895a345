/* small.h - a small site in memory, and a searcher on it: what the tests of src/search ask. */
#ifndef GP_TESTS_SEARCH_SMALL_H
#define GP_TESTS_SEARCH_SMALL_H

#include "test.h"

#include "base/hash.h"
#include "search/query.h"
#include "search/search.h"

#include <string.h>

typedef struct small {
    gp_arena arena;   /* of documents and site */
    gp_arena request; /* of one question; tests clear it as they like */
    gp_site site;
    gp_tokenizer *tokenizer;
    gp_synonym_table synonyms;
    gp_store *store;
    gp_searcher *searcher;
} small;

static const char small_yaml[] =
    "title: Small\n"
    "caution:\n  - detox\n  - dose\n"
    "notices:\n"
    "  - id: crisis\n    title: Get help now\n    text: Call 911.\n"
    "    phrases: [overdose, suicide, want to die]\n"
    "    except: [overdose prevention training]\n"
    "synonyms:\n"
    "  - [iop, intensive outpatient program]\n"
    "  - [kid, child, son]\n"
    "pins:\n"
    "  - section: \"iop#sleep\"\n    questions: [\"treatment home\"]\n"
    "  - section: \"iop#gone\"\n    questions: [\"hours of a ghost\"]\n";

static inline gp_document *small_document(small *s, const char *slug, const char *title,
                                          gp_kind kind)
{
    gp_document *document = gp_arena_alloc(&s->arena, sizeof *document);

    assert_non_null(document);
    document->slug = gp_str_of(slug);
    document->path = gp_arena_printf(&s->arena, "%s.md", slug);
    document->title = gp_str_of(title);
    document->kind = kind;
    document->weight = 1;
    return document;
}

/* Adds a section; an empty anchor is the article's own. */
static inline gp_section *small_section(small *s, gp_document *document, const char *anchor,
                                        const char *heading, const char *text)
{
    gp_section *section = GP_VEC_PUSH(&s->arena, &document->sections);

    assert_non_null(section);
    section->anchor = gp_str_of(anchor);
    section->heading = gp_str_of(heading);
    section->text = gp_str_of(text);
    section->html = GP_STR("<p></p>");
    section->markdown = GP_STR("");
    section->level = anchor[0] != '\0' ? 2 : 1;
    section->line = document->sections.count;
    return section;
}

static inline void small_put(small *s, gp_build *build, gp_document *document)
{
    gp_error error;

    assert_int_equal(gp_document_seal(document, &s->arena, &error), GP_OK);
    assert_int_equal(gp_build_put(build, document, &error), GP_OK);
}

static inline void small_put_iop(small *s, gp_build *build)
{
    gp_document *document = small_document(s, "iop", "The IOP guide", GP_GUIDE);
    gp_section *section;

    assert_true(gp_str_list_add(&s->arena, &document->tags, GP_STR("care")));
    (void)small_section(s, document, "", "",
                        "An intensive outpatient program is treatment while you live at home.");
    section = small_section(s, document, "hours", "How many hours a week is an IOP?",
                            "An IOP is at least 9 hours of service a week. Some programs ask for "
                            "more, and some taper near the end of treatment.");
    assert_true(gp_str_list_add(&s->arena, &section->questions, GP_STR("is it every day")));
    (void)small_section(s, document, "sleep", "Do I have to sleep there?",
                        "No, you go home after each session & sleep <at home> in your own place.");
    section =
        small_section(s, document, "suits", "Who does outpatient treatment suit?",
                      "Some people fit well. Outpatient treatment may suit you if you:\n"
                      "- are in good health;\n- have a safe, sober home;\n"
                      "- cannot step away from work.\nAsk a doctor before you stop anything.");
    assert_true(
        gp_str_list_add(&s->arena, &section->questions, GP_STR("i cannot step away from work")));
    small_put(s, build, document);
}

static inline void small_put_detox(small *s, gp_build *build)
{
    gp_document *document = small_document(s, "detox", "Detox questions", GP_FAQ);
    gp_section *section;

    (void)small_section(s, document, "", "", "Questions that callers ask about stopping.");
    (void)small_section(s, document, "safe", "Is outpatient detox safe?",
                        "Outpatient detox can be safe with medical help for some people.");
    (void)small_section(s, document, "taper", "What is a taper?",
                        "Callers ask about a taper on most days of a busy year. A taper is a slow "
                        "and planned way down in the number of sessions.");
    section = small_section(s, document, "naloxone", "What dose of naloxone is in the spray?",
                            "The dose of naloxone in the spray is printed on the box of it.");
    section->approval =
        (gp_approval){GP_APPROVED, GP_STR("Ann"), GP_STR("2026-01-01"), GP_STR("2026-06-01")};
    small_put(s, build, document);
    document = small_document(s, "calls", "Calls", GP_FAQ);
    document->audience = GP_STAFF;
    (void)small_section(s, document, "", "", "The handover password of the zebra.");
    small_put(s, build, document);
}

/* Twelve articles of four sections that all speak of meetings. */
static inline void small_put_many(small *s, gp_build *build)
{
    for (size_t i = 0; i < 12; i++) {
        gp_str slug = gp_arena_printf(&s->arena, "group%02zu", i);
        gp_document *document = small_document(s, slug.data, "A group", GP_POST);
        for (size_t j = 0; j < 4; j++) {
            gp_str anchor = gp_arena_printf(&s->arena, "part%zu", j);
            gp_str text =
                gp_arena_printf(&s->arena, "The meeting number %zu of the group has a meeting%s.",
                                i, j == i % 4 ? " and one more meeting" : "");
            (void)small_section(s, document, anchor.data, "Part", text.data);
        }
        small_put(s, build, document);
    }
}

static inline gp_store *small_store(small *s, gp_audience audience)
{
    gp_build *build;
    gp_store *store;
    gp_error error;
    gp_buf json;

    assert_int_equal(gp_memory_begin(&build, &error), GP_OK);
    small_put_iop(s, build);
    small_put_detox(s, build);
    small_put_many(s, build);
    gp_buf_init(&json, 1 << 20);
    gp_site_write_json(&s->site, &json);
    assert_int_equal(gp_build_site(build, gp_buf_str(&json), &error), GP_OK);
    gp_buf_clear(&json);
    assert_int_equal(gp_memory_publish(build, audience, &store, &error), GP_OK);
    return store;
}

static inline int small_open(void **state)
{
    static small s;
    gp_error error;

    memset(&s, 0, sizeof s);
    gp_arena_init(&s.arena, 16 << 20);
    gp_arena_init(&s.request, 16 << 20);
    assert_int_equal(gp_hash_init(), GP_OK);
    if (gp_site_read_yaml(gp_str_of(small_yaml), &s.arena, &s.site, &error) != GP_OK)
        fail_msg("%s", error.text);
    assert_int_equal(gp_tokenizer_open("en", &s.tokenizer, &error), GP_OK);
    assert_int_equal(gp_synonyms_open(&s.site, s.tokenizer, &s.arena, &s.synonyms), GP_OK);
    s.store = small_store(&s, GP_PUBLIC);
    assert_int_equal(gp_searcher_open(s.store, NULL, &s.searcher, &error), GP_OK);
    *state = &s;
    return 0;
}

static inline int small_close(void **state)
{
    small *s = *state;

    gp_searcher_close(s->searcher);
    gp_store_close(s->store);
    gp_tokenizer_close(s->tokenizer);
    gp_arena_clear(&s->request);
    gp_arena_clear(&s->arena);
    return 0;
}

/* The results of a question; they live until the next one. */
static inline gp_results small_ask_as(small *s, const gp_search_request *request)
{
    gp_results results;
    gp_error error;

    gp_arena_clear(&s->request);
    if (gp_search(s->searcher, request, &s->request, &results, &error) != GP_OK)
        fail_msg("%s", error.text);
    return results;
}

static inline gp_results small_ask(small *s, const char *question)
{
    gp_search_request request = {.question = gp_str_of(question), .today = 20454}; /* 2026-01-01 */

    return small_ask_as(s, &request);
}

static inline void assert_str(gp_str got, const char *expected)
{
    if (!gp_str_equal(got, gp_str_of(expected)))
        fail_msg("got      %.*s\nexpected %s", GP_STR_ARGS(got), expected);
}

#define SMALL(name) cmocka_unit_test_setup_teardown(name, small_open, small_close)

#endif
