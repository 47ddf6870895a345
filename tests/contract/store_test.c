/* What store.h promises, asked of every engine. */
#include "contracts.h"

/* The world most tests look at: a public article with a staff section, a staff article, a plain one. */
static gp_store *open_usual(world *w, gp_audience audience)
{
    gp_build *build = world_build(w, false);
    gp_document *guide = make_document(w, "guide", "The great guide");
    gp_document *secret = make_document(w, "secret", "Secret staff notes");
    gp_document *post = make_document(w, "post", "A post about horses");
    gp_section *section;

    guide->kind = GP_GUIDE;
    assert_true(gp_str_list_add(&w->arena, &guide->tags, GP_STR("care")));
    assert_true(gp_str_list_add(&w->arena, &guide->tags, GP_STR("cost")));
    assert_true(gp_str_list_add(&w->arena, &guide->aliases, GP_STR("old-guide")));
    (void)add_section(w, guide, "", "", "An introduction with a zebra and a horse.");
    section =
        add_section(w, guide, "price", "What does it cost?", "The zebra costs nine coins a day.");
    assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("how expensive is it")));
    section =
        add_section(w, guide, "inside", "Inside wording", "Never promise a giraffe to a caller.");
    section->audience = GP_STAFF;
    secret->audience = GP_STAFF;
    (void)add_section(w, secret, "", "", "The giraffe key is under the zebra mat.");
    assert_true(gp_str_list_add(&w->arena, &post->tags, GP_STR("care")));
    (void)add_section(w, post, "", "", "A horse walks. The horse of a horse is a horse.");
    put(w, build, guide);
    put(w, build, secret);
    put(w, build, post);
    assert_int_equal(gp_build_site(build, GP_STR("{\"title\":\"t\"}"), NULL), GP_OK);
    return world_publish(w, build, audience);
}

/* ---- staff ------------------------------------------------------------------------------------- */

static void no_call_of_a_visitors_store_reaches_staff_text(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_str stem = GP_STR("giraff");
    uint32_t count = 9;
    gp_word_list words;
    gp_corpus corpus;
    gp_handle handle;
    gp_document document;
    gp_document_lines lines;
    gp_str moved;
    asked a = {0};

    ask(&a, "giraff", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "");
    assert_int_equal(gp_store_frequencies(store, &stem, 1, &count), GP_OK);
    assert_int_equal(count, 0);
    assert_int_equal(gp_store_words(store, GP_STR("gir"), 9, &w->arena, &words), GP_OK);
    assert_int_equal(words.count, 0);
    gp_store_corpus(store, &corpus);
    assert_int_equal(corpus.sections, 3);
    assert_int_equal(corpus.documents, 2);
    assert_int_equal(gp_store_find(store, GP_STR("guide#inside"), &handle), GP_NOT_FOUND);
    assert_int_equal(gp_store_find(store, GP_STR("secret"), &handle), GP_NOT_FOUND);
    assert_int_equal(gp_store_document(store, GP_STR("secret"), &w->arena, &document, &moved, NULL),
                     GP_NOT_FOUND);
    assert_int_equal(gp_store_document(store, GP_STR("guide"), &w->arena, &document, &moved, NULL),
                     GP_OK);
    assert_int_equal(document.sections.count, 2);
    assert_int_equal(gp_store_documents(store, &w->arena, &lines, NULL), GP_OK);
    assert_int_equal(lines.count, 2);
    gp_store_close(store);
}

static void staff_see_both_added_up(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    gp_str stem = GP_STR("zebra");
    uint32_t count = 0;
    gp_corpus corpus;
    gp_document document;
    gp_document_lines lines;
    gp_str moved;
    asked a = {0};

    ask(&a, "giraff", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "secret guide#inside");
    assert_int_equal(gp_store_frequencies(store, &stem, 1, &count), GP_OK);
    assert_int_equal(count, 3);
    gp_store_corpus(store, &corpus);
    assert_int_equal(corpus.sections, 5);
    assert_int_equal(corpus.documents, 3);
    assert_int_equal(gp_store_document(store, GP_STR("guide"), &w->arena, &document, &moved, NULL),
                     GP_OK);
    assert_int_equal(document.sections.count, 3);
    assert_true(gp_str_equal(document.sections.items[2].anchor, GP_STR("inside")));
    assert_int_equal(gp_store_documents(store, &w->arena, &lines, NULL), GP_OK);
    assert_int_equal(lines.count, 3);
    assert_int_equal(lines.items[0].sections, 3);
    gp_store_close(store);
}

/* ---- matching ---------------------------------------------------------------------------------- */

static void requests_beyond_the_limits_are_refused(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    asked a = {0};
    gp_match match;
    gp_error error;

    ask(&a, "zebra", GP_SHOULD);
    a.request.limit = 0;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_INVALID);
    a.request.limit = 1001;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_INVALID);
    a.request.limit = 10;
    a.terms[0].form_count = GP_MATCH_FORMS + 1;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_INVALID);
    a.terms[0].form_count = 1;
    a.forms[0].stem_count = 9;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_INVALID);
    a.forms[0].stem_count = 1;
    for (size_t i = 1; i <= GP_MATCH_TERMS; i++)
        ask(&a, "zebra", GP_SHOULD);
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_INVALID);
    a.request.term_count = GP_MATCH_TERMS;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_OK);
    a.request.term_count = 0;
    assert_int_equal(gp_store_match(store, &a.request, &w->arena, &match, &error), GP_OK);
    assert_int_equal(match.count, 0);
    gp_store_close(store);
}

static void roles_decide_what_is_a_candidate(world *w)
{
    static const struct {
        const char *should, *optional, *must, *must_not, *expected;
    } cases[] = {
        {"zebra", NULL, NULL, NULL, "guide guide#price"},
        {"zebra", "hors", NULL, NULL, "guide guide#price"},
        {NULL, "hors", NULL, NULL, "post guide"}, /* only function words: they do */
        {"zebra", NULL, NULL, "coin", "guide"},
        {NULL, NULL, NULL, "zebra", ""},
        {"hors", NULL, "zebra", NULL, "guide guide#price"},
        {NULL, NULL, "nine coin", NULL, "guide#price"},
        {NULL, NULL, "coin nine", NULL, ""},
        {"unknown", NULL, NULL, NULL, ""},
        {"zebra", NULL, "unknown", NULL, ""},
        {"quote\"d", NULL, NULL, NULL, ""},
        {"zebra", NULL, NULL, "unknown", "guide guide#price"},
    };
    gp_store *store = open_usual(w, GP_PUBLIC);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        asked a = {0};
        if (cases[i].should != NULL)
            ask(&a, cases[i].should, GP_SHOULD);
        if (cases[i].optional != NULL)
            ask(&a, cases[i].optional, GP_OPTIONAL);
        if (cases[i].must != NULL)
            ask(&a, cases[i].must, GP_MUST);
        if (cases[i].must_not != NULL)
            ask(&a, cases[i].must_not, GP_MUST_NOT);
        assert_string_equal(answer(w, store, &a, NULL), cases[i].expected);
    }
    gp_store_close(store);
}

static void sightings_say_which_form_stands_where(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    asked a = {0};
    gp_match match;
    const gp_candidate *candidate;

    ask(&a, "hors", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, &match), "post guide");
    candidate = &match.candidates[0];
    assert_int_equal(candidate->sighting_count, 5);
    assert_int_equal(candidate->sightings[0].field, GP_FIELD_CONTEXT);
    assert_int_equal(candidate->sightings[0].position, 3);
    assert_int_equal(candidate->sightings[1].field, GP_FIELD_BODY);
    assert_int_equal(candidate->sightings[1].position, 1);
    assert_int_equal(candidate->sightings[1].length, 1);
    assert_int_equal(candidate->lengths[GP_FIELD_BODY], 11);
    assert_int_equal(candidate->lengths[GP_FIELD_HEADING], 0);
    gp_store_close(store);
}

/* The score of the section whose question is asked, its form weighing so much. */
static double score_of_question(world *w, gp_store *store, float weight)
{
    asked a = {0};
    gp_match match;

    ask(&a, "expens", GP_SHOULD);
    a.forms[0].weight = weight;
    assert_string_equal(answer(w, store, &a, &match), "guide#price");
    assert_int_equal(match.candidates[0].sightings[0].field, GP_FIELD_QUESTIONS);
    return match.candidates[0].score;
}

static void questions_are_found_and_forms_weigh(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);

    assert_true(score_of_question(w, store, .5f) < score_of_question(w, store, 1));
    gp_store_close(store);
}

static void filters_facets_and_totals_agree(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    asked a = {0};
    gp_match match;

    ask(&a, "hors", GP_SHOULD);
    ask(&a, "zebra", GP_SHOULD);
    a.request.limit = 1;
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.count, 1);
    assert_int_equal(match.total, 3);
    assert_int_equal(match.kinds[GP_GUIDE], 2);
    assert_int_equal(match.kinds[GP_POST], 1);
    assert_int_equal(match.tags.count, 2);
    assert_true(gp_str_equal(match.tags.items[0].name, GP_STR("care")));
    assert_int_equal(match.tags.items[0].count, 3);
    assert_int_equal(match.tags.items[1].count, 2);
    a.request.limit = 10;
    a.request.tag = GP_STR("cost");
    assert_string_equal(answer(w, store, &a, NULL), "guide guide#price");
    a.request.tag = GP_STR("nobody-has-it");
    assert_string_equal(answer(w, store, &a, NULL), "");
    a.request.tag = GP_STR("");
    a.request.has_kind = true;
    a.request.kind = GP_POST;
    assert_string_equal(answer(w, store, &a, NULL), "post");
    gp_store_close(store);
}

/* A set of given sections. */
static gp_handle_set set_of(world *w, gp_store *store, const char *ids)
{
    gp_str rest = gp_str_of(ids);
    gp_handle_set set = {0};
    uint64_t *bits;
    gp_corpus corpus;
    gp_handle handle;
    gp_str id;

    gp_store_corpus(store, &corpus);
    set.count = corpus.sections;
    bits = gp_arena_alloc(&w->arena, (set.count / 64 + 1) * sizeof *bits);
    assert_non_null(bits);
    while (rest.size > 0 && gp_str_next(&rest, ' ', &id)) {
        assert_int_equal(gp_store_find(store, id, &handle), GP_OK);
        bits[handle / 64] |= UINT64_C(1) << handle % 64;
    }
    set.bits = bits;
    return set;
}

static void what_is_not_among_the_chosen_sections_is_neither_found_nor_counted(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    gp_handle_set chosen = {0};
    asked a = {0};
    gp_match match;

    ask(&a, "hors", GP_SHOULD);
    ask(&a, "zebra", GP_SHOULD);
    a.request.only = &chosen; /* none at all */
    assert_string_equal(answer(w, store, &a, &match), "");
    assert_int_equal(match.total, 0);
    assert_int_equal(match.tags.count, 0);
    chosen = set_of(w, store, "guide#price secret guide#inside"); /* the last is no match */
    a.request.limit = 1;
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.count, 1);
    assert_int_equal(match.total, 2);
    assert_int_equal(match.kinds[GP_GUIDE], 1);
    assert_int_equal(match.kinds[GP_POST], 1);
    assert_int_equal(match.tags.count, 2);
    assert_int_equal(match.tags.items[0].count, 1);
    a.request.limit = 10;
    a.request.tag = GP_STR("cost");
    assert_string_equal(answer(w, store, &a, NULL), "guide#price");
    gp_store_close(store);
}

static void staff_may_ask_for_one_audience_alone(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    asked a = {0};
    gp_match match;

    ask(&a, "zebra", GP_SHOULD);
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.total, 3);
    a.request.has_audience = true;
    a.request.audience = GP_STAFF;
    assert_string_equal(answer(w, store, &a, &match), "secret");
    assert_int_equal(match.total, 1);
    a.request.audience = GP_PUBLIC;
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.total, 2);
    gp_store_close(store);
    /* and of visitors, asking for more gives nothing more */
    if (w->engine == ENGINE_MEMORY)
        return;
    assert_int_equal(gp_store_open(w->path, GP_PUBLIC, &store, NULL), GP_OK);
    a.request.audience = GP_STAFF;
    assert_string_equal(answer(w, store, &a, &match), "");
    assert_int_equal(match.total, 0);
    gp_store_close(store);
}

static void equal_scores_are_ordered_by_id(world *w)
{
    static const char *const slugs[] = {"d", "a", "c", "b"};
    gp_build *build = world_build(w, false);
    gp_store *store;
    asked a = {0};

    for (size_t i = 0; i < 4; i++) {
        gp_document *document = make_document(w, slugs[i], "same");
        (void)add_section(w, document, "", "", "the same zebra");
        put(w, build, document);
    }
    store = world_publish(w, build, GP_PUBLIC);
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "a b c d");
    a.request.limit = 2;
    assert_string_equal(answer(w, store, &a, NULL), "a b");
    gp_store_close(store);
}

static void dates_hide_what_is_not_shown_today(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *later = make_document(w, "later", "t");
    gp_document *gone = make_document(w, "gone", "t");
    gp_store *store;
    asked a = {0};

    later->publish_on = GP_STR("2026-06-01");
    gone->expires_on = GP_STR("2026-01-01");
    (void)add_section(w, later, "", "", "zebra");
    (void)add_section(w, gone, "", "", "zebra");
    put(w, build, later);
    put(w, build, gone);
    store = world_publish(w, build, GP_PUBLIC);
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "gone later");
    a.request.today = 20500; /* 2026-02-16 */
    assert_string_equal(answer(w, store, &a, NULL), "");
    a.request.today = 20700; /* 2026-09-04 */
    assert_string_equal(answer(w, store, &a, NULL), "later");
    gp_store_close(store);
}

static void a_deadline_in_the_past_gives_a_valid_result(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    asked a = {0};
    gp_match match;

    ask(&a, "zebra", GP_SHOULD);
    a.request.deadline_us = 1;
    (void)answer(w, store, &a, &match);
    assert_true(match.count <= 2);
    gp_store_close(store);
}

/* ---- words, articles --------------------------------------------------------------------------- */

static void completions_come_by_frequency_then_form(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_word_list words;

    assert_int_equal(gp_store_words(store, GP_STR("co"), 9, &w->arena, &words), GP_OK);
    assert_int_equal(words.count, 3);
    assert_true(gp_str_equal(words.items[0].form, GP_STR("coins")));
    assert_true(gp_str_equal(words.items[0].stem, GP_STR("coin")));
    assert_true(gp_str_equal(words.items[1].form, GP_STR("cost")));
    assert_int_equal(gp_store_words(store, GP_STR("hors"), 9, &w->arena, &words), GP_OK);
    assert_true(gp_str_equal(words.items[0].form, GP_STR("horse")));
    assert_int_equal(words.items[0].sections, 2);
    assert_int_equal(gp_store_words(store, GP_STR("zzz"), 9, &w->arena, &words), GP_OK);
    assert_int_equal(words.count, 0);
    assert_int_equal(gp_store_words(store, GP_STR(""), 4, &w->arena, &words), GP_OK);
    assert_int_equal(words.count, 4);
    assert_true(gp_str_compare(words.items[0].form, words.items[1].form) < 0);
    gp_store_close(store);
}

static void articles_come_back_whole_and_old_slugs_lead_on(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_document document;
    gp_document_lines lines;
    gp_str moved;

    assert_int_equal(
        gp_store_document(store, GP_STR("old-guide"), &w->arena, &document, &moved, NULL), GP_OK);
    assert_true(gp_str_equal(moved, GP_STR("guide")));
    assert_int_equal(gp_store_document(store, GP_STR("guide"), &w->arena, &document, &moved, NULL),
                     GP_OK);
    assert_int_equal(moved.size, 0);
    assert_true(gp_str_equal(document.title, GP_STR("The great guide")));
    assert_true(gp_str_equal(document.sections.items[1].html,
                             GP_STR("<p>The zebra costs nine coins a day.</p>")));
    assert_int_equal(document.tags.count, 2);
    assert_int_equal(gp_store_documents(store, &w->arena, &lines, NULL), GP_OK);
    assert_true(gp_str_equal(lines.items[0].slug, GP_STR("guide")));
    assert_int_equal(lines.items[0].sections, 2);
    assert_true(gp_str_equal(gp_store_site(store), GP_STR("{\"title\":\"t\"}")));
    assert_int_equal(gp_store_generation(store).size, 64);
    assert_int_equal(gp_store_check(store, NULL), GP_OK);
    gp_store_close(store);
}

static void sections_are_fetched_by_handle(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_handle handle;
    gp_stored_section section;
    gp_handle wrong = 12345;

    assert_int_equal(gp_store_find(store, GP_STR("guide#price"), &handle), GP_OK);
    assert_int_equal(gp_store_fetch(store, &handle, 1, false, &w->arena, &section, NULL), GP_OK);
    assert_true(gp_str_equal(section.section.heading, GP_STR("What does it cost?")));
    assert_true(section.section.html.size > 0);
    assert_int_equal(section.section.questions.count, 1);
    assert_true(gp_str_equal(section.slug, GP_STR("guide")));
    assert_int_equal(gp_store_fetch(store, &handle, 1, true, &w->arena, &section, NULL), GP_OK);
    assert_int_equal(section.section.html.size, 0);
    assert_true(section.section.text.size > 0);
    assert_int_equal(gp_store_fetch(store, &wrong, 1, true, &w->arena, &section, NULL), GP_INVALID);
    gp_store_close(store);
}

static void attachments_are_kept_with_their_article(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_attachment *attachment = GP_VEC_PUSH(&w->arena, &document->attachments);
    gp_attachment found;
    gp_store *store;

    assert_non_null(attachment);
    *attachment = (gp_attachment){GP_STR("img/x.png"), GP_STR("image/png"), GP_STR("\x89PNG\0x")};
    (void)add_section(w, document, "", "", "zebra");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(
        gp_store_attachment(store, GP_STR("a"), GP_STR("img/x.png"), &w->arena, &found, NULL),
        GP_OK);
    assert_int_equal(found.bytes.size, 6);
    assert_true(gp_str_equal(found.mime, GP_STR("image/png")));
    assert_int_equal(gp_store_attachment(store, GP_STR("a"), GP_STR("y"), &w->arena, &found, NULL),
                     GP_NOT_FOUND);
    gp_store_close(store);
}

static void a_shared_store_answers_alike(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_store *shared;
    asked a = {0};

    assert_int_equal(gp_store_share(store, &shared, NULL), GP_OK);
    gp_store_close(store);
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, shared, &a, NULL), "guide guide#price");
    gp_store_close(shared);
}

/* ---- building ---------------------------------------------------------------------------------- */

static void a_taken_slug_is_refused_and_names_both_files(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *first = make_document(w, "same", "t");
    gp_document *second = make_document(w, "same", "u");
    gp_error error;

    second->path = GP_STR("second.md");
    (void)add_section(w, first, "", "", "zebra");
    (void)add_section(w, second, "", "", "zebra");
    put(w, build, first);
    assert_int_equal(gp_document_seal(second, &w->arena, &error), GP_OK);
    assert_int_equal(gp_build_put(build, second, &error), GP_INVALID);
    assert_non_null(strstr(error.text, "same.md"));
    gp_build_abandon(build);
}

static void dropping_leaves_what_a_fresh_build_would_have(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *a = make_document(w, "a", "t"), *b = make_document(w, "b", "t");
    gp_document *again = make_document(w, "a", "t");
    gp_store *store;
    gp_str stems[] = {GP_STR("zebra"), GP_STR("hors"), GP_STR("lion")};
    uint32_t counts[3];
    gp_stamp stamp = {GP_STR("a.md"), GP_STR("hash"), 1, 1};
    gp_stamp_list stamps;
    asked question = {0};

    (void)add_section(w, a, "", "", "zebra zebra horse");
    (void)add_section(w, b, "", "", "zebra");
    (void)add_section(w, again, "", "", "lion");
    put(w, build, a);
    put(w, build, b);
    assert_int_equal(gp_build_stamp(build, &stamp, NULL), GP_OK);
    assert_int_equal(gp_build_drop(build, GP_STR("a.md"), NULL), GP_OK);
    assert_int_equal(gp_build_stamps(build, &w->arena, &stamps, NULL), GP_OK);
    assert_int_equal(stamps.count, 0);
    put(w, build, again);
    assert_int_equal(gp_build_stamp(build, &stamp, NULL), GP_OK);
    assert_int_equal(gp_build_stamps(build, &w->arena, &stamps, NULL), GP_OK);
    assert_int_equal(stamps.count, 1);
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(gp_store_frequencies(store, stems, 3, counts), GP_OK);
    assert_int_equal(counts[0], 1);
    assert_int_equal(counts[1], 0);
    assert_int_equal(counts[2], 1);
    ask(&question, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &question, NULL), "b");
    gp_store_close(store);
}

int main(void)
{
    static const contract contracts[] = {
        CONTRACT(no_call_of_a_visitors_store_reaches_staff_text),
        CONTRACT(staff_see_both_added_up),
        CONTRACT(requests_beyond_the_limits_are_refused),
        CONTRACT(roles_decide_what_is_a_candidate),
        CONTRACT(sightings_say_which_form_stands_where),
        CONTRACT(questions_are_found_and_forms_weigh),
        CONTRACT(filters_facets_and_totals_agree),
        CONTRACT(what_is_not_among_the_chosen_sections_is_neither_found_nor_counted),
        CONTRACT(staff_may_ask_for_one_audience_alone),
        CONTRACT(equal_scores_are_ordered_by_id),
        CONTRACT(dates_hide_what_is_not_shown_today),
        CONTRACT(a_deadline_in_the_past_gives_a_valid_result),
        CONTRACT(completions_come_by_frequency_then_form),
        CONTRACT(articles_come_back_whole_and_old_slugs_lead_on),
        CONTRACT(sections_are_fetched_by_handle),
        CONTRACT(attachments_are_kept_with_their_article),
        CONTRACT(a_shared_store_answers_alike),
        CONTRACT_UNTRACED(a_taken_slug_is_refused_and_names_both_files),
        CONTRACT(dropping_leaves_what_a_fresh_build_would_have),
    };

    return run_contracts("store", contracts, sizeof contracts / sizeof contracts[0]);
}
