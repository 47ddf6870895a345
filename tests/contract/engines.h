/* engines.h - the engines under test, opened the same way, over documents made by hand. */
#ifndef GP_TESTS_CONTRACT_ENGINES_H
#define GP_TESTS_CONTRACT_ENGINES_H

#include "test.h"

#include "base/hash.h"
#include "store/sqlite/internal.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef enum engine {
    ENGINE_MEMORY,
    ENGINE_SQLITE, /* matches over postings in memory */
    ENGINE_FTS,    /* the same index, matched by FTS5, as a very large one is */
    ENGINE_TRACE
} engine;

typedef struct world {
    engine engine;
    char folder[64], path[96];
    gp_arena arena; /* of documents and results */
    size_t traced;  /* lines the tracing engine wrote */
} world;

static inline void count_line(void *context, const char *line)
{
    world *w = context;

    w->traced++;
    assert_null(strstr(line, "zebra")); /* never a word of what is asked or kept */
}

static inline world *world_open(engine kind)
{
    world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    assert_int_equal(gp_hash_init(), GP_OK);
    w->engine = kind;
    (void)snprintf(w->folder, sizeof w->folder, "/tmp/gp-contract-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    (void)snprintf(w->path, sizeof w->path, "%s/index.db", w->folder);
    gp_arena_init(&w->arena, (size_t)256 << 20);
    return w;
}

static inline void world_close(world *w)
{
    char command[128];

    gp_arena_clear(&w->arena);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
    free(w);
}

static inline gp_build *world_build(world *w, bool refresh)
{
    gp_build *build;
    gp_error error;
    gp_status status = w->engine == ENGINE_MEMORY
                           ? gp_memory_begin(&build, &error)
                           : gp_build_begin(w->path, refresh, &build, &error);

    if (status != GP_OK)
        print_error("%s\n", error.text);
    assert_int_equal(status, GP_OK);
    return build;
}

/* Publishes and opens for the audience. */
static inline gp_store *world_publish(world *w, gp_build *build, gp_audience audience)
{
    gp_store *store;
    gp_error error;
    gp_status status;

    if (w->engine == ENGINE_MEMORY) {
        status = gp_memory_publish(build, audience, &store, &error);
    } else {
        status = gp_build_publish(build, &error);
        if (status == GP_OK && w->engine == ENGINE_FTS)
            status = gp_sqlite_open(w->path, GP_OPEN_FTS, audience, &store, &error);
        else if (status == GP_OK)
            status = gp_store_open(w->path, audience, &store, &error);
    }
    if (status != GP_OK)
        print_error("%s\n", error.text);
    assert_int_equal(status, GP_OK);
    if (w->engine == ENGINE_TRACE)
        assert_int_equal(gp_trace_open(store, count_line, w, &store, &error), GP_OK);
    return store;
}

/* ---- documents --------------------------------------------------------------------------------- */

static inline gp_document *make_document(world *w, const char *slug, const char *title)
{
    gp_document *document = gp_arena_alloc(&w->arena, sizeof *document);

    assert_non_null(document);
    document->slug = gp_str_of(slug);
    document->path = gp_arena_printf(&w->arena, "%s.md", slug);
    document->title = gp_str_of(title);
    document->kind = GP_POST;
    document->weight = 1;
    return document;
}

/* Adds a section; an empty anchor is the article's own. */
static inline gp_section *add_section(world *w, gp_document *document, const char *anchor,
                                      const char *heading, const char *text)
{
    gp_section *section = GP_VEC_PUSH(&w->arena, &document->sections);

    assert_non_null(section);
    section->anchor = gp_str_of(anchor);
    section->heading = gp_str_of(heading);
    section->text = gp_str_of(text);
    section->html = gp_arena_printf(&w->arena, "<p>%s</p>", text);
    section->markdown = gp_arena_printf(&w->arena, "## %s\n\n%s\n", heading, text);
    section->level = anchor[0] != '\0' ? 2 : 1;
    section->line = document->sections.count;
    return section;
}

static inline void put(world *w, gp_build *build, gp_document *document)
{
    gp_error error;

    assert_int_equal(gp_document_seal(document, &w->arena, &error), GP_OK);
    if (gp_build_put(build, document, &error) != GP_OK) {
        print_error("%s\n", error.text);
        fail();
    }
}

/* ---- asking ------------------------------------------------------------------------------------ */

typedef struct asked {
    gp_match_request request;
    gp_match_term terms[GP_MATCH_TERMS + 1];
    gp_form forms[GP_MATCH_TERMS + 1];
    gp_str stems[GP_MATCH_TERMS + 1][8];
} asked;

/* Adds a term: stems divided by blanks are a phrase. Weight 1. */
static inline void ask(asked *a, const char *stems, gp_role role)
{
    size_t n = a->request.term_count++;
    gp_str rest = gp_str_of(stems);
    gp_str stem;

    a->request.terms = a->terms;
    if (a->request.limit == 0)
        a->request.limit = 1000;
    while (gp_str_next(&rest, ' ', &stem))
        a->stems[n][a->forms[n].stem_count++] = stem;
    a->forms[n].stems = a->stems[n];
    a->forms[n].weight = 1;
    a->terms[n] = (gp_match_term){&a->forms[n], 1, 1, role};
}

/* Ids of the candidates, joined by blanks, best first. */
static inline const char *answer(world *w, gp_store *store, asked *a, gp_match *match)
{
    gp_match own;
    gp_error error;
    gp_buf buf;
    gp_str text;

    if (match == NULL)
        match = &own;
    assert_int_equal(gp_store_match(store, &a->request, &w->arena, match, &error), GP_OK);
    gp_buf_init(&buf, 1 << 20);
    for (size_t i = 0; i < match->count; i++) {
        gp_buf_add_text(&buf, i > 0 ? " " : "");
        gp_buf_add(&buf, match->candidates[i].id);
    }
    gp_buf_add_text(&buf, "");
    text = gp_arena_take(&w->arena, &buf);
    gp_buf_clear(&buf);
    return text.data;
}

#endif
