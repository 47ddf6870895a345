/* approvals.c - deeds on sections, each with its line in the audit, by statements of approvals.sql. */
#include "desk/approvals.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "content/duties.h"
#include "desk/sqlite/internal.h"
#include "desk_sql.h"

enum {
    DAY_SECONDS = 86400,
    TEXT_MAX = 512 << 10, /* bytes of a text that can be approved */
    NAME_MAX_BYTES = 256
};
#define DEED_MEMORY ((size_t)4 << 20)

/* One deed while it is done. */
typedef struct deed {
    gp_desk_file *file;
    const gp_case *of;
    const gp_actor *actor;
    gp_arena *arena;
    int32_t day;
    gp_section now; /* of the case, as the book judges it */
    gp_str hash;    /* of the text of now */
    gp_error *error;
} deed;

static gp_status no_memory(const deed *self)
{
    return gp_error_set(self->error, GP_NO_MEMORY, "%s: not enough memory", self->file->path);
}

/* ---- reading rows ----------------------------------------------------------------------------- */

static gp_str date_text(int32_t day, gp_arena *arena)
{
    char text[GP_DATE_TEXT];

    gp_date_write(day, text);
    return gp_arena_copy(arena, gp_str_of(text));
}

static gp_approval_row read_approval(sqlite3_stmt *row, gp_arena *arena)
{
    gp_approval_row approval = {.account = gp_desk_column(row, 4, arena),
                                .text = gp_desk_column(row, 3, arena)};
    gp_verdict *verdict = &approval.verdict;

    verdict->section = gp_desk_column(row, 0, arena);
    verdict->given = sqlite3_column_int(row, 1) == 1;
    verdict->text_hash = gp_desk_column(row, 2, arena);
    verdict->by = verdict->given ? gp_desk_column(row, 5, arena) : approval.account;
    verdict->on = date_text(sqlite3_column_int(row, 6), arena);
    if (verdict->given)
        verdict->review_by = date_text(sqlite3_column_int(row, 7), arena);
    return approval;
}

static gp_review_row read_review(sqlite3_stmt *row, gp_arena *arena)
{
    int wish = sqlite3_column_int(row, 1);

    return (gp_review_row){.section = gp_desk_column(row, 0, arena),
                           .wish = wish == GP_WISH_APPROVAL ? GP_WISH_APPROVAL : GP_WISH_CHANGES,
                           .text_hash = gp_desk_column(row, 2, arena),
                           .account = gp_desk_column(row, 3, arena),
                           .day = sqlite3_column_int(row, 4),
                           .reason = gp_desk_column(row, 5, arena)};
}

gp_status gp_desk_file_approvals(gp_desk_file *file, bool texts, gp_arena *arena,
                                 gp_approval_rows *rows, gp_error *error)
{
    sqlite3_stmt *row =
        gp_desk_row(file, texts ? GP_SQL_DESK_APPROVALS_WITH_TEXTS : GP_SQL_DESK_APPROVALS);
    int code;

    *rows = (gp_approval_rows){NULL, 0, 0};
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_approval_row *made = GP_VEC_PUSH(arena, rows);
        if (made == NULL)
            break;
        *made = read_approval(row, arena);
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_approved_text(gp_desk_file *file, gp_str section, gp_arena *arena,
                                     gp_str *text, gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_APPROVED_TEXT);
    gp_status status;
    bool found;
    int code;

    *text = (gp_str){"", 0};
    gp_desk_bind(row, 1, section);
    code = sqlite3_step(row);
    found = code == SQLITE_ROW;
    if (found)
        *text = gp_desk_column(row, 0, arena);
    status = gp_desk_rows_end(file, row, found ? SQLITE_DONE : code, arena, error);
    if (status == GP_OK && !found)
        status =
            gp_error_set(error, GP_NOT_FOUND, "%s: nothing of it was approved here", file->path);
    return status;
}

gp_status gp_desk_file_reviews(gp_desk_file *file, gp_arena *arena, gp_review_rows *rows,
                               gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_REVIEWS);
    int code;

    *rows = (gp_review_rows){NULL, 0, 0};
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_review_row *made = GP_VEC_PUSH(arena, rows);
        if (made == NULL)
            break;
        *made = read_review(row, arena);
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

gp_status gp_desk_file_owners(gp_desk_file *file, gp_arena *arena, gp_owner_rows *rows,
                              gp_error *error)
{
    sqlite3_stmt *row = gp_desk_row(file, GP_SQL_DESK_OWNERS);
    int code;

    *rows = (gp_owner_rows){NULL, 0, 0};
    while ((code = sqlite3_step(row)) == SQLITE_ROW) {
        gp_owner_row *made = GP_VEC_PUSH(arena, rows);
        if (made == NULL)
            break;
        *made = (gp_owner_row){gp_desk_column(row, 0, arena), gp_desk_column(row, 1, arena)};
    }
    return gp_desk_rows_end(file, row, code, arena, error);
}

/* ---- where a section stands ------------------------------------------------------------------- */

/* The desk's word on the case's section; count 0: none. */
static gp_status read_book(deed *self, gp_verdict *verdict, gp_book *book)
{
    sqlite3_stmt *row = gp_desk_row(self->file, GP_SQL_DESK_APPROVAL);
    int code;

    gp_desk_bind(row, 1, self->of->section);
    code = sqlite3_step(row);
    *book = (gp_book){.verdicts = verdict, .count = code == SQLITE_ROW ? 1 : 0};
    if (code == SQLITE_ROW) {
        *verdict = read_approval(row, self->arena).verdict;
        code = SQLITE_DONE;
    }
    return gp_desk_rows_end(self->file, row, code, self->arena, self->error);
}

static gp_status read_wish(deed *self, gp_wish *wish, int32_t *day)
{
    sqlite3_stmt *row = gp_desk_row(self->file, GP_SQL_DESK_REVIEW);
    int code;

    *wish = GP_WISH_NONE;
    *day = 0;
    gp_desk_bind(row, 1, self->of->section);
    code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        gp_review_row review = read_review(row, self->arena);
        *wish = review.wish;
        *day = review.day;
        code = SQLITE_DONE;
    }
    return gp_desk_rows_end(self->file, row, code, self->arena, self->error);
}

static gp_status allow(deed *self, gp_act act)
{
    gp_verdict verdict;
    gp_book book;
    gp_wish wish;
    int32_t wish_day;
    gp_standing standing;
    gp_status status = read_book(self, &verdict, &book);

    if (status == GP_OK)
        status = read_wish(self, &wish, &wish_day);
    if (status != GP_OK)
        return status;
    gp_book_judge(&book, &self->now, self->arena);
    if (self->arena->failed)
        return no_memory(self);
    standing =
        gp_standing_of(&self->now.approval, gp_section_due(&self->now), wish, wish_day, self->day);
    if (!gp_standing_may(standing, act))
        return gp_error_set(
            self->error, GP_CONFLICT, "%s: %.*s: nothing to do, it is %s by now; look at it again",
            gp_act_name(act), GP_STR_ARGS(self->of->section), gp_standing_name(standing));
    return GP_OK;
}

/* A word dated before the file's would not count. */
static gp_status allow_day(deed *self)
{
    const gp_approval *indexed = &self->of->indexed;

    if (indexed->state == GP_UNAPPROVED ||
        gp_book_desk_counts(date_text(self->day, self->arena), indexed->on))
        return GP_OK;
    return gp_error_set(
        self->error, GP_CONFLICT,
        "%.*s: approvals.jsonl says it was approved on %.*s, a day to come; correct "
        "the file or the clock",
        GP_STR_ARGS(self->of->section), GP_STR_ARGS(indexed->on));
}

/* ---- doing ------------------------------------------------------------------------------------ */

static gp_str one_line(gp_str text, gp_arena *arena)
{
    gp_str line = gp_arena_copy(arena, gp_str_trim(text));

    if (line.size > 0) {
        char *bytes = gp_arena_alloc(arena, line.size + 1);
        if (bytes == NULL)
            return (gp_str){NULL, 0};
        for (size_t i = 0; i < line.size; i++)
            bytes[i] = (unsigned char)line.data[i] < ' ' ? ' ' : line.data[i];
        line.data = bytes;
    }
    return line;
}

static bool is_line(gp_str text, size_t least, size_t most)
{
    size_t offset;

    return text.size >= least && text.size <= most && gp_utf8_valid(text, &offset);
}

static gp_status put_review(deed *self, gp_wish wish, gp_str reason)
{
    sqlite3_stmt *row = gp_desk_row(self->file, GP_SQL_DESK_REVIEW_PUT);

    gp_desk_bind(row, 1, self->of->section);
    (void)sqlite3_bind_int(row, 2, wish);
    gp_desk_bind(row, 3, self->hash);
    gp_desk_bind(row, 4, self->actor->account);
    (void)sqlite3_bind_int(row, 5, self->day);
    gp_desk_bind(row, 6, reason);
    return gp_desk_run(self->file, row, self->error);
}

static gp_status end_row(deed *self, const char *sql)
{
    sqlite3_stmt *row = gp_desk_row(self->file, sql);

    gp_desk_bind(row, 1, self->of->section);
    return gp_desk_run(self->file, row, self->error);
}

/* `text` empty: withdrawn. */
static gp_status put_approval(deed *self, gp_str text, gp_str shown, int32_t review_by)
{
    sqlite3_stmt *row = gp_desk_row(self->file, GP_SQL_DESK_APPROVAL_PUT);
    bool given = text.size > 0;

    gp_desk_bind(row, 1, self->of->section);
    (void)sqlite3_bind_int(row, 2, given ? 1 : 0);
    gp_desk_bind(row, 3, given ? self->hash : GP_STR(""));
    gp_desk_bind(row, 4, text);
    gp_desk_bind(row, 5, self->actor->account);
    gp_desk_bind(row, 6, shown);
    (void)sqlite3_bind_int(row, 7, self->day);
    (void)sqlite3_bind_int(row, 8, review_by);
    return gp_desk_run(self->file, row, self->error);
}

static gp_status put_owner(deed *self, gp_str owner)
{
    sqlite3_stmt *row;

    if (owner.size == 0)
        return end_row(self, GP_SQL_DESK_OWNER_END);
    row = gp_desk_row(self->file, GP_SQL_DESK_OWNER_PUT);
    gp_desk_bind(row, 1, self->of->section);
    gp_desk_bind(row, 2, owner);
    return gp_desk_run(self->file, row, self->error);
}

static gp_status note(deed *self, gp_act act, gp_str detail)
{
    gp_deed line = {.at = self->actor->at,
                    .account = self->actor->account,
                    .act = gp_act_name(act),
                    .subject = self->of->section,
                    .detail = detail};

    if (self->arena->failed)
        return no_memory(self);
    return gp_desk_note(self->file, &line, self->error);
}

/* What a deed takes besides its case: a hash, a reason or an owner. */
typedef gp_status act_fn(deed *self, gp_str argument);

static gp_status do_submit(deed *self, gp_str unused)
{
    gp_status status = allow(self, GP_ACT_SUBMIT);

    (void)unused;
    if (status == GP_OK)
        status = put_review(self, GP_WISH_APPROVAL, GP_STR(""));
    return status == GP_OK ? note(self, GP_ACT_SUBMIT, self->hash) : status;
}

static gp_status do_approve(deed *self, gp_str shown_hash)
{
    const gp_case *of = self->of;
    size_t days = of->review_days > 0 && of->review_days <= GP_REVIEW_DAYS_MAX ? of->review_days
                                                                               : GP_REVIEW_DAYS;
    int32_t review_by = self->day + (int32_t)days;
    gp_str shown = one_line(self->actor->shown.size > 0 ? self->actor->shown : self->actor->account,
                            self->arena);
    gp_str text =
        gp_arena_printf(self->arena, "%.*s\n%.*s", GP_STR_ARGS(of->heading), GP_STR_ARGS(of->text));
    gp_status status;

    if (!is_line(shown, 1, NAME_MAX_BYTES) || text.size > TEXT_MAX)
        return gp_error_set(self->error, GP_INVALID, "approve: %.*s: %s", GP_STR_ARGS(of->section),
                            text.size > TEXT_MAX ? "longer than 512 KiB; make it two sections"
                                                 : "wants the name of who approves");
    if (!gp_str_equal(shown_hash, self->hash))
        return gp_error_set(self->error, GP_CONFLICT,
                            "approve: %.*s: the text has changed since it was shown; read it again",
                            GP_STR_ARGS(of->section));
    status = allow(self, GP_ACT_APPROVE);
    if (status == GP_OK)
        status = allow_day(self);
    if (status == GP_OK)
        status = put_approval(self, text, shown, review_by);
    if (status == GP_OK)
        status = end_row(self, GP_SQL_DESK_REVIEW_END);
    if (status != GP_OK)
        return status;
    return note(self, GP_ACT_APPROVE,
                gp_arena_printf(self->arena, "%.*s %.*s %.*s", GP_STR_ARGS(self->hash),
                                GP_STR_ARGS(date_text(review_by, self->arena)),
                                GP_STR_ARGS(shown)));
}

static gp_status do_ask_changes(deed *self, gp_str argument)
{
    gp_str reason = one_line(argument, self->arena);
    gp_status status = allow(self, GP_ACT_ASK_CHANGES);

    if (status == GP_OK && !is_line(reason, 1, GP_REASON_MAX))
        status = gp_error_set(self->error, GP_INVALID,
                              "ask-changes: %.*s: wants a reason, of at most %d bytes",
                              GP_STR_ARGS(self->of->section), GP_REASON_MAX);
    if (status == GP_OK)
        status = put_review(self, GP_WISH_CHANGES, reason);
    if (status != GP_OK)
        return status;
    return note(
        self, GP_ACT_ASK_CHANGES,
        gp_arena_printf(self->arena, "%.*s %.*s", GP_STR_ARGS(self->hash), GP_STR_ARGS(reason)));
}

static gp_status do_hand_over(deed *self, gp_str argument)
{
    gp_str owner = one_line(argument, self->arena);
    gp_status status = allow(self, GP_ACT_HAND_OVER);

    if (status == GP_OK && !is_line(owner, 0, NAME_MAX_BYTES))
        status =
            gp_error_set(self->error, GP_INVALID, "hand-over: %.*s: wants the name of an account",
                         GP_STR_ARGS(self->of->section));
    if (status == GP_OK)
        status = put_owner(self, owner);
    return status == GP_OK ? note(self, GP_ACT_HAND_OVER, owner) : status;
}

static gp_status do_withdraw(deed *self, gp_str argument)
{
    gp_str reason = one_line(argument, self->arena);
    gp_status status = allow(self, GP_ACT_WITHDRAW);

    if (status == GP_OK && !is_line(reason, 0, GP_REASON_MAX))
        status = gp_error_set(self->error, GP_INVALID,
                              "withdraw: %.*s: the reason is longer than %d bytes",
                              GP_STR_ARGS(self->of->section), GP_REASON_MAX);
    if (status == GP_OK)
        status = allow_day(self);
    if (status == GP_OK)
        status = put_approval(self, GP_STR(""), GP_STR(""), 0);
    if (status == GP_OK)
        status = end_row(self, GP_SQL_DESK_REVIEW_END);
    return status == GP_OK ? note(self, GP_ACT_WITHDRAW, reason) : status;
}

static gp_status act_on(gp_desk_file *file, const gp_case *of, act_fn *act, gp_str argument,
                        const gp_actor *actor, gp_error *error)
{
    gp_arena arena;
    deed self = {.file = file,
                 .of = of,
                 .actor = actor,
                 .arena = &arena,
                 .day = (int32_t)(actor->at / DAY_SECONDS),
                 .now = {.id = of->section,
                         .heading = of->heading,
                         .text = of->text,
                         .review_by = of->review_by,
                         .approval = of->indexed},
                 .error = error};
    gp_status status;

    gp_arena_init(&arena, DEED_MEMORY);
    self.hash = gp_section_sha256(&self.now, &arena);
    status = self.hash.data != NULL ? gp_desk_begin(file, error) : no_memory(&self);
    if (status == GP_OK)
        status = gp_desk_finish(file, act(&self, argument), error);
    gp_arena_clear(&arena);
    return status;
}

gp_status gp_desk_file_submit(gp_desk_file *file, const gp_case *of, const gp_actor *actor,
                              gp_error *error)
{
    return act_on(file, of, do_submit, GP_STR(""), actor, error);
}

gp_status gp_desk_file_approve(gp_desk_file *file, const gp_case *of, gp_str shown_hash,
                               const gp_actor *actor, gp_error *error)
{
    return act_on(file, of, do_approve, shown_hash, actor, error);
}

gp_status gp_desk_file_ask_changes(gp_desk_file *file, const gp_case *of, gp_str reason,
                                   const gp_actor *actor, gp_error *error)
{
    return act_on(file, of, do_ask_changes, reason, actor, error);
}

gp_status gp_desk_file_hand_over(gp_desk_file *file, const gp_case *of, gp_str owner,
                                 const gp_actor *actor, gp_error *error)
{
    return act_on(file, of, do_hand_over, owner, actor, error);
}

gp_status gp_desk_file_withdraw(gp_desk_file *file, const gp_case *of, gp_str reason,
                                const gp_actor *actor, gp_error *error)
{
    return act_on(file, of, do_withdraw, reason, actor, error);
}
