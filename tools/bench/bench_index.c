/* bench_index.c - the yardstick of indexing: FTS5 by itself on the same text, in the same run.
 *
 * usage: bench_index FILE.jsonl
 *
 * A plain FTS5 table of title and text with its porter tokenizer, filled the way that serves it best:
 * no journal, no sync, one transaction, a large hash, no merging until one "optimize" at the end. The
 * lines are read and parsed before the clock starts; nothing is verified. What is left is the least
 * that full-text search over this text costs in SQLite.
 */
#include "base/clock.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_index: %s\n", what);
    exit(4);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
}

/* All lines of the file, parsed. */
static json_t *read_lines(const char *path)
{
    FILE *file = fopen(path, "r");
    json_t *lines = json_array();
    char *line = NULL;
    size_t room = 0;

    if (file == NULL || lines == NULL)
        fail("cannot read the file");
    while (getline(&line, &room, file) > 0) {
        if (json_array_append_new(lines, json_loads(line, 0, NULL)) != 0)
            fail("a line that is not JSON");
    }
    free(line);
    (void)fclose(file);
    return lines;
}

static void fill(sqlite3 *db, const json_t *lines)
{
    sqlite3_stmt *row = NULL;

    run(db, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            "PRAGMA cache_size=-65536; BEGIN; CREATE VIRTUAL TABLE t USING fts5(title, body, "
            "tokenize='porter'); INSERT INTO t(t, rank) VALUES('hashsize', 8388608);"
            "INSERT INTO t(t, rank) VALUES('automerge', 0);");
    if (sqlite3_prepare_v2(db, "INSERT INTO t(rowid, title, body) VALUES(?1, ?2, ?3)", -1, &row,
                           NULL) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        const char *title = json_string_value(json_object_get(line, "title"));
        const char *text = json_string_value(json_object_get(line, "text"));
        (void)sqlite3_bind_int64(row, 1, (sqlite3_int64)i + 1);
        (void)sqlite3_bind_text(row, 2, title, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(row, 3, text, -1, SQLITE_STATIC);
        if (sqlite3_step(row) != SQLITE_DONE)
            fail(sqlite3_errmsg(db));
        (void)sqlite3_reset(row);
    }
    (void)sqlite3_finalize(row);
    run(db, "INSERT INTO t(t) VALUES('optimize'); COMMIT;");
}

int main(int count, char **arguments)
{
    char path[] = "/tmp/bench_index-XXXXXX";
    sqlite3 *db;
    json_t *lines;
    uint64_t start;
    double seconds;
    size_t sections;
    int file;

    if (count != 2)
        fail("usage: bench_index FILE.jsonl");
    lines = read_lines(arguments[1]);
    sections = json_array_size(lines);
    file = mkstemp(path);
    if (file < 0 || sqlite3_open(path, &db) != SQLITE_OK)
        fail("cannot make a database");
    start = gp_clock_us();
    fill(db, lines);
    seconds = (double)(gp_clock_us() - start) / 1e6;
    printf("FTS5 alone: %zu sections in %.2f s, %.0f/s, %.1f us each\n", sections, seconds,
           (double)sections / seconds, seconds * 1e6 / (double)sections);
    (void)sqlite3_close(db);
    json_decref(lines);
    (void)close(file);
    (void)unlink(path);
    return 0;
}
