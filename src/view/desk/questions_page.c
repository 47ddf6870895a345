/* questions_page.c - what visitors asked and did not find, and what became of it. */
#include "view/desk/questions.h"
#include "view/label.h"

#include "base/clock.h"
#include "base/html.h"

#include <stdlib.h>

static const char file[] = "desk-questions.html";

enum {
    URL_LIMIT = 8192
};

/* For staff; gp_gap_state_name's words are for addresses and the audit. */
static const char *const words[GP_GAP_STATE_COUNT] = {"New", "Synonym added", "Assigned", "Written",
                                                      "Won’t answer"};

static int by_question(const void *key, const void *item)
{
    return gp_str_compare(*(const gp_str *)key, ((const gp_gap_row *)item)->question);
}

gp_gap_state gp_desk_state_of(const gp_gap_list *states, gp_str question, const gp_gap_row **row)
{
    *row = states->count == 0 ? NULL
                              : bsearch(&question, states->items, states->count,
                                        sizeof states->items[0], by_question);
    return *row != NULL ? (*row)->state : GP_GAP_NEW;
}

static gp_str section_url(gp_arena *arena, gp_str id)
{
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/desk/section/");
    gp_url_add_part(&url, id);
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

static gp_str filter_name(int filter)
{
    return filter == GP_DESK_QUESTIONS_ALL ? GP_STR("")
                                           : gp_str_of(gp_gap_state_name((gp_gap_state)filter));
}

static gp_str page_url(gp_arena *arena, int filter, size_t number)
{
    return gp_arena_printf(arena, "/desk/questions?state=%.*s&page=%zu",
                           GP_STR_ARGS(filter_name(filter)), number);
}

static gp_str times(gp_arena *arena, uint64_t asked)
{
    return gp_label_count(arena, (size_t)asked, "time", "times");
}

static gp_str level_of(gp_match_level match)
{
    switch (match) {
    case GP_MATCH_NONE:
        return GP_STR("No answer");
    case GP_MATCH_SOME:
        return GP_STR("Answered weakly");
    default:
        return GP_STR("Answered");
    }
}

/* ---- one question ----------------------------------------------------------------------------- */

typedef struct entry {
    const gp_page *page;
    const gp_desk_questions *shown;
    gp_str question;
    uint64_t asked;
    int32_t last_day;
    gp_match_level match;
    gp_str nearest; /* a section's id; empty: there is none */
    gp_gap_state state;
    const gp_gap_row *row; /* NULL: new */
} entry;

static void add_option(gp_template *template, gp_str value, gp_str text, bool chosen)
{
    gp_template_add(template, file, chosen ? "option-chosen" : "option",
                    GP_SLOTS(GP_TEXT("value", value), GP_TEXT("text", text)));
}

static void add_states(gp_template *template, const void *context)
{
    const entry *self = context;

    for (int i = 0; i < GP_GAP_STATE_COUNT; i++)
        add_option(template, filter_name(i), gp_str_of(words[i]), (int)self->state == i);
}

static void add_accounts(gp_template *template, const void *context)
{
    const entry *self = context;
    gp_str given = self->row != NULL ? self->row->account : GP_STR("");

    add_option(template, GP_STR(""), GP_STR("Nobody"), given.size == 0);
    for (size_t i = 0; i < self->shown->accounts->count; i++) {
        const gp_account *account = &self->shown->accounts->items[i];
        add_option(template, account->name, account->shown, gp_str_equal(account->name, given));
    }
}

static void add_lines_form(gp_template *template, const void *context)
{
    const entry *self = context;

    if (self->nearest.size > 0)
        gp_template_add(template, file, "lines-form",
                        GP_SLOTS(GP_FILL("token", gp_desk_token, &self->page->token),
                                 GP_TEXT("question", self->question),
                                 GP_TEXT("section", self->nearest)));
}

static gp_str state_of(gp_arena *arena, const entry *self)
{
    const char *word = words[self->state];

    if (self->row == NULL || self->row->account.size == 0)
        return gp_str_of(word);
    return gp_arena_printf(arena, "%s: %.*s", word, GP_STR_ARGS(self->row->account));
}

static void add_entry(gp_template *template, const entry *self)
{
    char day[GP_DATE_TEXT];

    gp_date_write(self->last_day, day);
    gp_template_add(template, file, "question",
                    GP_SLOTS(GP_TEXT("question", self->question),
                             GP_TEXT("asked", times(&template->memory, self->asked)),
                             GP_TEXT("day", gp_label_date(&template->memory, gp_str_of(day))),
                             GP_TEXT("level", level_of(self->match)),
                             GP_TEXT("state", state_of(&template->memory, self)),
                             GP_FILL("token", gp_desk_token, &self->page->token),
                             GP_TEXT("filter", filter_name(self->shown->filter)),
                             GP_FILL("states", add_states, self),
                             GP_FILL("accounts", add_accounts, self),
                             GP_FILL("lines", add_lines_form, self)));
}

/* ---- groups ----------------------------------------------------------------------------------- */

typedef struct group_of {
    const gp_page *page;
    const gp_desk_questions *shown;
    const gp_gap_group *group;
} group_of;

static void add_nearest(gp_template *template, const void *context)
{
    const gp_gap_place *place = context;

    if (place->id.size > 0)
        gp_template_add(template, file, "nearest",
                        GP_SLOTS(GP_ADDRESS("url", section_url(&template->memory, place->id)),
                                 GP_TEXT("name", gp_gaps_place_name(place, &template->memory))));
}

static void add_group_questions(gp_template *template, const void *context)
{
    const group_of *self = context;

    for (size_t i = 0; i < self->group->questions.count; i++) {
        const gp_gap_question *question =
            &self->shown->report->questions.items[self->group->questions.items[i]];
        entry one = {.page = self->page,
                     .shown = self->shown,
                     .question = question->text,
                     .asked = question->asked,
                     .last_day = question->last_day,
                     .match = question->match,
                     .nearest = self->group->nearest.id};
        one.state = gp_desk_state_of(self->shown->states, one.question, &one.row);
        add_entry(template, &one);
    }
}

typedef struct questions_page {
    const gp_page *page;
    const gp_desk_questions *shown;
} questions_page;

static void add_groups(gp_template *template, const void *context)
{
    const questions_page *self = context;
    const gp_gap_report *report = self->shown->report;

    if (report->groups.count == 0)
        gp_template_add(template, file, "none", NULL);
    for (size_t i = 0; i < report->groups.count; i++) {
        const gp_gap_group *group = &report->groups.items[i];
        const group_of one = {self->page, self->shown, group};
        gp_template_add(
            template, file, "group",
            GP_SLOTS(GP_TEXT("question", report->questions.items[group->questions.items[0]].text),
                     GP_TEXT("level", level_of(group->unanswered ? GP_MATCH_NONE : GP_MATCH_SOME)),
                     GP_TEXT("asked", times(&template->memory, group->asked)),
                     GP_FILL("nearest", add_nearest, &group->nearest),
                     GP_TEXT("mend", group->mend.text),
                     GP_FILL("questions", add_group_questions, &one)));
    }
}

/* ---- what is answered by now ------------------------------------------------------------------ */

static bool is_gap(const gp_gap_report *report, gp_str question)
{
    for (size_t i = 0; i < report->questions.count; i++) {
        if (gp_str_equal(report->questions.items[i].text, question))
            return true;
    }
    return false;
}

/* Whether it has a state and is no gap: then the entry is filled. */
static bool answered(const questions_page *self, const gp_asked_row *row, entry *one)
{
    *one = (entry){.page = self->page,
                   .shown = self->shown,
                   .question = row->question,
                   .asked = row->asked,
                   .last_day = row->last_day,
                   .match = GP_MATCH_MOST};
    one->state = gp_desk_state_of(self->shown->states, row->question, &one->row);
    return one->row != NULL && !is_gap(self->shown->report, row->question);
}

static void add_answered_questions(gp_template *template, const void *context)
{
    const questions_page *self = context;
    entry one;

    for (size_t i = 0; i < self->shown->asked->count; i++) {
        if (answered(self, &self->shown->asked->items[i], &one))
            add_entry(template, &one);
    }
}

static void add_answered(gp_template *template, const void *context)
{
    const questions_page *self = context;
    bool any = false;
    entry one;

    for (size_t i = 0; i < self->shown->asked->count && !any; i++)
        any = answered(self, &self->shown->asked->items[i], &one);
    if (any)
        gp_template_add(template, file, "answered",
                        GP_SLOTS(GP_FILL("questions", add_answered_questions, self)));
}

/* ---- the page --------------------------------------------------------------------------------- */

static void add_filters(gp_template *template, const void *context)
{
    const gp_desk_questions *shown = context;

    for (int i = GP_DESK_QUESTIONS_ALL; i < GP_GAP_STATE_COUNT; i++) {
        gp_str text = i == GP_DESK_QUESTIONS_ALL ? GP_STR("All") : gp_str_of(words[i]);
        gp_template_add(
            template, file, "filter",
            GP_SLOTS(GP_ADDRESS("url", page_url(&template->memory, i, 1)), GP_TEXT("text", text),
                     GP_TEXT("here", i == shown->filter ? GP_STR("page") : GP_STR("false"))));
    }
}

static void add_pages(gp_template *template, const void *context)
{
    const gp_desk_questions *shown = context;

    if (shown->more)
        gp_template_add(template, file, "next",
                        GP_SLOTS(GP_ADDRESS(
                            "url", page_url(&template->memory, shown->filter, shown->number + 1))));
    if (shown->number > 1)
        gp_template_add(template, file, "first",
                        GP_SLOTS(GP_ADDRESS("url", page_url(&template->memory, shown->filter, 1))));
}

static void add_questions(gp_template *template, const void *context)
{
    const questions_page *self = context;

    gp_template_add(template, file, "page",
                    GP_SLOTS(GP_FILL("message", gp_desk_said, &self->shown->message),
                             GP_FILL("filters", add_filters, self->shown),
                             GP_FILL("groups", add_groups, self),
                             GP_FILL("answered", add_answered, self),
                             GP_FILL("pages", add_pages, self->shown)));
}

void gp_view_desk_questions(gp_buf *html, const gp_page *page, const gp_desk_questions *shown)
{
    const questions_page self = {page, shown};
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_QUESTIONS,
                                 .title = GP_STR("Questions without answers"),
                                 .body = add_questions,
                                 .context = &self};

    gp_view_desk_page(html, &parts);
}

/* ---- adding a question by hand ---------------------------------------------------------------- */

static void add_how(gp_template *template, const void *context)
{
    const gp_desk_lines *shown = context;

    gp_template_add(template, file, shown->lines.size > 0 ? "yaml" : "no-yaml",
                    shown->lines.size > 0 ? GP_SLOTS(GP_TEXT("path", shown->place->path),
                                                     GP_TEXT("lines", shown->lines))
                                          : GP_SLOTS(GP_TEXT("path", shown->place->path)));
}

static void add_lines(gp_template *template, const void *context)
{
    const gp_desk_lines *shown = context;

    gp_template_add(template, file, "lines",
                    GP_SLOTS(GP_TEXT("question", shown->question),
                             GP_ADDRESS("url", section_url(&template->memory, shown->place->id)),
                             GP_TEXT("name", gp_gaps_place_name(shown->place, &template->memory)),
                             GP_FILL("how", add_how, shown)));
}

void gp_view_desk_lines(gp_buf *html, const gp_page *page, const gp_desk_lines *shown)
{
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_QUESTIONS,
                                 .title = GP_STR("Add a question to a section"),
                                 .body = add_lines,
                                 .context = shown};

    gp_view_desk_page(html, &parts);
}
