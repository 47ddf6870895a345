/* accounts.c - accounts and sessions, by statements of accounts.sql. */
#include "desk/accounts.h"

#include "desk/sqlite/internal.h"
#include "desk_sql.h"

/* A clock that was set back is no reason to let a session live longer; a minute of it is no reason to end one. */
#define CLOCK_SLACK_S 60

/* ---- accounts --------------------------------------------------------------------------------- */

static gp_account read_account(sqlite3_stmt *row, gp_arena *arena)
{
    gp_account account = {.name = gp_desk_column(row, 0, arena),
                          .shown = gp_desk_column(row, 3, arena),
                          .since = sqlite3_column_int(row, 4),
                          .has_password = sqlite3_column_bytes(row, 2) > 0};
    int role = sqlite3_column_int(row, 1);

    /* what this program does not know may do nothing */
    account.role =
        role > GP_AS_VISITOR && role < GP_ACCOUNT_ROLES ? (gp_account_role)role : GP_AS_VISITOR;
    return account;
}

gp_status gp_desk_file_accounts(gp_desk_file *file, gp_arena *arena, gp_account_list *list,
                                gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNTS);
    int code;

    *list = (gp_account_list){NULL, 0, 0};
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_account *account = GP_VEC_PUSH(arena, list);
        if (account == NULL)
            break;
        *account = read_account(row, arena);
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

static gp_status no_account(const gp_desk_file *file, gp_error *error)
{
    return gp_error_set(error, GP_NOT_FOUND, "%s: there is no account of that name", file->path);
}

gp_status gp_desk_file_account(gp_desk_file *file, gp_str name, gp_arena *arena,
                               gp_account *account, gp_str *password, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT);
    bool found;
    int code;
    gp_status status;

    *account = (gp_account){.role = GP_AS_VISITOR};
    *password = (gp_str){"", 0};
    gp_desk_bind(row, 1, name);
    code = sqlite3_step(row);
    found = code == SQLITE_ROW;
    if (found) {
        *account = read_account(row, arena);
        *password = gp_desk_column(row, 2, arena);
        code = SQLITE_DONE;
    }
    status = gp_desk_rows_end(file, row, code, arena, error);
    return status == GP_OK && !found ? no_account(file, error) : status;
}

static gp_status add_account(gp_desk_file *file, const gp_account *account, gp_str password,
                             gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT_ADD);
    gp_status status;

    gp_desk_bind(row, 1, account->name);
    (void)sqlite3_bind_int(row, 2, (int)account->role);
    gp_desk_bind(row, 3, password);
    gp_desk_bind(row, 4, account->shown);
    (void)sqlite3_bind_int(row, 5, account->since);
    status = gp_desk_run(file, row, error);
    if (status != GP_OK && (sqlite3_errcode(file->db) & 0xFF) == SQLITE_CONSTRAINT)
        return gp_error_set(error, GP_INVALID, "%s: there is an account of that name already",
                            file->path);
    return status;
}

gp_status gp_desk_file_account_add(gp_desk_file *file, const gp_account *account, gp_str password,
                                   const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK)
        status = add_account(file, account, password, error);
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

/* Runs a statement on one account, whose name is ?1; GP_NOT_FOUND when it changed none. */
static gp_status change(gp_desk_file *file, sqlite3_stmt *row, gp_str name, gp_error *error)
{
    gp_status status;

    gp_desk_bind(row, 1, name);
    status = gp_desk_run(file, row, error);
    if (status == GP_OK && sqlite3_changes(file->db) == 0)
        return no_account(file, error);
    return status;
}

/* GP_INVALID when nobody but `name` is an administrator, and `name` is one. */
static gp_status check_others(gp_desk_file *file, gp_str name, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT_OTHERS);
    gp_account account;
    gp_str password;
    gp_arena arena;
    int64_t others = 0;
    gp_status status;
    int code;

    gp_arena_init(&arena, 4096);
    status = gp_desk_file_account(file, name, &arena, &account, &password, error);
    if (status == GP_OK && account.role == GP_AS_ADMIN) {
        (void)sqlite3_bind_int(row, 1, GP_AS_ADMIN);
        gp_desk_bind(row, 2, name);
        code = sqlite3_step(row);
        if (code == SQLITE_ROW) {
            others = sqlite3_column_int64(row, 0);
            code = SQLITE_DONE;
        }
        status = gp_desk_rows_end(file, row, code, &arena, error);
        if (status == GP_OK && others == 0)
            status = gp_error_set(error, GP_INVALID,
                                  "%s: the last administrator stays one; make another first",
                                  file->path);
    }
    gp_arena_clear(&arena);
    return status;
}

gp_status gp_desk_file_account_role(gp_desk_file *file, gp_str name, gp_account_role role,
                                    bool force, const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK && role != GP_AS_ADMIN && !force)
        status = check_others(file, name, error);
    if (status == GP_OK) {
        sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT_ROLE);
        (void)sqlite3_bind_int(row, 2, (int)role);
        status = change(file, row, name, error);
    }
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_account_shown(gp_desk_file *file, gp_str name, gp_str shown,
                                     const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK) {
        sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT_SHOWN);
        gp_desk_bind(row, 2, shown);
        status = change(file, row, name, error);
    }
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

/* All sessions of an account but one. */
static gp_status end_sessions(gp_desk_file *file, gp_str account, gp_str keep, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSIONS_END);

    gp_desk_bind(row, 1, account);
    gp_desk_bind(row, 2, keep);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_file_account_password(gp_desk_file *file, gp_str name, gp_str password,
                                        gp_str keep, const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK) {
        sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_ACCOUNT_PASSWORD);
        gp_desk_bind(row, 2, password);
        status = change(file, row, name, error);
    }
    if (status == GP_OK)
        status = end_sessions(file, name, keep, error);
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_account_remove(gp_desk_file *file, gp_str name, bool force,
                                      const gp_deed *deed, gp_error *error)
{
    static const char *const own[] = {GP_SQL_DESK_PINS_REMOVE, GP_SQL_DESK_RECENTS_REMOVE};
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK && !force)
        status = check_others(file, name, error);
    if (status == GP_OK)
        status = change(file, gp_desk_row(file, GP_SQL_DESK_ACCOUNT_REMOVE), name, error);
    for (size_t i = 0; i < sizeof own / sizeof own[0] && status == GP_OK; i++) {
        sqlite3_stmt *row = gp_desk_row(file, own[i]);
        gp_desk_bind(row, 1, name);
        status = gp_desk_run(file, row, error);
    }
    if (status == GP_OK)
        status = end_sessions(file, name, GP_STR(""), error);
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_note(gp_desk_file *file, const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

/* ---- sessions --------------------------------------------------------------------------------- */

/* Binds what a session at `now` must have: seen and begun at the least, begun at the most. */
static void bind_life(sqlite3_stmt *row, int first, int64_t now)
{
    (void)sqlite3_bind_int64(row, first, now - GP_SESSION_IDLE_S);
    (void)sqlite3_bind_int64(row, first + 1, now - GP_SESSION_LIFE_S);
    (void)sqlite3_bind_int64(row, first + 2, now + CLOCK_SLACK_S);
}

static gp_status purge(gp_desk_file *file, int64_t now, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSIONS_PURGE);

    bind_life(row, 1, now);
    return gp_desk_run(file, row, error);
}

/* Room for one more of an account. */
static gp_status trim(gp_desk_file *file, gp_str account, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSIONS_TRIM);

    gp_desk_bind(row, 1, account);
    (void)sqlite3_bind_int(row, 2, GP_SESSIONS_OF_ONE - 1);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_file_session_begin(gp_desk_file *file, gp_str hash, gp_str account, bool proxied,
                                     int64_t now, const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK)
        status = purge(file, now, error);
    if (status == GP_OK)
        status = trim(file, account, error);
    if (status == GP_OK) {
        sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSION_BEGIN);
        gp_desk_bind(row, 1, hash);
        gp_desk_bind(row, 2, account);
        (void)sqlite3_bind_int64(row, 3, now);
        (void)sqlite3_bind_int(row, 4, proxied);
        status = gp_desk_run(file, row, error);
    }
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_session(gp_desk_file *file, gp_str hash, int64_t now, gp_arena *arena,
                               gp_session *session, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSION);
    bool found;
    int code;
    gp_status status;

    *session = (gp_session){.proxied = false};
    gp_desk_bind(row, 1, hash);
    bind_life(row, 2, now);
    code = sqlite3_step(row);
    found = code == SQLITE_ROW;
    if (found) {
        *session = (gp_session){.account = read_account(row, arena),
                                .begun = sqlite3_column_int64(row, 5),
                                .seen = sqlite3_column_int64(row, 6),
                                .proxied = sqlite3_column_int(row, 7) != 0};
        code = SQLITE_DONE;
    }
    status = gp_desk_rows_end(file, row, code, arena, error);
    if (status == GP_OK && !found)
        return gp_error_set(error, GP_NOT_FOUND, "%s: there is no such session", file->path);
    return status;
}

gp_status gp_desk_file_session_seen(gp_desk_file *file, gp_str hash, int64_t now, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSION_SEEN);

    gp_desk_bind(row, 1, hash);
    (void)sqlite3_bind_int64(row, 2, now);
    return gp_desk_run(file, row, error);
}

gp_status gp_desk_file_session_end(gp_desk_file *file, gp_str hash, const gp_deed *deed,
                                   gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK) {
        sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSION_END);
        gp_desk_bind(row, 1, hash);
        status = gp_desk_run(file, row, error);
    }
    if (status == GP_OK && deed != NULL)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_sessions_end(gp_desk_file *file, gp_str account, gp_str keep,
                                    const gp_deed *deed, gp_error *error)
{
    gp_status status = gp_desk_begin(file, error);

    if (status == GP_OK)
        status = end_sessions(file, account, keep, error);
    if (status == GP_OK)
        status = gp_desk_note(file, deed, error);
    return gp_desk_finish(file, status, error);
}

gp_status gp_desk_file_sessions(gp_desk_file *file, gp_str account, int64_t now, size_t *count,
                                gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_SESSIONS);
    gp_status status = GP_OK;

    *count = 0;
    gp_desk_bind(row, 1, account);
    bind_life(row, 2, now);
    if (sqlite3_step(row) == SQLITE_ROW)
        *count = (size_t)sqlite3_column_int64(row, 0);
    else
        status = gp_desk_failed(file, error);
    (void)sqlite3_reset(row);
    return status;
}

gp_status gp_desk_file_sessions_purge(gp_desk_file *file, int64_t now, gp_error *error)
{
    return purge(file, now, error);
}
