/* Vectors of meaning: kept by name, given back by section; and the evidence for given sections. */
#include "contracts.h"

#include <sqlite3.h>

enum {
    UNITS_MAX = 8,
    LOOK_MAX = 1000 /* handles of one gp_store_look: store.h */
};

/* ---- vectors ----------------------------------------------------------------------------------- */

/* Unit i of vectors that begin with `value` is GP_UNIT_BYTES times value + i. */
static void put_vectors(gp_build *build, gp_audience part, const char *name, int value,
                        size_t count)
{
    int8_t units[UNITS_MAX * GP_UNIT_BYTES];

    for (size_t i = 0; i < count; i++)
        memset(units + i * GP_UNIT_BYTES, value + (int)i, GP_UNIT_BYTES);
    assert_int_equal(gp_build_put_vectors(build, part, gp_str_of(name), units, count, NULL), GP_OK);
}

static bool has_vectors(gp_build *build, gp_audience part, const char *name)
{
    bool has = false;

    assert_int_equal(gp_build_has_vectors(build, part, gp_str_of(name), &has, NULL), GP_OK);
    return has;
}

static void assert_vectors(gp_store *store, const char *id, int value, size_t count)
{
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_handle handle;

    assert_non_null(vectors);
    assert_int_equal(gp_store_find(store, gp_str_of(id), &handle), GP_OK);
    assert_int_equal(vectors->first[handle + 1] - vectors->first[handle], count);
    for (size_t i = 0; i < count * GP_UNIT_BYTES; i++)
        assert_int_equal(vectors->units[vectors->first[handle] * (size_t)GP_UNIT_BYTES + i],
                         value + (int)(i / GP_UNIT_BYTES));
}

static gp_section *named_section(world *w, gp_document *document, const char *anchor,
                                 const char *name)
{
    gp_section *section = add_section(w, document, anchor, anchor, "A zebra walks.");

    section->meaning = gp_str_of(name);
    return section;
}

/* One article of one section, under its own name as path. */
static gp_document *single(world *w, const char *slug, const char *name)
{
    gp_document *document = make_document(w, slug, "A title");

    (void)named_section(w, document, "", name);
    return document;
}

/* Articles put in another order than their ids; two, no and one vectors, and some for staff. */
static gp_store *open_usual(world *w, gp_audience audience)
{
    gp_build *build = world_build(w, false);
    gp_document *second = make_document(w, "b", "Second");
    gp_document *first = make_document(w, "a", "First");
    gp_document *secret = single(w, "secret", "of-secret");

    (void)named_section(w, second, "", "two");
    (void)named_section(w, second, "none", "");
    (void)named_section(w, second, "unknown", "never put");
    named_section(w, second, "inside", "of-inside")->audience = GP_STAFF;
    (void)named_section(w, first, "", "one");
    (void)named_section(w, first, "same", "two");
    secret->audience = GP_STAFF;
    assert_int_equal(gp_build_model(build, GP_STR("a wrong one"), NULL), GP_OK);
    assert_int_equal(gp_build_model(build, GP_STR("model-7"), NULL), GP_OK);
    put_vectors(build, GP_PUBLIC, "two", 10, 2);
    put_vectors(build, GP_STAFF, "of-secret", 50, 3);
    put(w, build, second);
    put(w, build, first);
    put(w, build, secret);
    put_vectors(build, GP_STAFF, "of-inside", 60, 1);
    put_vectors(build, GP_PUBLIC, "one", -5, 1); /* after the section that names them */
    put_vectors(build, GP_PUBLIC, "unnamed", 90, 4);
    return world_publish(w, build, audience);
}

static void vectors_come_back_by_section(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    const gp_vectors *vectors = gp_store_vectors(store);
    gp_corpus corpus;

    assert_vectors(store, "b", 10, 2);
    assert_vectors(store, "b#none", 0, 0);
    assert_vectors(store, "b#unknown", 0, 0);
    assert_vectors(store, "a", -5, 1);
    assert_vectors(store, "a#same", 10, 2);
    assert_int_equal(vectors->count, 5);
    gp_store_corpus(store, &corpus);
    assert_int_equal(vectors->first[0], 0);
    for (size_t i = 0; i < corpus.sections; i++)
        assert_true(vectors->first[i] <= vectors->first[i + 1]);
    assert_int_equal(vectors->first[corpus.sections], vectors->count);
    gp_store_close(store);
}

static void the_name_of_the_model_comes_back(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);

    assert_same(gp_store_vectors(store)->model, GP_STR("model-7"));
    gp_store_close(store);
}

static void staff_vectors_are_never_in_a_visitors_store(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    const gp_vectors *vectors = gp_store_vectors(store);

    for (size_t i = 0; i < vectors->count * GP_UNIT_BYTES; i++)
        assert_true(vectors->units[i] < 50);
    gp_store_close(store);
    store = open_usual(w, GP_STAFF);
    assert_int_equal(gp_store_vectors(store)->count, 9);
    assert_vectors(store, "secret", 50, 3);
    assert_vectors(store, "b#inside", 60, 1);
    assert_vectors(store, "b", 10, 2);
    gp_store_close(store);
}

static void names_of_one_audience_are_not_those_of_the_other(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *secret = single(w, "secret", "both");
    gp_store *store;

    secret->audience = GP_STAFF;
    put_vectors(build, GP_STAFF, "both", 50, 1);
    assert_true(has_vectors(build, GP_STAFF, "both"));
    assert_false(has_vectors(build, GP_PUBLIC, "both"));
    assert_int_equal(gp_build_model(build, GP_STR("m"), NULL), GP_OK);
    put(w, build, single(w, "a", "both"));
    put(w, build, secret);
    store = world_publish(w, build, GP_STAFF);
    assert_vectors(store, "a", 0, 0);
    assert_vectors(store, "secret", 50, 1);
    gp_store_close(store);
}

static void without_vectors_or_the_name_of_a_model_there_are_none(world *w)
{
    gp_build *build = world_build(w, false);
    gp_store *store;

    put(w, build, single(w, "a", "one"));
    assert_int_equal(gp_build_model(build, GP_STR("m"), NULL), GP_OK);
    store = world_publish(w, build, GP_PUBLIC);
    assert_null(gp_store_vectors(store));
    gp_store_close(store);
    build = world_build(w, false);
    put(w, build, single(w, "a", "one"));
    put_vectors(build, GP_PUBLIC, "one", 1, 1);
    store = world_publish(w, build, GP_PUBLIC);
    assert_null(gp_store_vectors(store));
    gp_store_close(store);
}

static void a_name_put_twice_is_had_once(world *w)
{
    gp_build *build = world_build(w, false);
    gp_store *store;

    assert_false(has_vectors(build, GP_PUBLIC, "one"));
    put_vectors(build, GP_PUBLIC, "one", 4, 2);
    assert_true(has_vectors(build, GP_PUBLIC, "one"));
    put_vectors(build, GP_PUBLIC, "one", 4, 2);
    assert_true(has_vectors(build, GP_PUBLIC, "one"));
    assert_int_equal(gp_build_model(build, GP_STR("m"), NULL), GP_OK);
    put(w, build, single(w, "a", "one"));
    store = world_publish(w, build, GP_PUBLIC);
    assert_vectors(store, "a", 4, 2);
    assert_int_equal(gp_store_vectors(store)->count, 2);
    gp_store_close(store);
}

/* ---- refreshing: an index in memory has no generation before ------------------------------------- */

static gp_build *refresh(world *w, gp_store *store)
{
    gp_store_close(store);
    return world_build(w, true);
}

static void what_no_section_names_is_swept(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    gp_build *build;

    assert_int_equal(gp_store_vectors(store)->count, 9);
    if (w->engine == ENGINE_MEMORY) {
        gp_store_close(store);
        return;
    }
    build = refresh(w, store);
    assert_false(has_vectors(build, GP_PUBLIC, "unnamed"));
    assert_true(has_vectors(build, GP_PUBLIC, "one"));
    assert_true(has_vectors(build, GP_PUBLIC, "two"));
    assert_true(has_vectors(build, GP_STAFF, "of-secret"));
    assert_true(has_vectors(build, GP_STAFF, "of-inside"));
    gp_build_abandon(build);
}

static void a_refresh_keeps_vectors_and_their_model(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    gp_build *build;

    if (w->engine == ENGINE_MEMORY) {
        gp_store_close(store);
        return;
    }
    build = refresh(w, store);
    put(w, build, single(w, "new", "one")); /* is had already */
    store = world_publish(w, build, GP_STAFF);
    assert_vectors(store, "new", -5, 1);
    assert_vectors(store, "a", -5, 1);
    assert_vectors(store, "b", 10, 2);
    assert_vectors(store, "secret", 50, 3);
    assert_same(gp_store_vectors(store)->model, GP_STR("model-7"));
    gp_store_close(store);
}

static void a_dropped_articles_vectors_go_unless_it_comes_again(world *w)
{
    gp_store *store = open_usual(w, GP_STAFF);
    gp_build *build;

    if (w->engine == ENGINE_MEMORY) {
        gp_store_close(store);
        return;
    }
    build = refresh(w, store);
    assert_int_equal(gp_build_drop(build, GP_STR("secret.md"), NULL), GP_OK);
    assert_int_equal(gp_build_drop(build, GP_STR("a.md"), NULL), GP_OK);
    assert_true(has_vectors(build, GP_PUBLIC, "one"));
    put(w, build, single(w, "a", "one"));
    store = world_publish(w, build, GP_STAFF);
    assert_vectors(store, "a", -5, 1);
    assert_int_equal(gp_store_vectors(store)->count, 4);
    build = refresh(w, store);
    assert_false(has_vectors(build, GP_STAFF, "of-secret"));
    assert_true(has_vectors(build, GP_PUBLIC, "one"));
    assert_int_equal(gp_build_drop(build, GP_STR("a.md"), NULL), GP_OK);
    put(w, build, single(w, "a", "")); /* it comes without */
    build = refresh(w, world_publish(w, build, GP_STAFF));
    assert_false(has_vectors(build, GP_PUBLIC, "one"));
    assert_true(has_vectors(build, GP_PUBLIC, "two"));
    gp_build_abandon(build);
}

static void shared_stores_and_later_generations_keep_their_own(world *w)
{
    gp_store *store = open_usual(w, GP_PUBLIC);
    gp_store *shared, *later;
    gp_build *build = world_build(w, false);

    assert_int_equal(gp_store_share(store, &shared, NULL), GP_OK);
    gp_store_close(store);
    put(w, build, single(w, "a", ""));
    later = world_publish(w, build, GP_PUBLIC);
    assert_null(gp_store_vectors(later));
    assert_vectors(shared, "b", 10, 2);
    gp_store_close(later);
    gp_store_close(shared);
}

/* ---- damage: of a file only ---------------------------------------------------------------------- */

static void spoiled_vectors_are_not_published(world *w)
{
    static const char *const spoils[] = {
        "UPDATE public_vector SET units = zeroblob(512 + 256)",
        "UPDATE public_vector SET units = zeroblob(1)",
        "INSERT INTO public_meaning(section, vectors) SELECT 4711, name FROM public_vector",
        "UPDATE public_meaning SET section = -1",
    };
    gp_error error;

    for (size_t i = 0; w->engine == ENGINE_SQLITE && i < sizeof spoils / sizeof spoils[0]; i++) {
        gp_build *build = world_build(w, false);
        gp_sqlite_build *inner = (gp_sqlite_build *)(void *)build;
        assert_int_equal(gp_build_model(build, GP_STR("m"), NULL), GP_OK);
        put_vectors(build, GP_PUBLIC, "one", 1, 1);
        put(w, build, single(w, "a", "one"));
        assert_int_equal(sqlite3_exec(inner->connection.db, spoils[i], NULL, NULL, NULL),
                         SQLITE_OK);
        assert_int_equal(gp_build_publish(build, &error), GP_CORRUPT);
        assert_non_null(strstr(error.text, "vectors"));
        assert_int_not_equal(access(w->path, F_OK), 0);
    }
}

/* ---- evidence for given sections ----------------------------------------------------------------- */

static gp_store *open_animals(world *w)
{
    gp_build *build = world_build(w, false);
    gp_document *guide = make_document(w, "guide", "A guide");
    gp_document *post = make_document(w, "post", "A post");
    gp_document *late = make_document(w, "late", "Later");

    guide->kind = GP_GUIDE;
    assert_true(gp_str_list_add(&w->arena, &guide->tags, GP_STR("care")));
    (void)add_section(w, guide, "", "", "A zebra and a horse.");
    (void)add_section(w, guide, "price", "Price", "Nine coins.");
    (void)add_section(w, post, "", "", "A horse walks beside a horse.");
    late->publish_on = GP_STR("2026-06-01");
    (void)add_section(w, late, "", "", "A zebra to come.");
    put(w, build, guide);
    put(w, build, post);
    put(w, build, late);
    return world_publish(w, build, GP_PUBLIC);
}

static size_t handles_of(gp_store *store, const char *ids, gp_handle *handles)
{
    gp_str rest = gp_str_of(ids);
    gp_str id;
    size_t n = 0;

    while (rest.size > 0 && gp_str_next(&rest, ' ', &id))
        assert_int_equal(gp_store_find(store, id, &handles[n++]), GP_OK);
    return n;
}

static const gp_candidate *candidate_of(const gp_match *match, const char *id)
{
    for (size_t i = 0; i < match->count; i++) {
        if (gp_str_equal(match->candidates[i].id, gp_str_of(id)))
            return &match->candidates[i];
    }
    return NULL;
}

/* Looks at sections and checks that just the `wanted` ones come through. */
static gp_match look(world *w, gp_store *store, asked *a, const char *ids, const char *wanted)
{
    gp_handle handles[8];
    size_t n = handles_of(store, ids, handles);
    gp_str rest = gp_str_of(wanted);
    gp_match match;
    gp_str id;
    size_t count = 0;

    assert_int_equal(gp_store_look(store, &a->request, handles, n, &w->arena, &match, NULL), GP_OK);
    while (rest.size > 0 && gp_str_next(&rest, ' ', &id)) {
        assert_non_null(candidate_of(&match, gp_arena_copy(&w->arena, id).data));
        count++;
    }
    assert_int_equal(match.count, count);
    assert_int_equal(match.total, count);
    assert_false(match.cut);
    return match;
}

static void just_the_given_sections_are_looked_at(world *w)
{
    gp_store *store = open_animals(w);
    asked a = {0};
    gp_match match;
    const gp_candidate *candidate;

    ask(&a, "hors", GP_SHOULD);
    ask(&a, "zebra", GP_OPTIONAL);
    (void)answer(w, store, &a, NULL);
    match = look(w, store, &a, "guide guide#price", "guide guide#price");
    candidate = candidate_of(&match, "guide#price");
    assert_int_equal(candidate->sighting_count, 0);
    assert_true(candidate->score <= 0);
    assert_int_equal(candidate->lengths[GP_FIELD_BODY], 2);
    candidate = candidate_of(&match, "guide");
    assert_int_equal(candidate->lengths[GP_FIELD_BODY], 5);
    if (w->engine != ENGINE_FTS) { /* its words are not held */
        assert_int_equal(candidate->sighting_count, 2);
        assert_int_equal(candidate->sightings[0].term, 0);
        assert_int_equal(candidate->sightings[0].field, GP_FIELD_BODY);
        assert_int_equal(candidate->sightings[0].position, 4);
        assert_int_equal(candidate->sightings[1].term, 1);
        assert_true(candidate->score > 0);
    }
    (void)look(w, store, &a, "", "");
    a.request.limit = 1; /* is not that of the given ones */
    (void)look(w, store, &a, "post guide#price guide", "guide guide#price post");
    a.request.limit = 1000;
    a.request.deadline_us = 1; /* long ago: these few are looked at in any case */
    (void)look(w, store, &a, "post guide", "guide post");
    a.request.term_count = 0;
    (void)look(w, store, &a, "post guide", "guide post");
    gp_store_close(store);
}

static void filters_and_dates_hold_for_given_sections(world *w)
{
    static const char all[] = "guide guide#price post late";
    gp_store *store = open_animals(w);
    gp_handle_set chosen;
    asked a = {0};

    ask(&a, "zebra", GP_SHOULD);
    (void)answer(w, store, &a, NULL);
    (void)look(w, store, &a, all, all);
    a.request.tag = GP_STR("care");
    (void)look(w, store, &a, all, "guide guide#price");
    a.request.tag = GP_STR("nobody has it");
    (void)look(w, store, &a, all, "");
    a.request.tag = GP_STR("");
    a.request.has_kind = true;
    a.request.kind = GP_POST;
    (void)look(w, store, &a, all, "post late");
    a.request.today = 20454; /* 2026-01-01 */
    (void)look(w, store, &a, all, "post");
    a.request.has_kind = false;
    (void)look(w, store, &a, all, "guide guide#price post");
    a.request.has_audience = true;
    a.request.audience = GP_STAFF;
    (void)look(w, store, &a, all, "");
    a.request.audience = GP_PUBLIC;
    chosen = odd_sections(&w->arena, store); /* an id that ends with an odd byte: e */
    a.request.only = &chosen;
    (void)look(w, store, &a, all, "guide guide#price");
    gp_store_close(store);
}

static void must_and_must_not_hold_for_given_sections(world *w)
{
    static const char all[] = "guide guide#price post late";
    gp_store *store = open_animals(w);
    bool held = w->engine != ENGINE_FTS;
    asked without = {0}, with = {0}, phrase = {0}, unknown = {0};

    ask(&without, "hors", GP_MUST_NOT);
    (void)answer(w, store, &without, NULL);
    (void)look(w, store, &without, all, held ? "guide#price late" : "");
    ask(&with, "hors", GP_MUST);
    (void)look(w, store, &with, all, held ? "guide post" : "");
    ask(&phrase, "hors walk", GP_MUST);
    (void)look(w, store, &phrase, all, held ? "post" : "");
    ask(&unknown, "nowhere", GP_MUST);
    (void)look(w, store, &unknown, all, "");
    gp_store_close(store);
}

static void too_many_or_unknown_sections_are_refused(world *w)
{
    static gp_handle handles[LOOK_MAX + 1];
    gp_store *store = open_animals(w);
    asked a = {0};
    gp_match match;
    gp_error error;

    ask(&a, "zebra", GP_SHOULD);
    (void)answer(w, store, &a, NULL);
    assert_int_equal(gp_store_look(store, &a.request, handles, LOOK_MAX, &w->arena, &match, &error),
                     GP_OK);
    assert_int_equal(
        gp_store_look(store, &a.request, handles, LOOK_MAX + 1, &w->arena, &match, &error),
        GP_INVALID);
    assert_int_equal(match.count, 0);
    assert_non_null(strstr(error.text, "1000"));
    handles[1] = 4; /* there are four */
    assert_int_equal(gp_store_look(store, &a.request, handles, 2, &w->arena, &match, &error),
                     GP_INVALID);
    handles[1] = GP_NO_HANDLE;
    assert_int_equal(gp_store_look(store, &a.request, handles, 2, &w->arena, &match, &error),
                     GP_INVALID);
    handles[1] = 0;
    a.forms[0].stem_count = 9;
    assert_int_equal(gp_store_look(store, &a.request, handles, 1, &w->arena, &match, &error),
                     GP_INVALID);
    gp_store_close(store);
}

int main(void)
{
    static const contract contracts[] = {
        CONTRACT(vectors_come_back_by_section),
        CONTRACT(the_name_of_the_model_comes_back),
        CONTRACT(staff_vectors_are_never_in_a_visitors_store),
        CONTRACT(names_of_one_audience_are_not_those_of_the_other),
        CONTRACT(without_vectors_or_the_name_of_a_model_there_are_none),
        CONTRACT(a_name_put_twice_is_had_once),
        CONTRACT(what_no_section_names_is_swept),
        CONTRACT(a_refresh_keeps_vectors_and_their_model),
        CONTRACT(a_dropped_articles_vectors_go_unless_it_comes_again),
        CONTRACT(shared_stores_and_later_generations_keep_their_own),
        CONTRACT_UNTRACED(spoiled_vectors_are_not_published),
        CONTRACT(just_the_given_sections_are_looked_at),
        CONTRACT(filters_and_dates_hold_for_given_sections),
        CONTRACT(must_and_must_not_hold_for_given_sections),
        CONTRACT(too_many_or_unknown_sections_are_refused),
    };

    return run_contracts("vectors", contracts, sizeof contracts / sizeof contracts[0]);
}
