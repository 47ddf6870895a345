/* As-you-type suggestions: what is never suggested, what is found, in which order, and how it is shown.
 * (That nothing is lost while one types is tests/relevance/suggest_property.c.) */
#include "small.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "search/suggest.h"

#include <stdlib.h>

enum {
    TODAY = 20454 /* 2026-01-01 */
};

typedef struct world {
    small *s;
    gp_build *build;
    gp_store *store;
    gp_suggestions *suggestions;
} world;

static world begin(void **state)
{
    world w = {.s = *state};
    gp_error error;

    assert_int_equal(gp_memory_begin(&w.build, &error), GP_OK);
    return w;
}

/* An article of one section: its title, a heading with text, and other wordings, divided by "|". */
static gp_document *article(world *w, const char *slug, const char *title, const char *heading,
                            const char *questions)
{
    gp_document *document = small_document(w->s, slug, title, GP_POST);
    gp_section *section = small_section(w->s, document, "part", heading, "Some text.");
    gp_str rest = gp_str_of(questions);
    gp_str question;

    while (gp_str_next(&rest, '|', &question)) {
        if (question.size > 0)
            assert_true(gp_str_list_add(&w->s->arena, &section->questions, question));
    }
    return document;
}

static void finish(world *w, gp_audience audience)
{
    gp_error error;

    assert_int_equal(gp_memory_publish(w->build, audience, &w->store, &error), GP_OK);
    if (gp_suggestions_open(w->store, &w->s->site, &w->suggestions, &error) != GP_OK)
        fail_msg("%s", error.text);
}

static void end(world *w)
{
    gp_suggestions_close(w->suggestions);
    gp_store_close(w->store);
}

/* Suggestions for what was typed; they live until the next call. */
static gp_suggest_list type_as(world *w, const gp_suggest_request *request)
{
    gp_suggest_list list;

    gp_arena_clear(&w->s->request);
    assert_int_equal(gp_suggest(w->suggestions, w->s->tokenizer, request, &w->s->request, &list),
                     GP_OK);
    return list;
}

/* Their texts, or their html, one a line. */
static void assert_list(world *w, const char *typed, bool html, const char *expected)
{
    gp_suggest_request request = {.typed = gp_str_of(typed), .today = TODAY};
    gp_suggest_list list = type_as(w, &request);
    gp_buf buf;

    gp_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < list.items.count; i++) {
        gp_buf_add_text(&buf, i > 0 ? "\n" : "");
        gp_buf_add(&buf, html ? list.items.items[i].html : list.items.items[i].text);
    }
    if (!gp_str_equal(gp_buf_str(&buf), gp_str_of(expected)))
        print_error("typed %s\n", typed);
    assert_str(gp_buf_str(&buf), expected);
    gp_buf_clear(&buf);
}

static void assert_texts(world *w, const char *typed, const char *expected)
{
    assert_list(w, typed, false, expected);
}

static void assert_html(world *w, const char *typed, const char *expected)
{
    assert_list(w, typed, true, expected);
}

/* ---- the unhappy path ------------------------------------------------------------------------- */

static void nothing_typed_gives_nothing(void **state)
{
    static const char *const typed[] = {"",     " ",    "?!",           "'",
                                        "\t\n", "\"\"", "\xE2\x80\x94", "\x80\xFF"};
    world w = begin(state);

    small_put(w.s, w.build, article(&w, "a", "Title", "Heading", "question"));
    finish(&w, GP_PUBLIC);
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        assert_texts(&w, typed[i], "");
    assert_texts(&w, "zebra", "");
    assert_texts(&w, "title zebra", "");
    end(&w);
}

static void any_bytes_give_an_answer(void **state)
{
    world w = begin(state);
    uint64_t random = 88172645463325252u;

    small_put(w.s, w.build,
              article(&w, "a", "IOP & \"you\" <now>",
                      "Caf\xC3\xA9 9hours 2.1 \xE6\x97\xA5\xE6\x9C\xAC", "it's|x"));
    finish(&w, GP_PUBLIC);
    for (int round = 0; round < 4000; round++) {
        char bytes[260];
        size_t size = (size_t)round % sizeof bytes;
        gp_suggest_request request = {.typed = {bytes, size}, .limit = (size_t)round % 50};
        gp_suggest_list list;
        for (size_t i = 0; i < size; i++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            bytes[i] = round % 3 == 0 ? (char)random : "iopcaf9 h'.<"[random % 12];
        }
        list = type_as(&w, &request);
        assert_true(list.items.count <= GP_SUGGEST_LIMIT_MAX);
        assert_true(gp_utf8_valid(list.typed, NULL));
        for (size_t i = 0; i < list.items.count; i++)
            assert_true(gp_utf8_valid(list.items.items[i].html, NULL));
    }
    end(&w);
}

static void what_is_beyond_200_bytes_is_cut(void **state)
{
    world w = begin(state);
    char typed[403];
    gp_suggest_request request = {.typed = {typed, 402}};
    gp_suggest_list list;

    small_put(w.s, w.build, article(&w, "a", "Title", "Heading", ""));
    finish(&w, GP_PUBLIC);
    memset(typed, ' ', sizeof typed);
    memcpy(typed, "head", 4);
    memcpy(typed + 300, "zebra", 5);
    list = type_as(&w, &request);
    assert_int_equal(list.items.count, 1);
    assert_int_equal(list.typed.size, GP_SUGGEST_TYPED_MAX);
    memset(typed, 'x', 199);
    memcpy(typed + 199, "\xC3\xA9", 2); /* not cut in the middle of a letter */
    list = type_as(&w, &request);
    assert_int_equal(list.typed.size, 199);
    end(&w);
}

static void a_section_without_text_or_a_heading_without_letters_is_no_suggestion(void **state)
{
    world w = begin(state);
    gp_document *document = article(&w, "a", "The title", "--- !", "");

    (void)small_section(w.s, document, "b", "Bare heading", "");
    (void)small_section(w.s, document, "c", "", "Text without a heading.");
    assert_true(gp_str_list_add(&w.s->arena, &document->sections.items[1].questions,
                                GP_STR("bare question")));
    small_put(w.s, w.build, document);
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "bare", "");
    assert_texts(&w, "-", "");
    assert_texts(&w, "th", "The title");
    end(&w);
}

static void visitors_are_suggested_nothing_of_the_staffs(void **state)
{
    world w = begin(state);
    gp_document *open = article(&w, "open", "Open title", "Open heading", "");
    gp_document *secret = article(&w, "secret", "Secret title", "Secret heading", "secret wording");
    gp_section *inside = small_section(w.s, open, "in", "Secret inside", "Text.");

    inside->audience = GP_STAFF;
    assert_true(gp_str_list_add(&w.s->arena, &inside->questions, GP_STR("secret question")));
    secret->audience = GP_STAFF;
    small_put(w.s, w.build, open);
    small_put(w.s, w.build, secret);
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "secret", "");
    assert_texts(&w, "secrte", "");
    assert_texts(&w, "open", "Open title\nOpen heading");
    end(&w);
    w = begin(state);
    small_put(w.s, w.build, open);
    small_put(w.s, w.build, secret);
    finish(&w, GP_STAFF);
    assert_texts(&w, "secret",
                 "Secret title\nSecret inside\nSecret heading\nsecret wording\nsecret question");
    assert_texts(&w, "open t", "Open title"); /* of both halves, once */
    end(&w);
}

static void articles_are_suggested_from_their_first_day_to_their_last(void **state)
{
    world w = begin(state);
    gp_document *later = article(&w, "later", "Zebra later", "What is new?", "");
    gp_document *gone = article(&w, "gone", "Zebra gone", "What is it?", "");
    gp_document *now = article(&w, "now", "Zebra now", "WHAT IS IT", "");
    gp_suggest_request request = {.typed = GP_STR("zebra")};

    later->publish_on = GP_STR("2026-01-02");
    gone->expires_on = GP_STR("2026-01-01"); /* the first day without it, as everywhere */
    gone->weight = 2;
    now->publish_on = GP_STR("2026-01-01");
    now->expires_on = GP_STR("2026-01-02");
    small_put(w.s, w.build, later);
    small_put(w.s, w.build, gone);
    small_put(w.s, w.build, now);
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "zebra", "Zebra now");
    assert_texts(&w, "what is", "WHAT IS IT"); /* the better one of the two is not shown today */
    assert_int_equal(type_as(&w, &request).items.count, 3); /* dates are not looked at */
    end(&w);
}

static void without_memory_nothing_leaks(void **state)
{
    world w = begin(state);
    gp_suggest_request request = {.typed = GP_STR("iop zebar")};
    gp_suggest_list list;
    gp_status opened = GP_NO_MEMORY;
    gp_status asked = GP_NO_MEMORY;
    size_t failures = 0;

    small_put(w.s, w.build,
              article(&w, "a", "Intensive outpatient program", "Zebra & IOP", "how|why iop"));
    finish(&w, GP_PUBLIC);
    for (unsigned long nth = 1; opened != GP_OK || asked != GP_OK; nth++) {
        gp_suggestions *made;
        gp_memory_fail_at(nth, 1);
        opened = gp_suggestions_open(w.store, &w.s->site, &made, NULL);
        gp_memory_fail_at(0, 0);
        assert_true(opened == GP_OK || opened == GP_NO_MEMORY);
        assert_int_equal(opened == GP_OK, made != NULL);
        gp_suggestions_close(made);
        gp_arena_clear(&w.s->request);
        gp_memory_fail_at(nth, 1);
        asked = gp_suggest(w.suggestions, w.s->tokenizer, &request, &w.s->request, &list);
        gp_memory_fail_at(0, 0);
        assert_true(asked == GP_OK || asked == GP_NO_MEMORY);
        failures += opened != GP_OK && asked != GP_OK;
    }
    assert_true(failures > 20); /* else nothing was made to fail */
    assert_texts(&w, "iop zebar", "Zebra & IOP");
    end(&w);
}

/* ---- what is found ----------------------------------------------------------------------------- */

static void words_are_found_in_any_order_the_last_one_unfinished(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build, article(&w, "a", "Costs", "How many hours a week is it?", ""));
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "week hou", "How many hours a week is it?");
    assert_texts(&w, "HOURS  Week,", "How many hours a week is it?");
    assert_texts(&w, "hour week", ""); /* finished, and no word of it: four letters */
    assert_texts(&w, "how many week x", "");
    assert_texts(&w, "c", "Costs");
    end(&w);
}

static void slips_are_forgiven_in_long_words_that_begin_nothing(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build, article(&w, "a", "Treatment rooms", "Residential care", "zebra care"));
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "tretment", "Treatment rooms");
    assert_texts(&w, "tretm", "Treatment rooms");
    assert_texts(&w, "rteatm", "Treatment rooms"); /* two swapped */
    assert_texts(&w, "tret", "");                  /* four letters */
    assert_texts(&w, "trzztm", "");                /* two slips in six letters */
    assert_texts(&w, "rezidental", "Residential care");
    assert_texts(&w, "rezidental caer", ""); /* four letters again */
    assert_texts(&w, "rezidental ca", "Residential care");
    assert_texts(&w, "treat roo",
                 "Treatment rooms");     /* a finished word that is none: its end lacks */
    assert_texts(&w, "zebra1 care", ""); /* no letters only: a code is meant as typed */
    assert_texts(&w, "zerba caree zebar treatmant", "");
    end(&w);
}

static void synonyms_meet_whole_typed_words(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build,
              article(&w, "a", "Is an IOP for me?", "My child is here", "son of mine"));
    small_put(w.s, w.build,
              article(&w, "b", "The intensive outpatient program", "Intensive care", ""));
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "iop", "Is an IOP for me?\nThe intensive outpatient program");
    assert_texts(&w, "intensive outpatient program for", "Is an IOP for me?");
    assert_texts(&w, "intensive outpatient", "The intensive outpatient program");
    assert_texts(&w, "kids", "son of mine\nMy child is here");
    assert_texts(&w, "ki", "");
    end(&w);
}

static void whatever_the_script_beginnings_are_found(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build,
              article(&w, "a", "\xC3\x89t\xC3\xA9 caf\xC3\xA9",
                      "\xD0\x9A\xD0\xB0\xD0\xBA \xD0\xB4\xD0\xBE\xD0\xBC",
                      "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E|Stra\xC3\x9F"
                      "e"));
    finish(&w, GP_PUBLIC);
    assert_html(&w, "ete ca", "<mark>\xC3\x89t\xC3\xA9 ca</mark>f\xC3\xA9");
    assert_html(&w, "caf", "\xC3\x89t\xC3\xA9 <mark>caf</mark>\xC3\xA9");
    assert_texts(&w, "\xD0\xBA\xD0\xB0\xD0\xBA \xD0\xB4",
                 "\xD0\x9A\xD0\xB0\xD0\xBA \xD0\xB4\xD0\xBE\xD0\xBC");
    assert_texts(&w, "\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E");
    assert_html(&w, "stras", "<mark>Stra\xC3\x9F</mark>e");
    end(&w);
}

/* ---- in which order ----------------------------------------------------------------------------- */

static void beginnings_come_first_then_words_then_synonyms_then_slips(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build,
              article(&w, "a", "My child sleeps", "Sleep of a child", "a son sleeps"));
    small_put(w.s, w.build,
              article(&w, "b", "child sleep in a long heading", "x", "my kid's sleep"));
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "child sleep",
                 "child sleep in a long heading\nMy child sleeps\nSleep of a child\na son "
                 "sleeps\nmy kid's sleep");
    assert_texts(&w, "child slepes", "a son sleeps\nMy child sleeps"); /* worth alone decides */
    end(&w);
}

static void within_a_tier_weight_kind_length_and_text_decide(void **state)
{
    static const struct {
        const char *slug, *title;
        gp_kind kind;
        double weight;
    } rows[] = {
        {"a", "Zebra page", GP_PAGE, 1},        {"b", "Zebra post", GP_POST, 1},
        {"c", "Zebra answers", GP_FAQ, 1},      {"d", "Zebra guide that is long", GP_GUIDE, 1},
        {"e", "Zebra of weight", GP_PAGE, 1.5}, {"f", "Zebra pose", GP_POST, 1},
        {"g", "Zebra pos", GP_POST, 1}};
    world w = begin(state);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        gp_document *document = article(&w, rows[i].slug, rows[i].title, "-", "");
        document->kind = rows[i].kind;
        document->weight = rows[i].weight;
        small_put(w.s, w.build, document);
    }
    finish(&w, GP_PUBLIC);
    assert_texts(&w, "ze",
                 "Zebra of weight\nZebra guide that is long\nZebra answers\nZebra pos\n"
                 "Zebra pose\nZebra post\nZebra page");
    end(&w);
}

static void the_same_question_is_suggested_once(void **state)
{
    world w = begin(state);
    gp_document *better = article(&w, "better", "B", "What's an IOP?", "");
    gp_suggest_request request = {.typed = GP_STR("whats")};
    gp_suggest_list list;

    better->kind = GP_GUIDE;
    small_put(w.s, w.build, article(&w, "worse", "A", "whats an iop", "What\xE2\x80\x99s an IOP"));
    small_put(w.s, w.build, better);
    finish(&w, GP_PUBLIC);
    list = type_as(&w, &request);
    assert_int_equal(list.items.count, 1);
    assert_str(list.items.items[0].text, "What's an IOP?");
    assert_str(list.items.items[0].url, "/a/better#part");
    assert_int_equal(list.items.items[0].kind, GP_GUIDE);
    assert_texts(&w, "iop", "What's an IOP?");
    end(&w);
}

static void at_most_as_many_are_given_as_are_wanted(void **state)
{
    static const size_t limits[][2] = {{0, 8}, {1, 1}, {20, 20}, {21, 20}, {SIZE_MAX, 20}};
    world w = begin(state);
    gp_suggest_request request = {.typed = GP_STR("b")};

    for (size_t i = 0; i < 30; i++) {
        gp_str slug = gp_arena_printf(&w.s->arena, "s%02zu", i);
        gp_str title = gp_arena_printf(&w.s->arena, "%sbook %02zu", i % 2 ? "A " : "", i);
        small_put(w.s, w.build, article(&w, slug.data, title.data, "-", ""));
    }
    finish(&w, GP_PUBLIC);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        gp_suggest_list list;
        request.limit = limits[i][0];
        list = type_as(&w, &request);
        assert_int_equal(list.items.count, limits[i][1]);
        assert_str(list.items.items[0].text, "book 00");
    }
    assert_str(type_as(&w, &request).items.items[15].text, "A book 01");
    end(&w);
}

/* ---- how it is shown ---------------------------------------------------------------------------- */

static void marks_stand_around_what_was_typed_and_all_else_is_escaped(void **state)
{
    world w = begin(state);

    small_put(w.s, w.build,
              article(&w, "a", "<b>Don't</b> & \"wait\"", "9hours of IOP, v2.1", "kids' hours"));
    finish(&w, GP_PUBLIC);
    assert_html(&w, "b don", "&lt;<mark>b&gt;Don</mark>&#39;t&lt;/b&gt; &amp; &quot;wait&quot;");
    assert_html(&w, "wai dont", "");
    assert_html(&w, "dont wai",
                "&lt;b&gt;<mark>Don&#39;t</mark>&lt;/b&gt; &amp; &quot;<mark>wai</mark>t&quot;");
    assert_html(&w, "hours 9", "<mark>9</mark><mark>hours</mark> of IOP, v2.1");
    assert_html(&w, "9h", "<mark>9h</mark>ours of IOP, v2.1");
    assert_html(&w, "intensive outpatient program of",
                "9hours <mark>of</mark> <mark>IOP</mark>, v2.1");
    assert_html(&w, "hourz", "kids&#39; <mark>hours</mark>\n9<mark>hours</mark> of IOP, v2.1");
    assert_html(&w, "kids' h", "<mark>kids&#39; h</mark>ours");
    end(&w);
}

static void addresses_lead_to_the_section_or_where_it_really_lives(void **state)
{
    world w = begin(state);
    gp_document *plain = article(&w, "a b", "First title", "First heading", "");
    gp_document *line = small_document(w.s, "x:1", "Second title", GP_PAGE);
    gp_suggest_request request = {.typed = GP_STR("first")};
    gp_suggest_list list;

    small_section(w.s, line, "", "", "Text.")->url = GP_STR("https://example.org/1");
    small_put(w.s, w.build, plain);
    small_put(w.s, w.build, line);
    finish(&w, GP_PUBLIC);
    list = type_as(&w, &request);
    assert_str(list.items.items[0].url, "/a/a%20b");
    assert_str(list.items.items[1].url, "/a/a%20b#part");
    request.typed = GP_STR("second");
    list = type_as(&w, &request);
    assert_str(list.items.items[0].url, "https://example.org/1");
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(nothing_typed_gives_nothing),
        SMALL(any_bytes_give_an_answer),
        SMALL(what_is_beyond_200_bytes_is_cut),
        SMALL(a_section_without_text_or_a_heading_without_letters_is_no_suggestion),
        SMALL(visitors_are_suggested_nothing_of_the_staffs),
        SMALL(articles_are_suggested_from_their_first_day_to_their_last),
        SMALL(without_memory_nothing_leaks),
        SMALL(words_are_found_in_any_order_the_last_one_unfinished),
        SMALL(slips_are_forgiven_in_long_words_that_begin_nothing),
        SMALL(synonyms_meet_whole_typed_words),
        SMALL(whatever_the_script_beginnings_are_found),
        SMALL(beginnings_come_first_then_words_then_synonyms_then_slips),
        SMALL(within_a_tier_weight_kind_length_and_text_decide),
        SMALL(the_same_question_is_suggested_once),
        SMALL(at_most_as_many_are_given_as_are_wanted),
        SMALL(marks_stand_around_what_was_typed_and_all_else_is_escaped),
        SMALL(addresses_lead_to_the_section_or_where_it_really_lives),
    };

    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
