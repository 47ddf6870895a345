/* backup.c - copying the desk's file, and putting a copy in its place. */
#include "desk/backup.h"

#include "base/file.h"
#include "desk/approvals.h"
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NAME_SIZE = GP_DESK_PATH_SIZE + 64,
    PIECE = 64 << 10,
    ASIDE_MAX = 1000,
    SQLITE_LOCKS_AT = 0x40000000, /* the bytes that SQLite locks, readers and writers alike */
    SQLITE_LOCKS = 512
};

static gp_status failed(const char *path, const char *what, gp_error *error)
{
    return gp_error_set(error, GP_IO, "%s: %s: %s", path, what, strerror(errno));
}

/* ---- beside its place ----------------------------------------------------------------------- */

/* A new file beside `path`, under a name that no other program makes. */
static gp_status make_beside(const char *path, char beside[NAME_SIZE], int *descriptor,
                             gp_error *error)
{
    *descriptor = -1;
    if (strlen(path) == 0 || strlen(path) >= GP_DESK_PATH_SIZE - 64)
        return gp_error_set(error, GP_INVALID, "%.60s: not the name of a file", path);
    (void)snprintf(beside, NAME_SIZE, "%s.new-%ld", path, (long)getpid());
    *descriptor = open(beside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (*descriptor < 0)
        return failed(path, "no file can be made there", error);
    return GP_OK;
}

static void journal_of(const char *path, char journal[NAME_SIZE])
{
    (void)snprintf(journal, NAME_SIZE, "%.*s-journal", GP_DESK_PATH_SIZE + 32, path);
}

static void drop(const char *beside)
{
    char journal[NAME_SIZE];

    journal_of(beside, journal);
    (void)unlink(journal);
    (void)unlink(beside);
}

/* Says `name` where an error says `beside`, which will be gone when somebody reads it. */
static gp_status said_of(const char *beside, const char *name, gp_status status, gp_error *error)
{
    size_t size = strlen(beside);
    gp_error why;

    if (error == NULL || strncmp(error->text, beside, size) != 0)
        return status;
    why = *error;
    return gp_error_set(error, status, "%s%s", name, why.text + size);
}

/* Looks at the whole copy, and takes out who is signed in: what is deleted is overwritten. Errors are of `name`. */
static gp_status look_through(const char *beside, const char *name, gp_desk_copied *copied,
                              gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_file_open(beside, GP_DESK_COMMAND, &file, error);

    if (status != GP_OK)
        return said_of(beside, name, status, error);
    status = gp_desk_run(file, gp_desk_row(file, GP_SQL_DESK_SESSIONS_CLEAR), error);
    if (status == GP_OK)
        status = gp_desk_file_audit_check(file, GP_STR(""), &copied->lines, copied->head, error);
    if (status == GP_OK)
        status = gp_desk_file_approvals_check(file, error);
    gp_desk_file_close(file);
    return status == GP_OK ? GP_OK : said_of(beside, name, status, error);
}

/* rename() onto nothing. Where the file system cannot promise that (NFS), by looking first. */
static int rename_onto_nothing(const char *from, const char *to)
{
    struct stat info;
    int code = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

    if (code == 0 || (errno != EINVAL && errno != ENOSYS))
        return code;
    if (lstat(to, &info) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(from, to);
}

/* Into its place, so that it stays there after a power cut. */
static gp_status put_in_place(const char *beside, const char *path, bool replace, gp_error *error)
{
    char journal[NAME_SIZE];

    if ((replace ? rename(beside, path) : rename_onto_nothing(beside, path)) != 0)
        return failed(path, "cannot be renamed into its place", error);
    journal_of(beside, journal); /* emptied, and of no use any more */
    (void)unlink(journal);
    return gp_file_sync_folder(path, error);
}

/* ---- copying -------------------------------------------------------------------------------- */

/* In one reading: what is copied is what the desk was at one moment. */
static gp_status copy_pages(gp_desk_file *from, const char *beside, gp_error *error)
{
    char path[NAME_SIZE + 2];
    sqlite3_backup *backup = NULL;
    gp_desk_file to = {.lock = -1};
    gp_status status = GP_OK;
    int code;

    (void)snprintf(to.path, sizeof to.path, "%.*s", GP_DESK_PATH_SIZE - 1, beside);
    (void)snprintf(path, sizeof path, "%s%s", beside[0] == '/' ? "" : "./", beside);
    if (sqlite3_open_v2(path, &to.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        status = gp_desk_failed(&to, error);
    if (status == GP_OK)
        backup = sqlite3_backup_init(to.db, "main", from->db, "main");
    if (backup != NULL) {
        code = sqlite3_backup_step(backup, -1);
        (void)sqlite3_backup_finish(backup); /* whose code the connection keeps */
        if (code == SQLITE_BUSY)
            status = gp_error_set(error, GP_BUSY, "%s: another program writes to it; try again",
                                  from->path);
        else if (code != SQLITE_DONE)
            status = gp_desk_failed(&to, error);
    } else if (status == GP_OK) {
        status = gp_desk_failed(&to, error);
    }
    (void)sqlite3_close(to.db);
    return status;
}

/* `out` may stand there when it is to be replaced, but not as the desk itself, and without a journal: SQLite would
 * take it for the copy's. */
static gp_status check_out(const char *desk, const char *out, bool force, gp_error *error)
{
    char journal[NAME_SIZE];
    struct stat here;
    struct stat there;

    journal_of(out, journal);
    if (stat(journal, &there) == 0 && there.st_size > 0)
        return gp_error_set(error, GP_INVALID,
                            "%s: a journal of another file stands there; move it away", journal);
    if (stat(out, &there) != 0)
        return GP_OK; /* renaming says the rest */
    if (stat(desk, &here) == 0 && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
        return gp_error_set(error, GP_INVALID, "%s: the desk itself; name another file", out);
    if (!force)
        return gp_error_set(error, GP_INVALID,
                            "%s: is there already; name another file, or replace it with --force",
                            out);
    return GP_OK;
}

gp_status gp_desk_file_backup(gp_desk_file *file, const char *out, bool force,
                              gp_desk_copied *copied, gp_error *error)
{
    char beside[NAME_SIZE];
    int descriptor;
    gp_status status = check_out(file->path, out, force, error);

    *copied = (gp_desk_copied){0};
    if (status == GP_OK)
        status = make_beside(out, beside, &descriptor, error);
    if (status != GP_OK)
        return status;
    status = copy_pages(file, beside, error);
    if (status != GP_OK)
        status = said_of(beside, out, status, error);
    if (status == GP_OK)
        status = look_through(beside, file->path, copied, error);
    if (status == GP_OK && fsync(descriptor) != 0)
        status = failed(out, "cannot be synced", error);
    if (status == GP_OK)
        status = put_in_place(beside, out, force, error);
    if (status != GP_OK)
        drop(beside);
    (void)close(descriptor);
    return status;
}

/* ---- putting back --------------------------------------------------------------------------- */

static gp_status copy_bytes(const char *copy, int to, const char *path, gp_error *error)
{
    char journal[NAME_SIZE];
    char bytes[PIECE];
    struct stat info;
    ssize_t got = 0;
    int from = open(copy, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    gp_status status = GP_OK;

    journal_of(copy, journal);
    if (from < 0)
        return gp_error_set(error, errno == ENOENT ? GP_NOT_FOUND : GP_IO,
                            "%s: the copy cannot be read: %s", copy, strerror(errno));
    if (fstat(from, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0)
        status = gp_error_set(error, GP_CORRUPT,
                              "%s: not a Guidepost desk; name a copy that "
                              "guidepost backup made",
                              copy);
    else if (stat(journal, &info) == 0 && info.st_size > 0)
        status = gp_error_set(error, GP_CORRUPT,
                              "%s: has a journal, so it was not copied by guidepost backup; let "
                              "guidepost desk verify look at it first",
                              copy);
    while (status == GP_OK && (got = read(from, bytes, sizeof bytes)) > 0) {
        if (gp_file_put(to, (gp_str){bytes, (size_t)got}) != GP_OK)
            status = failed(path, "cannot be written", error);
    }
    if (status == GP_OK && got < 0)
        status = failed(copy, "cannot be read", error);
    (void)close(from);
    return status;
}

/* The desk that stands there, for nobody else until `*held` is closed; -1: there is none. */
static gp_status hold(const char *path, int *held, gp_error *error)
{
    struct flock bytes = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SQLITE_LOCKS_AT, .l_len = SQLITE_LOCKS};

    *held = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (*held < 0)
        return errno == ENOENT ? GP_OK : failed(path, "cannot be opened", error);
    if (flock(*held, LOCK_EX | LOCK_NB) != 0)
        return gp_error_set(error, GP_BUSY, "%s: a server has this desk; stop it first", path);
    if (fcntl(*held, F_SETLK, &bytes) != 0)
        return gp_error_set(error, GP_BUSY, "%s: another program works on it; try again", path);
    return GP_OK;
}

/* The file first: a journal that is left without one is nobody's, and SQLite deletes it. */
static gp_status rename_both(const char *from, const char *to, gp_error *error)
{
    char journal[NAME_SIZE];
    char journal_to[NAME_SIZE];

    if (rename_onto_nothing(from, to) != 0)
        return failed(from, "cannot be moved aside", error);
    journal_of(from, journal);
    journal_of(to, journal_to);
    if (rename(journal, journal_to) != 0 && errno != ENOENT)
        return failed(journal, "cannot be moved aside", error);
    return GP_OK;
}

/* Under the first name that is free. */
static gp_status move_aside(const char *path, gp_arena *arena, gp_str *aside, gp_error *error)
{
    char name[NAME_SIZE];
    struct stat info;
    int i = 1;

    do
        (void)snprintf(name, sizeof name, "%s.aside-%d", path, i);
    while (i++ < ASIDE_MAX && lstat(name, &info) == 0);
    *aside = gp_arena_copy(arena, gp_str_of(name));
    return arena->failed ? gp_error_set(error, GP_NO_MEMORY, "%s: not enough memory", path)
                         : rename_both(path, name, error);
}

/* What was moved aside comes back when its place could not be taken. */
static gp_status replace(const char *path, const char *beside, gp_arena *arena, gp_str *aside,
                         gp_error *error)
{
    int held;
    gp_status status = hold(path, &held, error);

    if (status == GP_OK && held >= 0)
        status = move_aside(path, arena, aside, error);
    if (status == GP_OK)
        status = put_in_place(beside, path, false, error);
    if (status != GP_OK && aside->size > 0) {
        struct stat info;
        (void)rename_both(aside->data, path, NULL);
        if (lstat(aside->data, &info) != 0) /* back, or never moved */
            *aside = (gp_str){"", 0};
    }
    if (held >= 0)
        (void)close(held);
    return status;
}

gp_status gp_desk_restore(const char *copy, const char *path, gp_arena *arena, gp_str *aside,
                          gp_desk_copied *copied, gp_error *error)
{
    char beside[NAME_SIZE];
    int descriptor;
    int held;
    gp_status status = hold(path, &held, error); /* before anything is made */

    *copied = (gp_desk_copied){0};
    *aside = (gp_str){"", 0};
    if (held >= 0)
        (void)close(held);
    if (status == GP_OK)
        status = make_beside(path, beside, &descriptor, error);
    if (status != GP_OK)
        return status;
    status = copy_bytes(copy, descriptor, path, error);
    if (status == GP_OK)
        status = look_through(beside, copy, copied, error);
    if (status == GP_OK && fsync(descriptor) != 0) /* before anything is moved */
        status = failed(path, "cannot be synced", error);
    if (status == GP_OK)
        status = replace(path, beside, arena, aside, error);
    if (status != GP_OK)
        drop(beside);
    (void)close(descriptor);
    return status;
}
