/* Random documents and requests: the product's engine answers what the reference engine answers. */
#include "compare.h"

#include "text/tokenizer.h"

enum {
    DOCUMENTS = 300,
    REQUESTS = 1000,
    FORMS = 6,
    GIVEN = 60,      /* sections looked at */
    GIVEN_MAX = 1000 /* there are fewer, and a match gives as many */
};

static const char *const words[] = {
    "horse",  "zebra", "running", "coins",   "the",    "a",      "of",   "is",    "price",
    "prices", "(ZP)",  "café",    "straße",  "дом",    "日本",   "b12",  "2.1",   "don't",
    "42",     "mp3",   "naïve",   "stall",   "saddle", "bridle", "hoof", "mane",  "tail",
    "trot",   "walk",  "gallop",  "canter",  "hay",    "oats",   "barn", "field", "meadow",
    "fences", "AND",   "OR",      "heading", "NEAR",
};
static const char *const tags[] = {"care", "cost", "food", "health", "rare"};

static gp_str_list stems; /* of `words`, some more than one */
static uint64_t seed;

/* xorshift64*: the same numbers everywhere, for ever. */
static size_t below(size_t n)
{
    seed ^= seed >> 12;
    seed ^= seed << 25;
    seed ^= seed >> 27;
    return (size_t)((seed * 2685821657736338717u) >> 33) % n;
}

static bool chance(size_t percent)
{
    return below(100) < percent;
}

/* Small numbers more often: some words are common, some rare. */
static size_t skewed(size_t n)
{
    size_t a = below(n);
    size_t b = below(n);

    return a < b ? a : b;
}

static void find_stems(world *w)
{
    gp_tokenizer *tokenizer;

    stems = (gp_str_list){NULL, 0, 0};
    assert_int_equal(gp_tokenizer_open("en", &tokenizer, NULL), GP_OK);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        gp_token_list tokens = {NULL, 0, 0};
        assert_int_equal(gp_tokenizer_list(tokenizer, gp_str_of(words[i]), 8, &w->arena, &tokens),
                         GP_OK);
        for (size_t j = 0; j < tokens.count; j++)
            assert_true(gp_str_list_add(&w->arena, &stems, tokens.items[j].stem));
    }
    gp_tokenizer_close(tokenizer);
}

/* ---- documents --------------------------------------------------------------------------------- */

static gp_str random_words(world *w, size_t most, const char *between)
{
    size_t count = below(most + 1);
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, 1 << 16);
    for (size_t i = 0; i < count; i++) {
        gp_buf_add_text(&buf, i == 0 ? "" : chance(10) ? between : " ");
        gp_buf_add_text(&buf, words[skewed(sizeof words / sizeof words[0])]);
    }
    text = gp_arena_take(&w->arena, &buf);
    gp_buf_clear(&buf);
    return text;
}

static gp_str random_text(world *w, size_t most)
{
    return random_words(w, most, ".\n");
}

/* One line: an item of a list holds no line end. */
static gp_str random_line(world *w)
{
    return random_words(w, 4, ", ");
}

static void add_random(world *w, gp_str_list *list, size_t most)
{
    for (size_t count = below(most + 1); count > 0; count--) {
        gp_str text = random_line(w);
        if (text.size > 0)
            assert_true(gp_str_list_add(&w->arena, list, text));
    }
}

static void add_random_section(world *w, gp_document *document, size_t number)
{
    gp_section *section = GP_VEC_PUSH(&w->arena, &document->sections);

    assert_non_null(section);
    section->level = number == 0 ? 1 : 2 + (int)below(4);
    section->line = number * 7 + 1;
    if (number > 0) {
        section->anchor = gp_arena_printf(&w->arena, "part-%zu", number);
        section->heading = random_line(w);
        add_random(w, &section->trail, 2);
    }
    section->text = random_text(w, chance(5) ? 400 : 40);
    section->html = gp_arena_printf(&w->arena, "<p>%.*s</p>", GP_STR_ARGS(section->text));
    section->markdown = section->text;
    add_random(w, &section->questions, 2);
    add_random(w, &section->synonyms, 2);
    section->audience = chance(15) ? GP_STAFF : GP_PUBLIC;
    if (chance(20))
        section->approval = (gp_approval){.state = GP_APPROVED, .by = GP_STR("me")};
}

static gp_document *random_document(world *w, size_t number)
{
    gp_document *document = gp_arena_alloc(&w->arena, sizeof *document);
    size_t sections = 1 + below(5);

    assert_non_null(document);
    document->slug = gp_arena_printf(&w->arena, "article-%zu", number);
    document->path = gp_arena_printf(&w->arena, "folder/%zu.md", number / 2); /* two to a file */
    document->title = random_line(w);
    document->kind = (gp_kind)below(GP_KIND_COUNT);
    document->weight = .5 * (double)(1 + below(3));
    document->audience = chance(15) ? GP_STAFF : GP_PUBLIC;
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (chance(30))
            assert_true(gp_str_list_add(&w->arena, &document->tags, gp_str_of(tags[i])));
    }
    if (chance(15))
        document->publish_on = GP_STR("2026-06-01");
    if (chance(15))
        document->expires_on = GP_STR("2026-03-01");
    for (size_t i = 0; i < sections; i++)
        add_random_section(w, document, i);
    return document;
}

/* Puts them all, then drops some files and puts some of their articles again, changed. */
static void fill(world *w, gp_build *build, gp_document *const *first, gp_document *const *later)
{
    for (size_t i = 0; i < DOCUMENTS; i++)
        put(w, build, first[i]);
    for (size_t i = 0; i < DOCUMENTS; i += 14) {
        assert_int_equal(gp_build_drop(build, first[i]->path, NULL), GP_OK);
        put(w, build, later[i]);
    }
}

/* ---- requests ---------------------------------------------------------------------------------- */

typedef struct random_request {
    gp_match_request request;
    gp_match_term terms[GP_MATCH_TERMS];
    gp_form forms[GP_MATCH_TERMS][FORMS];
    gp_str stems[GP_MATCH_TERMS][FORMS][8];
} random_request;

static gp_role random_role(void)
{
    size_t at = below(100);

    return at < 50 ? GP_SHOULD : at < 72 ? GP_OPTIONAL : at < 86 ? GP_MUST : GP_MUST_NOT;
}

static void random_term(random_request *r, size_t n)
{
    size_t count = chance(2) ? 0 : 1 + skewed(FORMS);

    for (size_t i = 0; i < count; i++) {
        gp_form *form = &r->forms[n][i];
        form->stems = r->stems[n][i];
        form->stem_count = chance(70) ? 1 : 2 + skewed(3);
        form->weight = (float)(1 + below(4)) / 4;
        for (size_t j = 0; j < form->stem_count; j++)
            r->stems[n][i][j] = chance(3) ? GP_STR("nowhere") : stems.items[skewed(stems.count)];
    }
    r->terms[n] = (gp_match_term){r->forms[n], count, (double)(1 + below(80)) / 10, random_role()};
}

static void random_question(random_request *r)
{
    static const size_t limits[] = {1, 5, 50, 1000};

    memset(r, 0, sizeof *r);
    r->request.terms = r->terms;
    r->request.term_count = 1 + skewed(8);
    r->request.limit = limits[below(4)];
    for (size_t i = 0; i < r->request.term_count; i++)
        random_term(r, i);
    if (chance(20))
        r->request.tag = gp_str_of(tags[below(5)]);
    r->request.has_kind = chance(15);
    r->request.kind = (gp_kind)below(GP_KIND_COUNT);
    if (chance(20))
        r->request.today = 20400 + (int32_t)below(400);
    r->request.has_audience = chance(15);
    r->request.audience = chance(50) ? GP_STAFF : GP_PUBLIC;
}

/* ---- given sections ---------------------------------------------------------------------------- */

static bool has_role(const gp_match_request *request, gp_role role)
{
    for (size_t i = 0; i < request->term_count; i++) {
        if (request->terms[i].role == role)
            return true;
    }
    return false;
}

/* A section that was not matched, though filters, MUST and MUST_NOT let it through: it holds nothing
 * that makes a candidate. */
static void assert_weak(const gp_match_request *request, const gp_candidate *candidate)
{
    bool only_optional = !has_role(request, GP_SHOULD) && !has_role(request, GP_MUST);

    for (size_t i = 0; i < candidate->sighting_count; i++) {
        assert_false(only_optional);
        assert_int_equal(request->terms[candidate->sightings[i].term].role, GP_OPTIONAL);
    }
}

/* Looking at some sections gives those of them that match, with the same evidence, and what is weak;
 * returns how many came through. */
static size_t assert_look_agrees(gp_arena *arena, gp_store *store, const gp_match_request *request)
{
    static const gp_candidate *matched[GIVEN_MAX];
    gp_match_request all = *request;
    gp_handle handles[GIVEN];
    gp_match match, looked;
    gp_corpus corpus;
    size_t met = 0, found = 0;

    gp_store_corpus(store, &corpus);
    assert_in_range(corpus.sections, GIVEN, GIVEN_MAX);
    memset(matched, 0, sizeof matched);
    all.limit = GIVEN_MAX;
    assert_int_equal(gp_store_match(store, &all, arena, &match, NULL), GP_OK);
    for (size_t i = 0; i < match.count; i++)
        matched[match.candidates[i].handle] = &match.candidates[i];
    for (size_t i = 0; i < GIVEN; i++) { /* each once, in no order */
        handles[i] = (gp_handle)((i * 7919 + match.count) % corpus.sections);
        met += matched[handles[i]] != NULL;
    }
    assert_int_equal(gp_store_look(store, request, handles, GIVEN, arena, &looked, NULL), GP_OK);
    assert_int_equal(looked.count, looked.total);
    for (size_t i = 0; i < looked.count; i++) {
        const gp_candidate *own = matched[looked.candidates[i].handle];
        found += own != NULL;
        if (own != NULL)
            assert_same_candidates(&looked.candidates[i], own);
        else
            assert_weak(request, &looked.candidates[i]);
    }
    assert_int_equal(found, met);
    return looked.count;
}

/* ---- comparing --------------------------------------------------------------------------------- */

static void compare(engine kind, gp_audience audience)
{
    world *reference = world_open(ENGINE_MEMORY);
    world *product = world_open(kind);
    gp_build *one = world_build(reference, false), *two = world_build(product, false);
    static gp_document *first[DOCUMENTS], *later[DOCUMENTS];
    gp_handle_set odd_a, odd_b;
    gp_store *a, *b;
    size_t met = 0, looked = 0;

    seed = 20261123;
    find_stems(reference);
    for (size_t i = 0; i < DOCUMENTS; i++)
        first[i] = random_document(reference, i);
    for (size_t i = 0; i < DOCUMENTS; i++)
        later[i] = random_document(reference, i);
    fill(reference, one, first, later);
    fill(product, two, first, later);
    a = world_publish(reference, one, audience);
    b = world_publish(product, two, audience);
    assert_same_words(reference, a, b);
    assert_same_articles(reference, a, b);
    assert_same_labels(reference, a, b);
    odd_a = odd_sections(&reference->arena, a);
    odd_b = odd_sections(&product->arena, b);
    for (size_t i = 0; i < REQUESTS; i++) {
        static random_request question;
        gp_match_request other;
        gp_arena arena;
        gp_arena_init(&arena, (size_t)64 << 20);
        random_question(&question);
        other = question.request;
        if (chance(20)) {
            other.only = &odd_a;
            question.request.only = &odd_b;
        }
        met += assert_same_matches(&arena, a, &other, b, &question.request) > 0;
        if (kind == ENGINE_SQLITE)
            looked += assert_look_agrees(&arena, b, &question.request);
        gp_arena_clear(&arena);
    }
    assert_true(met > REQUESTS / 4); /* else nothing was compared */
    assert_true(kind != ENGINE_SQLITE || looked > REQUESTS);
    gp_store_close(a);
    gp_store_close(b);
    world_close(reference);
    world_close(product);
}

static void visitors_get_the_same_answers_from_postings_in_memory(void **state)
{
    (void)state;
    compare(ENGINE_SQLITE, GP_PUBLIC);
}

static void visitors_get_the_same_answers_from_fts(void **state)
{
    (void)state;
    compare(ENGINE_FTS, GP_PUBLIC);
}

static void staff_get_the_same_answers_from_postings_in_memory(void **state)
{
    (void)state;
    compare(ENGINE_SQLITE, GP_STAFF);
}

static void staff_get_the_same_answers_from_fts(void **state)
{
    (void)state;
    compare(ENGINE_FTS, GP_STAFF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visitors_get_the_same_answers_from_postings_in_memory),
        cmocka_unit_test(visitors_get_the_same_answers_from_fts),
        cmocka_unit_test(staff_get_the_same_answers_from_postings_in_memory),
        cmocka_unit_test(staff_get_the_same_answers_from_fts),
    };

    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
