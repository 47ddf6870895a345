/* The edges of what store.h promises, asked of every engine: limits, staff leaks, Unicode, order. */
#include "contracts.h"

/* ---- staff ------------------------------------------------------------------------------------- */

static gp_build *with_staff(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *open = make_document(w, "open", "Open article");
    gp_document *secret = make_document(w, "secret", "Secret article");
    gp_attachment *attachment = GP_VEC_PUSH(&w->arena, &secret->attachments);
    gp_section *section;

    assert_non_null(attachment);
    *attachment = (gp_attachment){GP_STR("x.png"), GP_STR("image/png"), GP_STR("\x89PNG")};
    assert_true(gp_str_list_add(&w->arena, &secret->aliases, GP_STR("old-secret")));
    assert_true(gp_str_list_add(&w->arena, &secret->tags, GP_STR("hidden")));
    secret->audience = GP_STAFF;
    (void)add_section(w, secret, "", "", "The zebra budget.");
    (void)add_section(w, open, "", "", "A zebra.");
    section = add_section(w, open, "inside", "Inside", "A budget of zebra money.");
    section->audience = GP_STAFF;
    assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("hidden question")));
    put(w, build, secret);
    put(w, build, open);
    return build;
}

static gp_str_list *aliases_of(world *w, gp_document *document, const char *anchor)
{
    return &add_section(w, document, anchor, anchor, "Text.")->aliases;
}

static gp_build *with_moved(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *left = make_document(w, "left", "Left behind");
    gp_document *took = make_document(w, "took", "Took it");
    gp_section *section;

    assert_true(gp_str_list_add(&w->arena, &left->aliases, GP_STR("once")));
    (void)add_section(w, left, "", "", "Text.");
    assert_true(gp_str_list_add(&w->arena, aliases_of(w, left, "own"), GP_STR("once#own-old")));
    assert_true(gp_str_list_add(&w->arena, aliases_of(w, took, "a"), GP_STR("left#a-old")));
    assert_true(gp_str_list_add(&w->arena, aliases_of(w, took, "b"), GP_STR("once#b-old")));
    assert_true(gp_str_list_add(&w->arena, aliases_of(w, took, "c"), GP_STR("leftover#c-old")));
    assert_true(gp_str_list_add(&w->arena, aliases_of(w, took, "d"), GP_STR("plain")));
    section = add_section(w, took, "hidden", "Hidden", "Text.");
    section->audience = GP_STAFF;
    assert_true(gp_str_list_add(&w->arena, &section->aliases, GP_STR("left#hidden-old")));
    put(w, build, left);
    put(w, build, took);
    return build;
}

static void an_article_knows_where_its_old_sections_stand(world *w)
{
    static const size_t counts[] = {[GP_PUBLIC] = 2, [GP_STAFF] = 3};

    for (int audience = GP_PUBLIC; audience <= (int)GP_STAFF; audience++) {
        gp_store *store = world_publish(w, with_moved(w), (gp_audience)audience);
        gp_document document;
        gp_str moved_to;
        size_t known = 0;
        assert_int_equal(
            gp_store_document(store, GP_STR("left"), &w->arena, &document, &moved_to, NULL), GP_OK);
        assert_int_equal(document.moved.count, counts[audience]);
        for (size_t i = 0; i < document.moved.count; i++) {
            const gp_moved_section *moved = &document.moved.items[i];
            assert_same(moved->slug, GP_STR("took"));
            assert_same(moved->title, GP_STR("Took it"));
            known += gp_str_equal(moved->anchor, GP_STR("a-old")) &&
                     gp_str_equal(moved->to, GP_STR("a"));
            known += gp_str_equal(moved->anchor, GP_STR("b-old")) &&
                     gp_str_equal(moved->heading, GP_STR("b"));
        }
        assert_int_equal(known, 2);
        assert_int_equal(
            gp_store_document(store, GP_STR("took"), &w->arena, &document, &moved_to, NULL), GP_OK);
        assert_int_equal(document.moved.count, 0);
        gp_store_close(store);
    }
}

/* As Hugo and Jekyll write what the address of an article was. */
static void an_old_path_leads_on_however_its_slashes_stand(world *w)
{
    static const char *const written[] = {"/old/one/", "/old/two", "old/three/", "//old/four//"};
    static const char *const places[] = {"old/one", "old/two", "old/three", "old/four"};
    gp_build *build = world_build(w, false);
    gp_document *article = make_document(w, "now", "Where it is now");
    gp_document document;
    gp_store *store;
    gp_str moved_to;

    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++)
        assert_true(gp_str_list_add(&w->arena, &article->aliases, gp_str_of(written[i])));
    (void)add_section(w, article, "", "", "Text.");
    put(w, build, article);
    store = world_publish(w, build, GP_PUBLIC);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        assert_int_equal(
            gp_store_document(store, gp_str_of(places[i]), &w->arena, &document, &moved_to, NULL),
            GP_OK);
        assert_same(moved_to, GP_STR("now"));
    }
    gp_store_close(store);
}

static void visitors_learn_nothing_by_side_doors(world *w)
{
    gp_store *store = world_publish(w, with_staff(w), GP_PUBLIC);
    gp_attachment attachment;
    gp_document document;
    gp_document_lines lines;
    gp_label *labels;
    size_t label_count;
    gp_corpus corpus;
    gp_match match;
    gp_str moved;
    gp_str stem = GP_STR("zebra");
    gp_word_list words;
    uint32_t count;
    asked a = {0};

    assert_int_equal(
        gp_store_attachment(store, GP_STR("secret"), GP_STR("x.png"), &w->arena, &attachment, NULL),
        GP_NOT_FOUND);
    assert_int_equal(
        gp_store_document(store, GP_STR("old-secret"), &w->arena, &document, &moved, NULL),
        GP_NOT_FOUND);
    assert_int_equal(moved.size, 0);
    assert_int_equal(gp_store_documents(store, &w->arena, &lines, NULL), GP_OK);
    assert_int_equal(lines.items[0].sections, 1);
    assert_int_equal(gp_store_labels(store, &w->arena, &labels, &label_count, NULL), GP_OK);
    assert_int_equal(label_count, 1);
    assert_same(labels[0].id, GP_STR("open"));
    assert_same(labels[0].title, GP_STR("Open article"));
    assert_int_equal(labels[0].questions.count, 0);
    assert_int_equal(gp_store_frequencies(store, &stem, 1, &count), GP_OK);
    assert_int_equal(count, 1);
    gp_store_corpus(store, &corpus);
    assert_true(fabs(corpus.average_lengths[GP_FIELD_BODY] - 2) < 1e-9);
    assert_int_equal(gp_store_words(store, GP_STR(""), 99, &w->arena, &words), GP_OK);
    for (size_t i = 0; i < words.count; i++)
        assert_false(gp_str_equal(words.items[i].form, GP_STR("budget")) ||
                     gp_str_equal(words.items[i].form, GP_STR("hidden")));
    ask(&a, "zebra", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, &match), "open");
    assert_int_equal(match.total, 1);
    assert_int_equal(match.tags.count, 0);
    ask(&a, "budget", GP_MUST_NOT); /* what is hidden cannot be felt by excluding it */
    assert_string_equal(answer(w, store, &a, NULL), "open");
    gp_store_close(store);
}

static void staff_reach_what_visitors_cannot(world *w)
{
    gp_store *store = world_publish(w, with_staff(w), GP_STAFF);
    gp_attachment attachment;
    gp_document document;
    gp_label *labels;
    size_t label_count;
    gp_match match;
    gp_str moved;
    asked a = {0};

    assert_int_equal(
        gp_store_attachment(store, GP_STR("secret"), GP_STR("x.png"), &w->arena, &attachment, NULL),
        GP_OK);
    assert_int_equal(
        gp_store_document(store, GP_STR("old-secret"), &w->arena, &document, &moved, NULL), GP_OK);
    assert_same(moved, GP_STR("secret"));
    assert_int_equal(gp_store_labels(store, &w->arena, &labels, &label_count, NULL), GP_OK);
    assert_int_equal(label_count, 3);
    ask(&a, "zebra", GP_SHOULD);
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.total, 3);
    assert_int_equal(match.tags.count, 1);
    gp_store_close(store);
}

/* ---- matching ---------------------------------------------------------------------------------- */

/* FTS5 3.40 forgets positions in a nested AND (see match.c): found by random_test. */
static void excluding_a_phrase_keeps_what_stands_without_it(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_store *store;
    gp_str stems[] = {GP_STR("mane"), GP_STR("gallop")};
    gp_str single = GP_STR("zebra");
    gp_form forms[] = {{stems, 2, 1}, {&single, 1, 1}};
    asked a = {0};

    (void)add_section(w, document, "", "", "gallop, then mane");
    (void)add_section(w, document, "b", "b", "zebra");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    ask(&a, "zebra", GP_MUST);
    a.terms[0].forms = forms;
    a.terms[0].form_count = 2;
    ask(&a, "lion tamer", GP_MUST_NOT);
    assert_string_equal(answer(w, store, &a, NULL), "a#b");
    gp_store_close(store);
}

static void the_largest_request_is_answered(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_store *store;
    gp_str stems[8];
    gp_form forms[GP_MATCH_FORMS];
    asked a = {0};
    gp_match match;

    (void)add_section(w, document, "", "", "w w w w w w w w w");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    for (size_t i = 0; i < 8; i++)
        stems[i] = GP_STR("w");
    for (size_t i = 0; i < GP_MATCH_FORMS; i++)
        forms[i] = (gp_form){stems, 8, 1};
    for (size_t i = 0; i < GP_MATCH_TERMS; i++) {
        ask(&a, "w", i % 2 == 0 ? GP_SHOULD : GP_MUST);
        a.terms[i].forms = forms;
        a.terms[i].form_count = GP_MATCH_FORMS;
    }
    assert_string_equal(answer(w, store, &a, &match), "a");
    assert_int_equal(match.candidates[0].sighting_count, GP_MATCH_TERMS * 2 * GP_MATCH_FORMS);
    assert_int_equal(match.candidates[0].sightings[0].length, 8);
    gp_store_close(store);
}

static void at_most_64_sightings_of_a_term_are_told(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_store *store;
    gp_buf buf;
    asked a = {0};
    gp_match match;

    gp_buf_init(&buf, 1 << 16);
    for (int i = 0; i < 100; i++)
        gp_buf_add_text(&buf, "horse zebra ");
    (void)add_section(w, document, "", "", gp_arena_take(&w->arena, &buf).data);
    gp_buf_clear(&buf);
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    ask(&a, "zebra", GP_SHOULD);
    (void)answer(w, store, &a, &match);
    assert_int_equal(match.candidates[0].sighting_count, 64);
    assert_int_equal(match.candidates[0].sightings[63].position, 127);
    gp_store_close(store);
}

static void a_phrase_does_not_reach_over_fields_or_sections(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_store *store;
    asked a = {0};

    (void)add_section(w, document, "", "", "red");
    (void)add_section(w, document, "b", "zebra", "horse");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    ask(&a, "zebra hors", GP_SHOULD);
    assert_string_equal(answer(w, store, &a, NULL), "");
    gp_store_close(store);
}

static void any_script_is_found_by_its_words(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *document = make_document(w, "a", "t");
    gp_store *store;
    static const char *const stems[] = {"дом", "strass", "日 本", "cafe"};

    (void)add_section(w, document, "", "", "дом Straße 日本 CAFÉ");
    put(w, build, document);
    store = world_publish(w, build, GP_PUBLIC);
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        asked a = {0};
        ask(&a, stems[i], GP_SHOULD);
        assert_string_equal(answer(w, store, &a, NULL), "a");
    }
    gp_store_close(store);
}

/* ---- articles, generations ---------------------------------------------------------------------- */

static void articles_are_listed_by_kind_weight_and_title(world *w)
{
    static const struct {
        const char *slug, *title;
        gp_kind kind;
        double weight;
    } rows[] = {{"e", "A", GP_PAGE, 9}, {"d", "A", GP_FAQ, 1},  {"c", "B", GP_POST, 1},
                {"b", "A", GP_POST, 1}, {"a", "Z", GP_POST, 2}, {"z", "Z", GP_GUIDE, 1}};
    static const char *const order[] = {"z", "a", "b", "c", "d", "e"};
    gp_build *build = world_build(w, false);
    gp_document_lines lines;
    gp_store *store;

    for (size_t i = 0; i < 6; i++) {
        gp_document *document = make_document(w, rows[i].slug, rows[i].title);
        document->kind = rows[i].kind;
        document->weight = rows[i].weight;
        (void)add_section(w, document, "", "", "zebra");
        put(w, build, document);
    }
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(gp_store_documents(store, &w->arena, &lines, NULL), GP_OK);
    assert_int_equal(lines.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_same(lines.items[i].slug, gp_str_of(order[i]));
    gp_store_close(store);
}

/* ---- labels ------------------------------------------------------------------------------------- */

static void visitors_of_a_staff_index_are_told_no_label(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *secret = make_document(w, "secret", "Secret article");
    gp_store *store;
    gp_label *labels;
    size_t count = 9;

    secret->audience = GP_STAFF;
    (void)add_section(w, secret, "", "", "The zebra budget.");
    put(w, build, secret);
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(gp_store_labels(store, &w->arena, &labels, &count, NULL), GP_OK);
    assert_int_equal(count, 0);
    gp_store_close(store);
}

static void labels_say_what_sections_are_called_and_when_they_show(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *faq = make_document(w, "faq", "Questions & answers");
    gp_document *plain = make_document(w, "plain", "Plain");
    gp_section *section;
    gp_label *labels;
    gp_store *store;
    size_t count;

    faq->kind = GP_FAQ;
    faq->weight = 2.5;
    faq->publish_on = GP_STR("2026-01-01");
    faq->expires_on = GP_STR("2026-12-31");
    section = add_section(w, faq, "cost", "What does it cost?", "Nine coins.");
    assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("how expensive")));
    assert_true(gp_str_list_add(&w->arena, &section->questions, GP_STR("who pays")));
    section = add_section(w, faq, "inside", "Inside wording", "Say nothing.");
    section->audience = GP_STAFF;
    (void)add_section(w, faq, "bare", "A heading without text", "");
    section = add_section(w, plain, "", "", "A zebra walks here.");
    section->url = GP_STR("https://example.org/zebra");
    put(w, build, faq);
    put(w, build, plain);
    store = world_publish(w, build, GP_PUBLIC);
    assert_int_equal(gp_store_labels(store, &w->arena, &labels, &count, NULL), GP_OK);
    assert_int_equal(count, 3);
    assert_same(labels[0].id, GP_STR("faq#cost"));
    assert_same(labels[0].slug, GP_STR("faq"));
    assert_same(labels[0].title, GP_STR("Questions & answers"));
    assert_same(labels[0].heading, GP_STR("What does it cost?"));
    assert_int_equal(labels[0].questions.count, 2);
    assert_same(labels[0].questions.items[1], GP_STR("who pays"));
    assert_same(labels[0].url, GP_STR(""));
    assert_int_equal(labels[0].kind, GP_FAQ);
    assert_true(labels[0].weight > 2.4 && labels[0].weight < 2.6);
    assert_int_equal(labels[0].publish_on, 20454);
    assert_int_equal(labels[0].expires_on, 20818);
    assert_int_equal(labels[0].words, 2);
    assert_same(labels[1].heading, GP_STR("A heading without text"));
    assert_int_equal(labels[1].words, 0);
    assert_int_equal(labels[1].document, labels[0].document);
    assert_same(labels[2].heading, GP_STR(""));
    assert_same(labels[2].url, GP_STR("https://example.org/zebra"));
    assert_int_equal(labels[2].publish_on, INT32_MIN);
    assert_int_equal(labels[2].expires_on, INT32_MAX);
    assert_int_not_equal(labels[2].document, labels[0].document);
    gp_store_close(store);
}

static void equal_content_gives_equal_generations(world *w)
{
    gp_store *one = world_publish(w, with_staff(w), GP_PUBLIC);
    gp_store *two = world_publish(w, with_staff(w), GP_PUBLIC);
    gp_build *build = with_staff(w);
    gp_document *more = make_document(w, "more", "t");
    gp_store *other;

    (void)add_section(w, more, "", "", "lion");
    put(w, build, more);
    other = world_publish(w, build, GP_PUBLIC);
    assert_same(gp_store_generation(one), gp_store_generation(two));
    assert_false(gp_str_equal(gp_store_generation(one), gp_store_generation(other)));
    assert_same_words(w, one, two);
    assert_same_articles(w, one, two);
    assert_int_equal(gp_store_check(one, NULL), GP_OK);
    gp_store_close(one);
    gp_store_close(two);
    gp_store_close(other);
}

int main(void)
{
    static const contract contracts[] = {
        CONTRACT(an_article_knows_where_its_old_sections_stand),
        CONTRACT(an_old_path_leads_on_however_its_slashes_stand),
        CONTRACT(visitors_learn_nothing_by_side_doors),
        CONTRACT(staff_reach_what_visitors_cannot),
        CONTRACT(excluding_a_phrase_keeps_what_stands_without_it),
        CONTRACT(the_largest_request_is_answered),
        CONTRACT(at_most_64_sightings_of_a_term_are_told),
        CONTRACT(a_phrase_does_not_reach_over_fields_or_sections),
        CONTRACT(any_script_is_found_by_its_words),
        CONTRACT(articles_are_listed_by_kind_weight_and_title),
        CONTRACT(visitors_of_a_staff_index_are_told_no_label),
        CONTRACT(labels_say_what_sections_are_called_and_when_they_show),
        CONTRACT(equal_content_gives_equal_generations),
    };

    return run_contracts("edges", contracts, sizeof contracts / sizeof contracts[0]);
}
