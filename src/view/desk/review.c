/* review.c - where sections stand, one section with its changes, and the forms of what may be done. */
#include "view/desk/review.h"

#include "base/clock.h"
#include "base/html.h"
#include "view/label.h"

#include <stdlib.h>

static const char file[] = "desk-review.html";

enum {
    URL_LIMIT = 8192,
    DAY_S = 86400
};

static gp_str words_of(gp_standing standing)
{
    static const char *const words[GP_STANDING_COUNT] = {"Draft", "In review", "Approved", "Lapsed",
                                                         "Overdue"};

    return gp_str_of(words[standing]);
}

gp_str gp_review_url(gp_arena *arena, gp_str id)
{
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/desk/review/");
    gp_url_add_part(&url, id);
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

/* ---- order ------------------------------------------------------------------------------------ */

static int rank_of(const gp_review_line *line)
{
    switch (line->standing) {
    case GP_STANDING_OVERDUE:
        return 0;
    case GP_STANDING_LAPSED:
        return 1;
    case GP_STANDING_IN_REVIEW:
        return 2;
    case GP_STANDING_DRAFT:
        return line->owner.size == 0 ? 3 : 4;
    case GP_STANDING_APPROVED:
        break;
    }
    return 4;
}

static int compare_lines(const void *first, const void *second)
{
    const gp_review_line *a = first, *b = second;
    int ranks = rank_of(a) - rank_of(b);

    if (ranks != 0)
        return ranks;
    if ((a->due.size == 0) != (b->due.size == 0))
        return a->due.size == 0 ? 1 : -1;
    ranks = gp_str_compare(a->due, b->due);
    if (ranks != 0)
        return ranks;
    return a->place < b->place ? -1 : a->place > b->place;
}

void gp_review_sort(gp_review_line *lines, size_t count)
{
    if (count > 1)
        qsort(lines, count, sizeof *lines, compare_lines);
}

/* ---- all sections ----------------------------------------------------------------------------- */

static gp_str owner_words(gp_arena *arena, gp_str owner)
{
    return owner.size > 0 ? gp_arena_printf(arena, "Owner: %.*s", GP_STR_ARGS(owner))
                          : GP_STR("Nobody owns it");
}

static gp_str due_words(gp_arena *arena, gp_str due)
{
    return due.size > 0 ? gp_arena_printf(arena, "Due %.*s", GP_STR_ARGS(gp_label_date(arena, due)))
                        : GP_STR("No day is set");
}

static void add_choice(gp_template *template, gp_str url, gp_str text, size_t count, bool here)
{
    gp_template_add(template, file, "choice",
                    GP_SLOTS(GP_ADDRESS("url", url),
                             GP_TEXT("here", here ? GP_STR("page") : GP_STR("false")),
                             GP_TEXT("text", gp_arena_printf(&template->memory, "%.*s %zu",
                                                             GP_STR_ARGS(text), count))));
}

/* In the order of the list. */
static void add_choices(gp_template *template, const void *context)
{
    static const gp_standing order[GP_STANDING_COUNT] = {GP_STANDING_OVERDUE, GP_STANDING_LAPSED,
                                                         GP_STANDING_IN_REVIEW, GP_STANDING_DRAFT,
                                                         GP_STANDING_APPROVED};
    const gp_review_list *list = context;
    size_t all = 0;

    for (int i = 0; i < GP_STANDING_COUNT; i++)
        all += list->counts[i];
    add_choice(template, GP_STR("/desk/review"), GP_STR("All"), all, !list->filtered);
    for (int i = 0; i < GP_STANDING_COUNT; i++)
        add_choice(template,
                   gp_arena_printf(&template->memory, "/desk/review?standing=%s",
                                   gp_standing_name(order[i])),
                   words_of(order[i]), list->counts[order[i]],
                   list->filtered && list->standing == order[i]);
}

static void add_lines(gp_template *template, const void *context)
{
    const gp_review_list *list = context;

    for (size_t i = 0; i < list->count; i++) {
        const gp_review_line *line = &list->lines[i];
        gp_template_add(
            template, file, "line",
            GP_SLOTS(GP_ADDRESS("url", gp_review_url(&template->memory, line->id)),
                     GP_TEXT("heading", line->heading.size > 0 ? line->heading : line->title),
                     GP_TEXT("title", line->title), GP_TEXT("standing", words_of(line->standing)),
                     GP_TEXT("owner", owner_words(&template->memory, line->owner)),
                     GP_TEXT("due", due_words(&template->memory, line->due))));
    }
}

static void add_step(gp_template *template, const gp_review_list *list, size_t number,
                     const char *part)
{
    gp_arena *arena = &template->memory;
    gp_str filter = list->filtered
                        ? gp_arena_printf(arena, "standing=%s&", gp_standing_name(list->standing))
                        : GP_STR("");

    gp_template_add(template, file, part,
                    GP_SLOTS(GP_ADDRESS("url", gp_arena_printf(arena, "/desk/review?%.*spage=%zu",
                                                               GP_STR_ARGS(filter), number))));
}

static void add_steps(gp_template *template, const void *context)
{
    const gp_review_list *list = context;

    if (list->number > 1)
        add_step(template, list, list->number - 1, "before");
    if (list->number < list->pages)
        add_step(template, list, list->number + 1, "after");
}

static void add_pages(gp_template *template, const void *context)
{
    const gp_review_list *list = context;

    if (list->pages > 1)
        gp_template_add(
            template, file, "pages",
            GP_SLOTS(GP_FILL("steps", add_steps, list),
                     GP_TEXT("place", gp_arena_printf(&template->memory, "Page %zu of %zu",
                                                      list->number, list->pages))));
}

static void add_found(gp_template *template, const void *context)
{
    const gp_review_list *list = context;

    if (list->count == 0)
        gp_template_add(template, file, "nothing", NULL);
    else
        gp_template_add(template, file, "lines", GP_SLOTS(GP_FILL("lines", add_lines, list)));
}

static void add_list(gp_template *template, const void *context)
{
    gp_template_add(template, file, "list",
                    GP_SLOTS(GP_FILL("choices", add_choices, context),
                             GP_FILL("found", add_found, context),
                             GP_FILL("pages", add_pages, context)));
}

void gp_view_review_list(gp_buf *html, const gp_page *page, const gp_review_list *list)
{
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_REVIEW,
                                 .title = GP_STR("Review"),
                                 .body = add_list,
                                 .context = list};

    gp_view_desk_page(html, &parts);
}

/* ---- one section ------------------------------------------------------------------------------ */

typedef struct review_page {
    const gp_page *page;
    const gp_review_page *shown;
} review_page;

/* Not by a part: what stands between two parts of a text must be the text's own. */
static void add_text(gp_template *template, const void *context)
{
    static const char *const before[] = {"", "<del><span class=\"unseen\">removed: </span>",
                                         "<ins><span class=\"unseen\">added: </span>"};
    static const char *const behind[] = {"",
                                         "<span class=\"unseen\"> (end of removed)</span></del>",
                                         "<span class=\"unseen\"> (end of added)</span></ins>"};
    const gp_diff_list *changes = context;

    for (size_t i = 0; i < changes->count; i++) {
        const gp_diff_part *part = &changes->items[i];
        gp_buf_add_text(template->out, before[part->kind]);
        gp_html_add_text(template->out, part->text);
        gp_buf_add_text(template->out, behind[part->kind]);
    }
}

static void add_changes(gp_template *template, const void *context)
{
    const review_page *self = context;
    const gp_approval *approval = &self->shown->stored->section.approval;

    if (self->shown->known == GP_CHANGES_KNOWN)
        gp_template_add(template, file, "changes",
                        GP_SLOTS(GP_TEXT("by", approval->by),
                                 GP_TEXT("on", gp_label_date(&template->memory, approval->on)),
                                 GP_FILL("text", add_text, &self->shown->changes)));
    else if (self->shown->known == GP_CHANGES_UNKNOWN)
        gp_template_add(template, file, "changes-unknown", NULL);
    else if (self->shown->known == GP_CHANGES_TOO_LONG)
        gp_template_add(template, file, "changes-too-long", NULL);
}

static gp_str approval_words(gp_arena *arena, const gp_approval *approval)
{
    if (approval->state == GP_UNAPPROVED)
        return GP_STR("Nobody’s approval counts");
    return gp_arena_printf(
        arena, "%s by %.*s on %.*s",
        approval->state == GP_LAPSED ? "An earlier text was approved" : "Approved",
        GP_STR_ARGS(approval->by), GP_STR_ARGS(gp_label_date(arena, approval->on)));
}

static void add_asked(gp_template *template, const void *context)
{
    const review_page *self = context;
    const gp_review_row *asked = self->shown->asked;
    char day[GP_DATE_TEXT];

    if (asked == NULL || asked->wish == GP_WISH_NONE)
        return;
    gp_date_write(asked->day, day);
    if (asked->wish == GP_WISH_CHANGES)
        gp_template_add(template, file, "asked-changes",
                        GP_SLOTS(GP_TEXT("by", asked->account),
                                 GP_TEXT("on", gp_label_date(&template->memory, gp_str_of(day))),
                                 GP_TEXT("reason", asked->reason)));
    else
        gp_template_add(template, file, "asked-approval",
                        GP_SLOTS(GP_TEXT("by", asked->account),
                                 GP_TEXT("on", gp_label_date(&template->memory, gp_str_of(day)))));
}

static void add_staff(gp_template *template, const void *context)
{
    (void)context;
    gp_template_add(template, file, "staff", NULL);
}

static void add_hidden(gp_template *template, const void *context)
{
    const review_page *self = context;

    gp_desk_token(template, &self->page->token);
    gp_template_add(template, file, "hash", GP_SLOTS(GP_TEXT("hash", self->shown->hash)));
}

static void add_accounts(gp_template *template, const void *context)
{
    const review_page *self = context;
    const gp_account_list *accounts = self->shown->accounts;

    for (size_t i = 0; i < accounts->count; i++) {
        const gp_account *account = &accounts->items[i];
        gp_template_add(template, file,
                        gp_str_equal(account->name, self->shown->owner) ? "account-chosen"
                                                                        : "account",
                        GP_SLOTS(GP_TEXT("name", account->name), GP_TEXT("shown", account->shown)));
    }
}

/* The forms of what may be done, the likeliest first. */
static void add_forms(gp_template *template, const void *context)
{
    static const gp_act order[GP_ACT_COUNT] = {GP_ACT_APPROVE, GP_ACT_SUBMIT, GP_ACT_ASK_CHANGES,
                                               GP_ACT_HAND_OVER, GP_ACT_WITHDRAW};
    const review_page *self = context;
    gp_str url = gp_review_url(&template->memory, self->shown->stored->section.id);
    const gp_slot action = GP_ADDRESS("url", url);
    const gp_slot hidden = GP_FILL("hidden", add_hidden, self);

    for (int i = 0; i < GP_ACT_COUNT; i++) {
        const char *part = gp_act_name(order[i]);
        if (!gp_standing_may(self->shown->standing, order[i]))
            continue;
        if (order[i] == GP_ACT_HAND_OVER)
            gp_template_add(template, file, part,
                            GP_SLOTS(action, hidden, GP_FILL("accounts", add_accounts, self)));
        else if (order[i] == GP_ACT_ASK_CHANGES)
            gp_template_add(template, file, part,
                            GP_SLOTS(action, hidden, GP_TEXT("reason", self->shown->typed)));
        else
            gp_template_add(template, file, part, GP_SLOTS(action, hidden));
    }
}

/* Of an approval the detail is a hash, which says nothing to a reader. */
static void add_deeds(gp_template *template, const void *context)
{
    static const char *const words[GP_ACT_COUNT] = {
        "submitted it", "approved it", "asked for changes", "handed it over", "withdrew it"};
    const review_page *self = context;

    for (size_t i = 0; i < self->shown->history->count; i++) {
        const gp_audit_row *row = &self->shown->history->items[i];
        gp_str what = row->act;
        char day[GP_DATE_TEXT];
        gp_date_write((int32_t)(row->at / DAY_S), day);
        for (int act = 0; act < GP_ACT_COUNT; act++) {
            if (gp_str_equal(row->act, gp_str_of(gp_act_name((gp_act)act))))
                what = gp_str_of(words[act]);
        }
        gp_template_add(template, file, "deed",
                        GP_SLOTS(GP_TEXT("date", gp_label_date(&template->memory, gp_str_of(day))),
                                 GP_TEXT("account", row->account), GP_TEXT("what", what)));
    }
}

static void add_history(gp_template *template, const void *context)
{
    const review_page *self = context;

    if (self->shown->history->count > 0)
        gp_template_add(template, file, "history", GP_SLOTS(GP_FILL("deeds", add_deeds, self)));
}

static void add_review(gp_template *template, const void *context)
{
    const review_page *self = context;
    const gp_review_page *shown = self->shown;
    const gp_section *section = &shown->stored->section;
    gp_arena *arena = &template->memory;

    gp_template_add(
        template, file, "section",
        GP_SLOTS(
            GP_TEXT("heading", section->heading.size > 0 ? section->heading : shown->stored->title),
            GP_FILL("message", gp_desk_said, &shown->message),
            GP_TEXT("title", shown->stored->title),
            GP_FILL("staff", shown->stored->audience == GP_STAFF ? add_staff : NULL, NULL),
            GP_TEXT("standing", words_of(shown->standing)),
            GP_TEXT("approval", approval_words(arena, &section->approval)),
            GP_TEXT("owner", shown->owner.size > 0 ? shown->owner : GP_STR("Nobody")),
            GP_TEXT("due", shown->due.size > 0 ? gp_label_date(arena, shown->due)
                                               : GP_STR("No day is set")),
            GP_FILL("asked", add_asked, self), GP_FILL("changes", add_changes, self),
            GP_HTML("html", section->html), GP_FILL("forms", add_forms, self),
            GP_FILL("history", add_history, self)));
}

void gp_view_review(gp_buf *html, const gp_page *page, const gp_review_page *shown)
{
    const review_page self = {page, shown};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_REVIEW,
                                 .title = shown->stored->title,
                                 .body = add_review,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}
