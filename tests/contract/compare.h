/* compare.h - two stores that must say the same of the same documents. */
#ifndef GP_TESTS_CONTRACT_COMPARE_H
#define GP_TESTS_CONTRACT_COMPARE_H

#include "engines.h"

#include <math.h>

static inline void assert_same(gp_str a, gp_str b)
{
    if (!gp_str_equal(a, b))
        print_error("\"%.*s\" is not \"%.*s\"\n", GP_STR_ARGS(a), GP_STR_ARGS(b));
    assert_true(gp_str_equal(a, b));
}

static inline void assert_same_lists(const gp_str_list *a, const gp_str_list *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_same(a->items[i], b->items[i]);
}

static inline void assert_same_sections(const gp_section *a, const gp_section *b)
{
    assert_same(a->id, b->id);
    assert_same(a->anchor, b->anchor);
    assert_same(a->heading, b->heading);
    assert_same(a->text, b->text);
    assert_same(a->html, b->html);
    assert_same(a->markdown, b->markdown);
    assert_same(a->owner, b->owner);
    assert_same(a->review_by, b->review_by);
    assert_same(a->url, b->url);
    assert_same(a->approval.by, b->approval.by);
    assert_int_equal(a->approval.state, b->approval.state);
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->audience, b->audience);
    assert_same_lists(&a->trail, &b->trail);
    assert_same_lists(&a->questions, &b->questions);
    assert_same_lists(&a->synonyms, &b->synonyms);
    assert_same_lists(&a->aliases, &b->aliases);
}

static inline void assert_same_documents(const gp_document *a, const gp_document *b)
{
    assert_same(a->slug, b->slug);
    assert_same(a->path, b->path);
    assert_same(a->title, b->title);
    assert_same(a->summary, b->summary);
    assert_same(a->publish_on, b->publish_on);
    assert_same(a->expires_on, b->expires_on);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->audience, b->audience);
    assert_true(fabs(a->weight - b->weight) < 1e-12);
    assert_same_lists(&a->tags, &b->tags);
    assert_same_lists(&a->related, &b->related);
    assert_same_lists(&a->aliases, &b->aliases);
    assert_int_equal(a->sections.count, b->sections.count);
    for (size_t i = 0; i < a->sections.count; i++)
        assert_same_sections(&a->sections.items[i], &b->sections.items[i]);
}

static inline void assert_same_acronyms(gp_store *a, gp_store *b)
{
    size_t count, other;
    const gp_acronym *left = gp_store_acronyms(a, &count);
    const gp_acronym *right = gp_store_acronyms(b, &other);

    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        assert_same(left[i].folded, right[i].folded);
        assert_same(left[i].short_form, right[i].short_form);
        assert_same(left[i].long_form, right[i].long_form);
        assert_int_equal(left[i].sections, right[i].sections);
    }
}

/* Words, how many sections hold them, and totals. */
static inline void assert_same_words(world *w, gp_store *a, gp_store *b)
{
    gp_word_list left, right;
    gp_corpus one, two;

    assert_int_equal(gp_store_words(a, GP_STR(""), SIZE_MAX, &w->arena, &left), GP_OK);
    assert_int_equal(gp_store_words(b, GP_STR(""), SIZE_MAX, &w->arena, &right), GP_OK);
    assert_true(left.count > 0);
    assert_int_equal(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        uint32_t counts[2];
        assert_same(left.items[i].form, right.items[i].form);
        assert_same(left.items[i].stem, right.items[i].stem);
        assert_int_equal(left.items[i].sections, right.items[i].sections);
        assert_int_equal(gp_store_frequencies(a, &left.items[i].stem, 1, &counts[0]), GP_OK);
        assert_int_equal(gp_store_frequencies(b, &left.items[i].stem, 1, &counts[1]), GP_OK);
        assert_int_equal(counts[0], counts[1]);
        assert_true(counts[0] >= left.items[i].sections);
    }
    assert_same_acronyms(a, b);
    gp_store_corpus(a, &one);
    gp_store_corpus(b, &two);
    assert_int_equal(one.sections, two.sections);
    assert_int_equal(one.documents, two.documents);
    for (int field = 0; field < GP_FIELD_COUNT; field++)
        assert_true(fabs(one.average_lengths[field] - two.average_lengths[field]) < 1e-9);
}

/* The related sections of one section, whose handles are one and two. */
static inline void assert_same_related(gp_store *a, gp_handle one, gp_store *b, gp_handle two)
{
    gp_near_section left[GP_RELATED_MAX], right[GP_RELATED_MAX];
    size_t count = gp_store_related(a, one, 0, left);

    assert_int_equal(count, gp_store_related(b, two, 0, right));
    for (size_t i = 0; i < count; i++) {
        assert_same(left[i].id, right[i].id);
        assert_int_equal(left[i].same_article, right[i].same_article);
    }
}

/* Lists of articles, the articles, their sections by id. */
static inline void assert_same_articles(world *w, gp_store *a, gp_store *b)
{
    gp_document_lines left, right;

    assert_int_equal(gp_store_documents(a, &w->arena, &left, NULL), GP_OK);
    assert_int_equal(gp_store_documents(b, &w->arena, &right, NULL), GP_OK);
    assert_true(left.count > 0);
    assert_int_equal(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        gp_document one, two;
        gp_str moved;
        assert_same(left.items[i].slug, right.items[i].slug);
        assert_same(left.items[i].title, right.items[i].title);
        assert_int_equal(left.items[i].sections, right.items[i].sections);
        assert_int_equal(left.items[i].publish_on, right.items[i].publish_on);
        assert_int_equal(left.items[i].expires_on, right.items[i].expires_on);
        assert_int_equal(gp_store_document(a, left.items[i].slug, &w->arena, &one, &moved, NULL),
                         GP_OK);
        assert_int_equal(gp_store_document(b, left.items[i].slug, &w->arena, &two, &moved, NULL),
                         GP_OK);
        assert_same_documents(&one, &two);
        for (size_t j = 0; j < one.sections.count; j++) {
            gp_handle here, there;
            gp_stored_section mine, yours;
            gp_str id = one.sections.items[j].id;
            assert_int_equal(gp_store_find(a, id, &here), GP_OK);
            assert_int_equal(gp_store_find(b, id, &there), GP_OK);
            assert_int_equal(gp_store_fetch(a, &here, 1, false, &w->arena, &mine, NULL), GP_OK);
            assert_int_equal(gp_store_fetch(b, &there, 1, false, &w->arena, &yours, NULL), GP_OK);
            assert_same_sections(&mine.section, &yours.section);
            assert_same_related(a, here, b, there);
            assert_same(mine.slug, yours.slug);
            assert_int_equal(mine.kind, yours.kind);
            assert_int_equal(mine.audience, yours.audience);
            assert_same_lists(&mine.tags, &yours.tags);
        }
    }
}

/* What each section is called, by id: handles are each engine's own. */
static inline void assert_same_labels(world *w, gp_store *a, gp_store *b)
{
    gp_label *left, *right;
    size_t count, other;

    assert_int_equal(gp_store_labels(a, &w->arena, &left, &count, NULL), GP_OK);
    assert_int_equal(gp_store_labels(b, &w->arena, &right, &other, NULL), GP_OK);
    assert_true(count > 0);
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++) {
        gp_handle there;
        assert_int_equal(gp_store_find(b, left[i].id, &there), GP_OK);
        assert_same(left[i].id, right[there].id);
        assert_same(left[i].slug, right[there].slug);
        assert_same(left[i].title, right[there].title);
        assert_same(left[i].heading, right[there].heading);
        assert_same(left[i].url, right[there].url);
        assert_same_lists(&left[i].questions, &right[there].questions);
        assert_int_equal(left[i].kind, right[there].kind);
        assert_true(fabs(left[i].weight - right[there].weight) < 1e-12);
        assert_int_equal(left[i].publish_on, right[there].publish_on);
        assert_int_equal(left[i].expires_on, right[there].expires_on);
        assert_int_equal(left[i].words, right[there].words);
    }
}

static inline void assert_same_candidates(const gp_candidate *a, const gp_candidate *b)
{
    assert_same(a->id, b->id);
    assert_true(fabs(a->score - b->score) < 1e-9);
    assert_true(fabs(a->weight - b->weight) < 1e-12);
    assert_memory_equal(a->lengths, b->lengths, sizeof a->lengths);
    assert_int_equal(a->sighting_count, b->sighting_count);
    for (size_t i = 0; i < a->sighting_count; i++) {
        assert_int_equal(a->sightings[i].term, b->sightings[i].term);
        assert_int_equal(a->sightings[i].form, b->sightings[i].form);
        assert_int_equal(a->sightings[i].field, b->sightings[i].field);
        assert_int_equal(a->sightings[i].length, b->sightings[i].length);
        assert_int_equal(a->sightings[i].position, b->sightings[i].position);
    }
}

/* The same answer to what is one request but for the stores' own handles in it; returns how many sections
 * matched. */
static inline size_t assert_same_matches(gp_arena *arena, gp_store *a, const gp_match_request *of_a,
                                         gp_store *b, const gp_match_request *of_b)
{
    gp_match left, right;
    gp_error error;

    assert_int_equal(gp_store_match(a, of_a, arena, &left, &error), GP_OK);
    assert_int_equal(gp_store_match(b, of_b, arena, &right, &error), GP_OK);
    assert_int_equal(left.total, right.total);
    assert_int_equal(left.count, right.count);
    assert_memory_equal(left.kinds, right.kinds, sizeof left.kinds);
    assert_int_equal(left.tags.count, right.tags.count);
    for (size_t i = 0; i < left.tags.count; i++) {
        assert_same(left.tags.items[i].name, right.tags.items[i].name);
        assert_int_equal(left.tags.items[i].count, right.tags.items[i].count);
    }
    for (size_t i = 0; i < left.count; i++) {
        assert_same_candidates(&left.candidates[i], &right.candidates[i]);
        for (size_t j = 0; j < i; j++)
            assert_int_equal(left.candidates[i].document == left.candidates[j].document,
                             right.candidates[i].document == right.candidates[j].document);
    }
    return left.total;
}

static inline size_t assert_same_match(gp_arena *arena, gp_store *a, gp_store *b,
                                       const gp_match_request *request)
{
    return assert_same_matches(arena, a, request, b, request);
}

/* The sections whose id's last byte is odd: by ids, since each engine has handles of its own. */
static inline gp_handle_set odd_sections(gp_arena *arena, gp_store *store)
{
    gp_handle_set set;
    uint64_t *bits;
    gp_label *labels;

    assert_int_equal(gp_store_labels(store, arena, &labels, &set.count, NULL), GP_OK);
    bits = gp_arena_alloc(arena, (set.count / 64 + 1) * sizeof *bits);
    assert_non_null(bits);
    for (size_t i = 0; i < set.count; i++) {
        if ((labels[i].id.data[labels[i].id.size - 1] & 1) != 0)
            bits[i / 64] |= UINT64_C(1) << i % 64;
    }
    set.bits = bits;
    return set;
}

#endif
