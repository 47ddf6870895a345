/* review.c - /desk/review: where all sections stand, one of them with its changes, and what editors do with it.
 *
 * Stores:   a store of this request's own on staff's sections: they run on the connection's thread, since deeds
 *           wait for a disk.
 * Deeds:    what depends on the text (submit, approve, ask for changes) is refused when the text of now is not the one
 *           that the form was made from; then the page of now is shown, with status 409.
 */
#include "base/clock.h"
#include "desk/hold.h"
#include "http/keeper.h"
#include "http/visit.h"
#include "view/desk/ics.h"
#include "view/desk/review.h"

#include <stdlib.h>

enum {
    DAY_S = 86400,
    PAGE_LINES = 50,
    HISTORY = 20, /* deeds shown of a section */
    BATCH = 64    /* sections read at once */
};
#define MEMORY_LIMIT ((size_t)128 << 20) /* of one request: the names of all sections, two texts */
#define BATCH_LIMIT  ((size_t)64 << 20)

static const char not_kept[] =
    "The desk's file cannot be read or written right now, so nothing was done. Try again in a "
    "moment.";
static const char not_read[] = "The sections cannot be read right now. Try again in a moment.";
static const char text_changed[] = "The text has changed since it was shown to you, so nothing was "
                                   "done. What you see is the text of now.";

typedef struct review {
    gp_visit *visit;
    const gp_request *request;
    gp_response *response;
    gp_arena arena;
    gp_store *store;
    const gp_book *book; /* held once `read_desk` was well */
    gp_review_rows reviews;
    gp_owner_rows owners;
    int32_t day;
} review;

/* ---- what it is made from --------------------------------------------------------------------- */

/* False: the response says why. */
static bool begin(review *self, gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_status status;

    *self = (review){.visit = visit,
                     .request = request,
                     .response = response,
                     .day = (int32_t)(visit->now / DAY_S)};
    gp_arena_init(&self->arena, MEMORY_LIMIT);
    status = gp_visit_staff_store(visit, &self->store);
    if (status != GP_OK)
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
    return status == GP_OK;
}

static void end(review *self)
{
    gp_desk_book_release(self->visit->desk, self->book);
    gp_store_close(self->store);
    gp_arena_clear(&self->arena);
}

static void refuse(const review *self, int status, const char *why)
{
    gp_visit_refuse(&self->visit->page, self->request->path, status, why, self->response);
}

/* A call on the desk's file failed: says so, and in the log what an operator can do. */
static void tell_failure(const review *self, gp_status status, const gp_error *error)
{
    if (status != GP_BUSY) /* that many write at once says nothing about the desk */
        gp_keeper_tell(self->visit->desk, status, error);
    refuse(self, 503, not_kept);
}

static gp_status read_desk(review *self, gp_error *error)
{
    gp_desk *desk = self->visit->desk;
    gp_status status = gp_desk_reviews(desk, &self->arena, &self->reviews, &self->owners, error);

    if (status == GP_OK)
        self->book = gp_desk_book(desk);
    return status;
}

/* ---- where a section stands ------------------------------------------------------------------- */

static int compare_section(const void *key, const void *row)
{
    const gp_str *one = key, *other = row; /* the first field of each row */

    return gp_str_compare(*one, *other);
}

static const gp_review_row *asked_of(const review *self, gp_str id)
{
    if (self->reviews.count == 0)
        return NULL;
    return bsearch(&id, self->reviews.items, self->reviews.count, sizeof self->reviews.items[0],
                   compare_section);
}

/* Whoever it was handed to, else whom the files name. */
static gp_str owner_of(const review *self, const gp_section *section)
{
    const gp_owner_row *row = NULL;

    if (self->owners.count > 0)
        row = bsearch(&section->id, self->owners.items, self->owners.count,
                      sizeof self->owners.items[0], compare_section);
    return row != NULL ? row->account : section->owner;
}

/* Judges a section that is as the index has it. */
static gp_standing judge(const review *self, gp_section *section, gp_arena *arena)
{
    const gp_review_row *asked = asked_of(self, section->id);

    gp_book_judge(self->book, section, arena);
    return gp_standing_of(&section->approval, gp_section_due(section),
                          asked != NULL ? asked->wish : GP_WISH_NONE,
                          asked != NULL ? asked->day : 0, self->day);
}

/* ---- all sections ----------------------------------------------------------------------------- */

/* Lines first[0..count) of sections `place` and following, which `labels` names. */
static gp_status read_batch(review *self, const gp_label *labels, size_t place, size_t count,
                            gp_arena *batch, gp_review_line *lines)
{
    gp_stored_section stored[BATCH];
    gp_handle handles[BATCH] = {0};
    gp_status status;

    for (size_t i = 0; i < count; i++)
        handles[i] = (gp_handle)(place + i);
    status = gp_store_fetch(self->store, handles, count, false, batch, stored, NULL);
    for (size_t i = 0; status == GP_OK && i < count; i++) {
        gp_section *section = &stored[i].section;
        gp_standing standing = judge(self, section, batch);
        lines[i] = (gp_review_line){
            .id = labels[place + i].id,
            .title = labels[place + i].title,
            .heading = labels[place + i].heading,
            .standing = standing,
            .owner = gp_arena_copy(&self->arena, owner_of(self, section)),
            .due = gp_arena_copy(&self->arena, gp_section_due(section)),
            .place = place + i,
        };
    }
    return batch->failed || self->arena.failed ? GP_NO_MEMORY : status;
}

static gp_status read_lines(review *self, gp_review_line **lines, size_t *count)
{
    gp_label *labels;
    gp_arena batch;
    gp_status status = gp_store_labels(self->store, &self->arena, &labels, count, NULL);

    if (status != GP_OK)
        return status;
    *lines = gp_arena_alloc(&self->arena, (*count + 1) * sizeof **lines);
    if (*lines == NULL)
        return GP_NO_MEMORY;
    gp_arena_init(&batch, BATCH_LIMIT);
    for (size_t i = 0; status == GP_OK && i < *count; i += BATCH) {
        size_t some = *count - i < BATCH ? *count - i : BATCH;
        status = read_batch(self, labels, i, some, &batch, *lines + i);
        gp_arena_reset(&batch);
    }
    gp_arena_clear(&batch);
    return status;
}

static void read_filter(review *self, gp_review_list *list)
{
    gp_str value;

    if (!gp_form_value(self->request->query, "standing", &self->arena, &value))
        return;
    for (int i = 0; i < GP_STANDING_COUNT; i++) {
        if (!gp_str_equal(value, gp_str_of(gp_standing_name((gp_standing)i))))
            continue;
        list->filtered = true;
        list->standing = (gp_standing)i;
    }
}

/* Counts, filters, sorts, and leaves the lines of the page that was asked for, or of the last. */
static void choose(review *self, gp_review_line *lines, size_t count, gp_review_list *list)
{
    gp_str value = {NULL, 0};
    size_t kept = 0;
    size_t first;

    for (size_t i = 0; i < count; i++) {
        list->counts[lines[i].standing]++;
        if (!list->filtered || lines[i].standing == list->standing)
            lines[kept++] = lines[i];
    }
    gp_review_sort(lines, kept);
    list->pages = (kept + PAGE_LINES - 1) / PAGE_LINES;
    list->number = 1;
    if (gp_form_value(self->request->query, "page", &self->arena, &value))
        (void)gp_str_to_size(value, SIZE_MAX, &list->number);
    if (list->number > list->pages)
        list->number = list->pages;
    if (list->number == 0)
        list->number = 1;
    first = (list->number - 1) * PAGE_LINES;
    list->lines = lines + first;
    list->count = kept - first < PAGE_LINES ? kept - first : PAGE_LINES;
}

/* False: the response says why. */
static bool read_all(review *self, gp_review_line **lines, size_t *count)
{
    gp_error error;
    gp_status status = read_desk(self, &error);

    if (status != GP_OK) {
        tell_failure(self, status, &error);
        return false;
    }
    status = read_lines(self, lines, count);
    if (status != GP_OK)
        refuse(self, gp_visit_status(status), not_read);
    return status == GP_OK;
}

static void show_list(review *self)
{
    gp_review_list list = {0};
    gp_review_line *lines;
    size_t count;

    if (!read_all(self, &lines, &count))
        return;
    read_filter(self, &list);
    choose(self, lines, count, &list);
    gp_view_review_list(&self->response->body, &self->visit->page, &list);
    gp_visit_end_page(self->visit, self->request, self->response);
}

void gp_handle_review(gp_visit *visit, const gp_request *request, gp_response *response)
{
    review self;

    if (begin(&self, visit, request, response))
        show_list(&self);
    end(&self);
}

/* ---- days of review --------------------------------------------------------------------------- */

/* "https://a.example/b" gives "a.example". */
static gp_str host_of(gp_str url)
{
    size_t at = gp_str_find(url, GP_STR("://"), 0);

    if (at >= url.size)
        return GP_STR("");
    url = gp_str_slice(url, at + 3, url.size);
    return gp_str_slice(url, 0, gp_str_find_byte(url, '/', 0));
}

/* An event for each section whose day is known. */
static void write_calendar(review *self, const gp_review_line *lines, size_t count)
{
    gp_str base = self->visit->page.base_url;
    gp_ics ics;

    gp_ics_begin(&ics, &self->response->body, GP_STR("Days of review"), host_of(base), self->day);
    for (size_t i = 0; i < count; i++) {
        const gp_review_line *line = &lines[i];
        gp_str url = gp_review_url(&self->arena, line->id);
        int32_t day;
        if (!gp_date_parse(line->due, &day))
            continue;
        gp_ics_event(
            &ics, line->id, day,
            gp_arena_printf(&self->arena, "Review: %.*s",
                            GP_STR_ARGS(line->heading.size > 0 ? line->heading : line->title)),
            line->owner,
            base.size > 0
                ? gp_arena_printf(&self->arena, "%.*s%.*s", GP_STR_ARGS(base), GP_STR_ARGS(url))
                : GP_STR(""));
    }
    gp_ics_end(&ics);
}

void gp_handle_review_calendar(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_review_line *lines;
    size_t count;
    review self;

    if (begin(&self, visit, request, response) && read_all(&self, &lines, &count)) {
        write_calendar(&self, lines, count);
        if (self.arena.failed || response->body.status != GP_OK) {
            gp_visit_error(&visit->page, request->path, 503, response);
        } else {
            response->content_type = "text/calendar; charset=utf-8";
            gp_response_header(response, "Content-Disposition",
                               GP_STR("attachment; filename=\"review.ics\""));
        }
    }
    end(&self);
}

/* ---- one section ------------------------------------------------------------------------------ */

static gp_status find(review *self, gp_stored_section *stored)
{
    gp_handle handle;
    gp_status status = gp_store_find(self->store, self->visit->parameter, &handle);

    if (status != GP_OK)
        return status;
    return gp_store_fetch(self->store, &handle, 1, false, &self->arena, stored, NULL);
}

static gp_status read_accounts(review *self, gp_account_list *accounts, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(self->visit->desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(self->visit->desk,
                        gp_desk_file_accounts(file, &self->arena, accounts, error));
}

/* What has changed since the approval that lapsed, where the desk holds the text that was approved. */
static gp_status compare(review *self, const gp_approval *indexed, gp_review_page *shown,
                         gp_error *error)
{
    const gp_section *section = &shown->stored->section;
    const gp_verdict *verdict = gp_book_find(self->book, section->id);
    gp_str before, after;
    gp_status status;

    if (section->approval.state != GP_LAPSED)
        return GP_OK;
    shown->known = GP_CHANGES_UNKNOWN;
    /* the file's word counts: what the desk holds is another text */
    if (verdict == NULL ||
        (indexed->state != GP_UNAPPROVED && !gp_book_desk_counts(verdict->on, indexed->on)))
        return GP_OK;
    status = gp_desk_approved_text(self->visit->desk, section->id, &self->arena, &before, error);
    if (status != GP_OK)
        return status == GP_NOT_FOUND ? GP_OK : status;
    after = gp_arena_printf(&self->arena, "%.*s\n%.*s", GP_STR_ARGS(section->heading),
                            GP_STR_ARGS(section->text));
    status = gp_diff_words(before, after, &self->arena, &shown->changes);
    shown->known = status == GP_OK ? GP_CHANGES_KNOWN : GP_CHANGES_TOO_LONG;
    return GP_OK;
}

/* The page of now, with a word about what was asked. */
static void show_section(review *self, int code, gp_desk_message message, gp_str typed)
{
    gp_account_list accounts = {0};
    gp_audit_list history = {0};
    gp_stored_section stored = {0};
    gp_review_page shown = {.stored = &stored,
                            .accounts = &accounts,
                            .history = &history,
                            .message = message,
                            .typed = typed};
    gp_approval indexed;
    gp_error error;
    gp_status status = find(self, &stored);

    if (status != GP_OK) {
        gp_visit_error(&self->visit->page, self->request->path, gp_visit_status(status),
                       self->response);
        return;
    }
    status = read_desk(self, &error);
    if (status == GP_OK)
        status = read_accounts(self, &accounts, &error);
    if (status == GP_OK)
        status = gp_desk_history(self->visit->desk, stored.section.id, HISTORY, &self->arena,
                                 &history, &error);
    if (status == GP_OK) {
        indexed = stored.section.approval;
        shown.standing = judge(self, &stored.section, &self->arena);
        shown.hash = gp_section_sha256(&stored.section, &self->arena);
        shown.asked = asked_of(self, stored.section.id);
        shown.owner = owner_of(self, &stored.section);
        shown.due = gp_section_due(&stored.section);
        status = compare(self, &indexed, &shown, &error);
    }
    if (status != GP_OK) {
        tell_failure(self, status, &error);
        return;
    }
    gp_view_review(&self->response->body, &self->visit->page, &shown);
    self->response->status = code;
    gp_visit_end_page(self->visit, self->request, self->response);
}

/* What the page says after the deed that its address names. */
static gp_str said_of(gp_str query)
{
    static const char *const words[GP_ACT_COUNT] = {
        "It is submitted for review.", "It is approved.", "Changes are asked for.",
        "It is handed over.", "It is withdrawn: nobody’s approval counts any more."};

    for (int i = 0; i < GP_ACT_COUNT; i++) {
        if (gp_str_equal(query, gp_str_of(gp_act_name((gp_act)i))))
            return gp_str_of(words[i]);
    }
    return GP_STR("");
}

/* ---- deeds ------------------------------------------------------------------------------------ */

/* What a form says. */
typedef struct wanted {
    gp_act act;
    gp_str hash, reason, owner;
} wanted;

static bool read_form(review *self, wanted *form)
{
    gp_str body = self->request->body;
    gp_str act = {NULL, 0};

    *form = (wanted){.hash = {NULL, 0}};
    (void)gp_form_value(body, "act", &self->arena, &act);
    (void)gp_form_value(body, "hash", &self->arena, &form->hash);
    (void)gp_form_value(body, "reason", &self->arena, &form->reason);
    (void)gp_form_value(body, "owner", &self->arena, &form->owner);
    form->reason = gp_str_trim(form->reason);
    for (int i = 0; i < GP_ACT_COUNT; i++) {
        form->act = (gp_act)i;
        if (gp_str_equal(act, gp_str_of(gp_act_name(form->act))))
            return true;
    }
    return false;
}

/* GP_OK and `fault` NULL: the form can be done. */
static gp_status check_form(review *self, const wanted *form, const char **fault, gp_error *error)
{
    gp_account_list accounts;
    gp_status status;

    *fault = NULL;
    if ((form->act == GP_ACT_ASK_CHANGES || form->act == GP_ACT_WITHDRAW) && form->reason.size == 0)
        *fault = "Say why: whoever wrote it has to know. Nothing was done.";
    if (form->reason.size > GP_REASON_MAX)
        *fault = "The reason is longer than 1000 bytes. Nothing was done.";
    if (form->act != GP_ACT_HAND_OVER || form->owner.size == 0)
        return GP_OK;
    status = read_accounts(self, &accounts, error);
    if (status != GP_OK)
        return status;
    *fault = "There is no such account. Choose one from the list. Nothing was done.";
    for (size_t i = 0; i < accounts.count; i++) {
        if (gp_str_equal(accounts.items[i].name, form->owner))
            *fault = NULL;
    }
    return GP_OK;
}

static gp_status perform(review *self, const gp_stored_section *stored, const wanted *form,
                         gp_error *error)
{
    const gp_section *section = &stored->section;
    const gp_account *account = &self->visit->account;
    gp_desk *desk = self->visit->desk;
    const gp_case of = {.section = section->id,
                        .heading = section->heading,
                        .text = section->text,
                        .indexed = section->approval,
                        .review_by = section->review_by};
    const gp_actor actor = {account->name, account->shown, self->visit->now};

    switch (form->act) {
    case GP_ACT_SUBMIT:
        return gp_desk_submit(desk, &of, &actor, error);
    case GP_ACT_APPROVE:
        return gp_desk_approve(desk, &of, form->hash, &actor, error);
    case GP_ACT_ASK_CHANGES:
        return gp_desk_ask_changes(desk, &of, form->reason, &actor, error);
    case GP_ACT_HAND_OVER:
        return gp_desk_hand_over(desk, &of, form->owner, &actor, error);
    case GP_ACT_WITHDRAW:
        break;
    }
    return gp_desk_withdraw(desk, &of, form->reason, &actor, error);
}

static bool is_of_text(gp_act act)
{
    return act == GP_ACT_SUBMIT || act == GP_ACT_APPROVE || act == GP_ACT_ASK_CHANGES;
}

static void say(review *self, int code, const char *what, const wanted *form)
{
    const gp_desk_message message = {gp_str_of(what), true};

    show_section(self, code, message, form->act == GP_ACT_ASK_CHANGES ? form->reason : GP_STR(""));
}

static void go_back(review *self, gp_act act)
{
    gp_str url = gp_review_url(&self->arena, self->visit->parameter);

    self->response->status = 303;
    gp_response_header(
        self->response, "Location",
        gp_arena_printf(&self->arena, "%.*s?%s", GP_STR_ARGS(url), gp_act_name(act)));
}

static void act_on(review *self)
{
    gp_stored_section stored;
    const char *fault;
    wanted form;
    gp_error error;
    gp_status status = find(self, &stored);

    if (status != GP_OK) {
        gp_visit_error(&self->visit->page, self->request->path, gp_visit_status(status),
                       self->response);
        return;
    }
    if (!read_form(self, &form)) {
        refuse(self, 400, "The form does not say what is to be done. Reload the page.");
        return;
    }
    if (is_of_text(form.act) &&
        !gp_str_equal(form.hash, gp_section_sha256(&stored.section, &self->arena))) {
        say(self, 409, text_changed, &form);
        return;
    }
    status = check_form(self, &form, &fault, &error);
    if (status == GP_OK && fault != NULL) {
        say(self, 400, fault, &form);
        return;
    }
    if (status == GP_OK)
        status = perform(self, &stored, &form, &error);
    if (status == GP_OK)
        go_back(self, form.act);
    else if (status == GP_CONFLICT || status == GP_INVALID)
        say(self, status == GP_CONFLICT ? 409 : 400, error.text, &form);
    else
        tell_failure(self, status, &error);
}

void gp_handle_review_section(gp_visit *visit, const gp_request *request, gp_response *response)
{
    review self;

    if (begin(&self, visit, request, response)) {
        if (request->method == GP_METHOD_POST)
            act_on(&self);
        else
            show_section(&self, 200, (gp_desk_message){said_of(request->query), false}, GP_STR(""));
    }
    end(&self);
}
