/* file.c - opening the desk's file, and the statements on it.
 *
 * What is not ours is not opened: owner, mode and the file's head are looked at before SQLite sees a byte.
 * The server's lock is flock() on the file itself: SQLite's own locks are of another kind (fcntl), so
 * commands write beside it. The locked descriptor is closed last, since closing any descriptor of a
 * file takes SQLite's locks from the process.
 */
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION 0x4750444B /* "GPDK" */

enum {
    HEAD_SIZE = 100, /* of a SQLite file */
    VERSION_AT = 60,
    APPLICATION_AT = 68,
    BUSY_SERVER_MS = 2000,
    BUSY_COMMAND_MS = 5000
};

/* steps[n] takes a file of version n to version n + 1. */
static const char *const steps[] = {GP_SQL_DESK_STEP_1, GP_SQL_DESK_STEP_2};

enum {
    VERSION = sizeof steps / sizeof steps[0]
};

/* ---- failures ------------------------------------------------------------------------------- */

gp_status gp_desk_failed(const gp_desk_file *file, gp_error *error)
{
    const char *path = file->path;
    int code = file->db != NULL ? sqlite3_errcode(file->db) : SQLITE_NOMEM;
    const char *why = file->db != NULL ? sqlite3_errmsg(file->db) : "out of memory";

    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path);
    case SQLITE_FULL:
        return gp_error_set(error, GP_IO, "%s: the disk is full; make room", path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return gp_error_set(error, GP_CORRUPT,
                            "%s: the desk is damaged (%s); put a backup in its place, or move it "
                            "away to begin anew",
                            path, why);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return gp_error_set(error, GP_BUSY, "%s: another program writes to it; try again", path);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return gp_error_set(error, GP_IO,
                            "%s: cannot be written (%s); let this user write to the file and its "
                            "folder",
                            path, why);
    default:
        return gp_error_set(error, GP_IO, "%s: %s", path, why);
    }
}

/* ---- before SQLite sees it -------------------------------------------------------------------- */

static gp_status foreign(const char *path, gp_error *error)
{
    return gp_error_set(error, GP_CORRUPT,
                        "%s: not a Guidepost desk; name another file with --desk", path);
}

static gp_status newer(const char *path, uint32_t version, gp_error *error)
{
    return gp_error_set(error, GP_CORRUPT,
                        "%s: a desk of a newer Guidepost (version %u, this one knows %d); update "
                        "this program",
                        path, version, VERSION);
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* True when a transaction was cut off: SQLite will put back what the file was, and only then can its head
 * be read. */
static bool has_journal(const char *path)
{
    char journal[GP_DESK_PATH_SIZE + 16];
    struct stat info;

    (void)snprintf(journal, sizeof journal, "%s-journal", path);
    return stat(journal, &info) == 0 && info.st_size > 0;
}

static gp_status check_head(const char *path, int descriptor, gp_error *error)
{
    unsigned char head[HEAD_SIZE];
    ssize_t got = pread(descriptor, head, sizeof head, 0);

    if (got < 0)
        return gp_error_set(error, GP_IO, "%s: cannot be read: %s", path, strerror(errno));
    if (got == 0 || has_journal(path))
        return GP_OK; /* the tables say the rest */
    if (got < HEAD_SIZE || memcmp(head, "SQLite format 3", 16) != 0 ||
        big_endian(head + APPLICATION_AT) != APPLICATION)
        return foreign(path, error);
    if (big_endian(head + VERSION_AT) > VERSION)
        return newer(path, big_endian(head + VERSION_AT), error);
    return GP_OK;
}

static gp_status check_owner(const char *path, int descriptor, gp_error *error)
{
    struct stat info;

    if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return gp_error_set(error, GP_CORRUPT, "%s: not a file; --desk wants a file", path);
    if (info.st_uid != geteuid() && info.st_uid != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: owned by another user; a desk is opened only if this user or root "
                            "made it",
                            path);
    if ((info.st_mode & S_IWOTH) != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: anybody may write to it; take that away with: chmod o-w", path);
    return GP_OK;
}

static gp_status take_lock(const char *path, int descriptor, gp_error *error)
{
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return GP_OK;
    if (errno == EWOULDBLOCK)
        return gp_error_set(error, GP_BUSY,
                            "%s: another server has this desk; stop it, or give this one its own "
                            "with --desk",
                            path);
    return gp_error_set(error, GP_IO, "%s: cannot be locked: %s", path, strerror(errno));
}

/* Opens, checks and (for a server) locks the file; `*descriptor` is the caller's to close, also on error,
 * unless -1. */
static gp_status look_at(const char *path, gp_desk_use use, int *descriptor, gp_error *error)
{
    int flags = O_RDWR | O_CLOEXEC | O_NONBLOCK | (use == GP_DESK_COMMAND ? 0 : O_CREAT);
    gp_status status;

    *descriptor = open(path, flags, 0600);
    if (*descriptor < 0 && errno == EISDIR)
        return gp_error_set(error, GP_CORRUPT, "%s: a folder; --desk wants a file", path);
    if (*descriptor < 0 && errno == ENOENT && use == GP_DESK_COMMAND)
        return gp_error_set(error, GP_NOT_FOUND,
                            "%s: no such desk; guidepost serve makes it, --desk names another",
                            path);
    if (*descriptor < 0)
        return gp_error_set(error, GP_IO, "%s: the desk cannot be opened or made: %s", path,
                            strerror(errno));
    status = check_owner(path, *descriptor, error);
    if (status == GP_OK && use == GP_DESK_SERVER)
        status = take_lock(path, *descriptor, error);
    if (status == GP_OK)
        status = check_head(path, *descriptor, error);
    return status;
}

/* ---- opening ---------------------------------------------------------------------------------- */

static void harden(sqlite3 *db)
{
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 20);
    (void)sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 16 << 10);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_WORKER_THREADS, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1); /* the audit's, that refuse changes */
}

static gp_status run_text(const gp_desk_file *file, const char *sql, gp_error *error)
{
    if (sqlite3_exec(file->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return gp_desk_failed(file, error);
    return GP_OK;
}

/* A query of one number. */
static gp_status read_number(const gp_desk_file *file, const char *sql, int64_t *number,
                             gp_error *error)
{
    sqlite3_stmt *row = NULL;
    gp_status status = GP_OK;

    *number = 0;
    if (sqlite3_prepare_v2(file->db, sql, -1, &row, NULL) != SQLITE_OK ||
        sqlite3_step(row) != SQLITE_ROW)
        status = gp_desk_failed(file, error);
    else
        *number = sqlite3_column_int64(row, 0);
    (void)sqlite3_finalize(row);
    return status;
}

/* Again, now that SQLite has put back what a cut-off transaction had changed. */
static gp_status check_version(const gp_desk_file *file, int64_t *version, gp_error *error)
{
    int64_t application;
    int64_t tables;
    gp_status status = read_number(file, "PRAGMA application_id", &application, error);

    if (status == GP_OK)
        status = read_number(file, "PRAGMA user_version", version, error);
    if (status == GP_OK)
        status = read_number(file, "SELECT count(*) FROM sqlite_schema", &tables, error);
    if (status != GP_OK)
        return status;
    if (application != APPLICATION && (application != 0 || *version != 0 || tables != 0))
        return foreign(file->path, error);
    if (*version < 0 || *version > VERSION)
        return newer(file->path, (uint32_t)*version, error);
    return GP_OK;
}

static gp_status take_steps(const gp_desk_file *file, gp_error *error)
{
    int64_t version;
    gp_status status = check_version(file, &version, error);

    if (status != GP_OK || version == VERSION)
        return status;
    status = run_text(file, GP_SQL_DESK_BEGIN, error);
    if (status == GP_OK) /* another program may have been faster */
        status = check_version(file, &version, error);
    for (size_t i = (size_t)version; status == GP_OK && i < VERSION; i++)
        status = run_text(file, steps[i], error);
    if (status == GP_OK)
        status = run_text(file, GP_SQL_DESK_COMMIT, error);
    return status; /* on a failure the file is closed, which rolls back */
}

static gp_status quick_check(const gp_desk_file *file, gp_error *error)
{
    sqlite3_stmt *row = NULL;
    gp_status status = GP_OK;

    if (sqlite3_prepare_v2(file->db, "PRAGMA quick_check(1)", -1, &row, NULL) != SQLITE_OK ||
        sqlite3_step(row) != SQLITE_ROW)
        status = gp_desk_failed(file, error);
    else if (strcmp((const char *)sqlite3_column_text(row, 0), "ok") != 0)
        status = gp_error_set(error, GP_CORRUPT,
                              "%s: the desk is damaged; put a backup in its place, or move it away "
                              "to begin anew",
                              file->path);
    (void)sqlite3_finalize(row);
    return status;
}

static gp_status connect(gp_desk_file *file, gp_desk_use use, gp_error *error)
{
    static const char settings[] =
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;";
    char path[GP_DESK_PATH_SIZE + 2]; /* so that no path means anything else to SQLite */
    gp_status status;

    (void)snprintf(path, sizeof path, "%s%s", file->path[0] == '/' ? "" : "./", file->path);
    if (sqlite3_open_v2(path, &file->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                        NULL) != SQLITE_OK)
        return gp_desk_failed(file, error);
    harden(file->db);
    (void)sqlite3_busy_timeout(file->db, use == GP_DESK_SERVER ? BUSY_SERVER_MS : BUSY_COMMAND_MS);
    status = run_text(file, settings, error);
    if (status == GP_OK)
        status = take_steps(file, error);
    if (status == GP_OK)
        status = quick_check(file, error);
    return status;
}

gp_status gp_desk_file_open(const char *path, gp_desk_use use, gp_desk_file **file, gp_error *error)
{
    gp_desk_file *made;
    gp_status status;

    *file = NULL;
    if (strlen(path) == 0 || strlen(path) >= GP_DESK_PATH_SIZE)
        return gp_error_set(error, GP_INVALID, "--desk: wants the name of a file");
    made = gp_alloc(sizeof *made);
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path);
    memcpy(made->path, path, strlen(path) + 1);
    status = look_at(path, use, &made->lock, error);
    if (status == GP_OK && use != GP_DESK_SERVER) {
        (void)close(made->lock);
        made->lock = -1;
    }
    if (status == GP_OK)
        status = connect(made, use, error);
    if (status != GP_OK) {
        gp_desk_file_close(made);
        return status;
    }
    *file = made;
    return GP_OK;
}

void gp_desk_file_close(gp_desk_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->statement_count; i++)
        (void)sqlite3_finalize(file->statements[i].row);
    (void)sqlite3_close(file->db);
    if (file->lock >= 0)
        (void)close(file->lock);
    gp_free(file);
}

/* ---- statements ------------------------------------------------------------------------------- */

sqlite3_stmt *gp_desk_row(gp_desk_file *file, const char *sql)
{
    gp_desk_statement *made = &file->statements[file->statement_count];

    for (size_t i = 0; i < file->statement_count; i++) {
        if (file->statements[i].sql == sql)
            return file->statements[i].row;
    }
    if (file->statement_count >= GP_DESK_STATEMENTS)
        return NULL;
    made->sql = sql;
    if (sqlite3_prepare_v3(file->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &made->row, NULL) !=
        SQLITE_OK)
        return NULL;
    file->statement_count++;
    return made->row;
}

void gp_desk_bind(sqlite3_stmt *row, int parameter, gp_str text)
{
    (void)sqlite3_bind_text(row, parameter, text.data != NULL ? text.data : "", (int)text.size,
                            SQLITE_STATIC);
}

gp_status gp_desk_run(gp_desk_file *file, sqlite3_stmt *row, gp_error *error)
{
    gp_status status;

    if (row == NULL)
        return gp_desk_failed(file, error);
    status = sqlite3_step(row) == SQLITE_DONE ? GP_OK : gp_desk_failed(file, error);
    (void)sqlite3_reset(row);
    (void)sqlite3_clear_bindings(row);
    return status;
}

gp_status gp_desk_begin(gp_desk_file *file, gp_error *error)
{
    return gp_desk_run(file, gp_desk_row(file, GP_SQL_DESK_BEGIN), error);
}

gp_status gp_desk_finish(gp_desk_file *file, gp_status status, gp_error *error)
{
    if (status == GP_OK)
        status = gp_desk_run(file, gp_desk_row(file, GP_SQL_DESK_COMMIT), error);
    if (status != GP_OK && sqlite3_get_autocommit(file->db) == 0)
        (void)sqlite3_exec(file->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

gp_str gp_desk_column(sqlite3_stmt *row, int index, gp_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(row, index);
    gp_str bytes = {text != NULL ? text : "", (size_t)sqlite3_column_bytes(row, index)};

    return gp_arena_copy(arena, bytes);
}

gp_status gp_desk_rows_end(const gp_desk_file *file, sqlite3_stmt *row, int code,
                           const gp_arena *arena, gp_error *error)
{
    gp_status status = GP_OK;

    if (arena->failed)
        status = gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", file->path);
    else if (code != SQLITE_DONE)
        status = gp_desk_failed(file, error);
    (void)sqlite3_reset(row);
    return status;
}
