/* office.h - a desk in a folder of its own, a few words of a corpus, and visitors who ask. Days are the
 * tests' own: nothing looks at a clock. */
#ifndef GP_TESTS_DESK_OFFICE_H
#define GP_TESTS_DESK_OFFICE_H

#include "test.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "desk/desk.h"
#include "desk/tally.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAY 20500

typedef struct office {
    char folder[64], path[96], journal[112];
    gp_arena arena;
    gp_tokenizer *tokenizer;
    gp_store *store;
    gp_desk *desk;
    gp_error error;
} office;

/* Some words that visitors may use, and a name that the corpus has. */
static const char office_text[] =
    "How many hours a week is an IOP? Nine hours, 9 to 20. Ask Lindqvist about insurance.";
static const char office_staff[] = "The zyxwvut is for colleagues.";

static inline void office_put(office *o, gp_build *build, const char *slug, const char *text,
                              gp_audience audience)
{
    gp_document document = {.slug = gp_str_of(slug),
                            .path = gp_str_of(slug),
                            .title = gp_str_of(slug),
                            .audience = audience,
                            .weight = 1};
    gp_section *section = GP_VEC_PUSH(&o->arena, &document.sections);

    assert_non_null(section);
    section->level = 1;
    section->text = gp_str_of(text);
    assert_int_equal(gp_document_seal(&document, &o->arena, &o->error), GP_OK);
    assert_int_equal(gp_build_put(build, &document, &o->error), GP_OK);
}

static inline void office_open_desk(office *o)
{
    if (gp_desk_open(o->path, &o->desk, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
}

static inline int office_open(void **state)
{
    office *o = calloc(1, sizeof *o);
    gp_build *build;

    if (o == NULL || gp_hash_init() != GP_OK)
        return -1;
    (void)snprintf(o->folder, sizeof o->folder, "/tmp/gp-desk-XXXXXX");
    if (mkdtemp(o->folder) == NULL)
        return -1;
    (void)snprintf(o->path, sizeof o->path, "%s/desk.db", o->folder);
    (void)snprintf(o->journal, sizeof o->journal, "%s-journal", o->path);
    gp_arena_init(&o->arena, 64 << 20);
    assert_int_equal(gp_tokenizer_open("en", &o->tokenizer, &o->error), GP_OK);
    assert_int_equal(gp_memory_begin(&build, &o->error), GP_OK);
    office_put(o, build, "page", office_text, GP_PUBLIC);
    office_put(o, build, "staff", office_staff, GP_STAFF);
    assert_int_equal(gp_memory_publish(build, GP_PUBLIC, &o->store, &o->error), GP_OK);
    office_open_desk(o);
    *state = o;
    return 0;
}

static inline int office_close(void **state)
{
    office *o = *state;
    char line[100];

    gp_desk_close(o->desk);
    gp_store_close(o->store);
    gp_tokenizer_close(o->tokenizer);
    gp_arena_clear(&o->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", o->folder);
    if (system(line) != 0)
        return -1;
    free(o);
    return 0;
}

#define OFFICE(name) cmocka_unit_test_setup_teardown(name, office_open, office_close)

static inline void office_ask_at(office *o, unsigned visitor, const char *question, int32_t day,
                                 gp_asked_level level)
{
    char address[32];
    gp_asked asked = {.day = day,
                      .question = gp_str_of(question),
                      .level = level,
                      .store = o->store,
                      .tokenizer = o->tokenizer};

    (void)snprintf(address, sizeof address, "192.0.%u.%u", visitor / 256, visitor % 256);
    asked.visitor = gp_str_of(address);
    gp_desk_count(o->desk, &asked);
}

/* Visitors first..last, each once. */
static inline void office_ask(office *o, unsigned first, unsigned last, const char *question)
{
    for (unsigned visitor = first; visitor <= last; visitor++)
        office_ask_at(o, visitor, question, DAY, GP_ASKED_EXACT);
}

static inline void office_tend(office *o, int32_t today)
{
    if (gp_desk_tend(o->desk, today, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
}

/* What is asked most, as the home page would show it: "a|b|". */
static inline void assert_shown(office *o, const char *expected)
{
    gp_str_list list;
    gp_buf buf;

    gp_buf_init(&buf, 4096);
    assert_int_equal(gp_desk_most_asked(o->desk, &o->arena, &list), GP_OK);
    for (size_t i = 0; i < list.count; i++) {
        gp_buf_add(&buf, list.items[i]);
        gp_buf_add_byte(&buf, '|');
    }
    assert_string_equal(buf.size > 0 ? buf.data : "", expected);
    gp_buf_clear(&buf);
}

static inline bool file_holds(office *o, const char *path, const char *word)
{
    gp_str bytes;

    if (gp_file_read(AT_FDCWD, path, 16 << 20, &o->arena, &bytes, &o->error) == GP_NOT_FOUND)
        return false;
    return gp_str_find(bytes, gp_str_of(word), 0) < bytes.size;
}

/* The bytes of all that is on the disk. */
static inline bool on_disk(office *o, const char *word)
{
    return file_holds(o, o->path, word) || file_holds(o, o->journal, word);
}

/* A number that SQL gives, read beside the desk. */
static inline int64_t number_of(office *o, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *row;
    int64_t number;

    assert_int_equal(sqlite3_open_v2(o->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    number = sqlite3_column_int64(row, 0);
    (void)sqlite3_finalize(row);
    (void)sqlite3_close(db);
    return number;
}

static inline void run_sql(office *o, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

#endif
