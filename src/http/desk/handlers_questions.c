/* handlers_questions.c - questions without answers, what became of them, and votes.
 *
 * Flow:     rows of the desk come with the visit (rows.h); they are asked again of what visitors search. A state is set
 *           on the connection's thread.
 * Privacy:  a question comes by POST alone, and stands in no address, title or error.
 */
#include "content/add_question.h"
#include "desk/asked.h"
#include "desk/hold.h"
#include "gaps/gaps.h"
#include "http/desk/rows.h"
#include "http/keeper.h"
#include "view/desk/questions.h"

enum {
    PAGE_SIZE = 200, /* questions, each of which costs a search or two */
    PAGE_MAX = GP_DESK_ROWS_MAX / PAGE_SIZE
};

/* What visitors search, today; without the model, so that groups go by words alone. */
static gp_gap_source source_of(gp_visit *visit)
{
    return (gp_gap_source){.store = visit->store,
                           .searcher = visit->searcher,
                           .today = gp_visit_day(visit),
                           .arena = visit->arena};
}

static void tell(gp_visit *visit, const gp_request *request, gp_status status,
                 gp_response *response)
{
    gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
}

/* ---- the list --------------------------------------------------------------------------------- */

/* False: there is no such filter or page. */
static bool read_query(const gp_visit *visit, gp_str query, gp_desk_questions *shown)
{
    gp_gap_state state;
    gp_str value;

    shown->filter = GP_DESK_QUESTIONS_ALL;
    shown->number = 1;
    if (gp_form_value(query, "state", visit->arena, &value) && value.size > 0) {
        if (!gp_gap_state_parse(value, &state))
            return false;
        shown->filter = (int)state;
    }
    if (gp_form_value(query, "page", visit->arena, &value) &&
        (!gp_str_to_size(value, PAGE_MAX, &shown->number) || shown->number == 0))
        return false;
    if (gp_form_value(query, "saved", visit->arena, &value))
        shown->message.text = GP_STR("The state is saved.");
    return true;
}

/* The page's part of the rows that the filter lets through. */
static gp_status choose(const gp_visit *visit, gp_desk_questions *shown, gp_asked_list *chosen)
{
    const gp_asked_list *all = &visit->rows->asked;
    size_t before = (shown->number - 1) * PAGE_SIZE;
    size_t seen = 0;

    for (size_t i = 0; i < all->count && !shown->more; i++) {
        const gp_gap_row *row;
        gp_gap_state state = gp_desk_state_of(shown->states, all->items[i].question, &row);
        gp_asked_row *slot;
        if (shown->filter != GP_DESK_QUESTIONS_ALL && (int)state != shown->filter)
            continue;
        if (seen++ < before)
            continue;
        shown->more = chosen->count == PAGE_SIZE;
        if (shown->more)
            break;
        slot = GP_VEC_PUSH(visit->arena, chosen);
        if (slot == NULL)
            return GP_NO_MEMORY;
        *slot = all->items[i];
    }
    return GP_OK;
}

void gp_handle_desk_questions(gp_visit *visit, const gp_request *request, gp_response *response)
{
    const gp_gap_source source = source_of(visit);
    const gp_vote_list no_votes = {NULL, 0, 0};
    gp_gap_report report = {.last_day = visit->page.today};
    gp_asked_list chosen = {NULL, 0, 0};
    gp_desk_questions shown = {.report = &report,
                               .asked = &chosen,
                               .states = &visit->rows->states,
                               .accounts = &visit->rows->accounts};
    gp_status status = GP_BUSY; /* there is no index yet */

    if (!read_query(visit, request->query, &shown)) {
        gp_visit_refuse(&visit->page, request->path, 400, "There is no such list of questions.",
                        response);
        return;
    }
    if (visit->searcher != NULL)
        status = choose(visit, &shown, &chosen);
    if (status == GP_OK)
        status = gp_gaps_make(&source, &chosen, &no_votes, &report, NULL);
    if (status != GP_OK) {
        tell(visit, request, status, response);
        return;
    }
    gp_view_desk_questions(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}

/* ---- setting a state -------------------------------------------------------------------------- */

/* GP_INVALID: it is to be given to somebody, and there is no such account. */
static gp_status set_state(const gp_visit *visit, gp_desk_file *file, const gp_gap_row *row,
                           gp_error *error)
{
    const gp_deed deed = {.at = visit->now, .account = visit->account.name, .act = "question"};
    gp_account account;
    gp_str password;
    gp_status status = GP_OK;

    if (row->account.size > 0)
        status = gp_desk_file_account(file, row->account, visit->arena, &account, &password, error);
    if (status == GP_NOT_FOUND || (row->state == GP_GAP_ASSIGNED && row->account.size == 0))
        return GP_INVALID;
    return status == GP_OK ? gp_desk_file_gap(file, row, &deed, error) : status;
}

static void go_back(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_gap_state filter;
    gp_str name;
    gp_str list = GP_STR("/desk/questions?saved=1");

    if (gp_form_value(request->body, "filter", visit->arena, &name) &&
        gp_gap_state_parse(name, &filter))
        list = gp_arena_printf(visit->arena, "%.*s&state=%s", GP_STR_ARGS(list),
                               gp_gap_state_name(filter));
    response->status = 303;
    gp_response_header(response, "Location", list);
}

void gp_handle_desk_question_state(gp_visit *visit, const gp_request *request,
                                   gp_response *response)
{
    gp_gap_row row = {.day = visit->page.today};
    gp_str state = {NULL, 0};
    gp_desk_file *file;
    gp_error error;
    gp_status status;

    (void)gp_form_value(request->body, "question", visit->arena, &row.question);
    (void)gp_form_value(request->body, "state", visit->arena, &state);
    (void)gp_form_value(request->body, "account", visit->arena, &row.account);
    if (row.question.size == 0 || !gp_gap_state_parse(state, &row.state)) {
        gp_visit_refuse(&visit->page, request->path, 400, "Choose a question and its state.",
                        response);
        return;
    }
    status = gp_desk_take(visit->desk, &file, &error);
    if (status == GP_OK)
        status = gp_desk_give(visit->desk, set_state(visit, file, &row, &error));
    if (status == GP_OK) {
        go_back(visit, request, response);
    } else if (status == GP_INVALID) {
        gp_visit_refuse(&visit->page, request->path, 400,
                        "Choose who is to answer it: somebody who has an account.", response);
    } else if (status == GP_NOT_FOUND) {
        gp_visit_refuse(&visit->page, request->path, 409,
                        "This question is not counted any more. Look at the list again.", response);
    } else {
        gp_keeper_tell(visit->desk, status, &error);
        gp_visit_refuse(&visit->page, request->path, 503,
                        "The desk’s file cannot be written right now, so nothing was done. "
                        "Try again in a moment.",
                        response);
    }
}

/* ---- adding a question by hand ---------------------------------------------------------------- */

static gp_status lines_of(gp_visit *visit, gp_str id, gp_gap_place *place, gp_desk_lines *shown)
{
    const gp_gap_source source = source_of(visit);
    gp_status status = visit->store != NULL ? gp_gaps_place(&source, id, place, NULL) : GP_BUSY;

    if (status != GP_OK || !gp_gaps_front_matter(place->path))
        return status;
    shown->lines = gp_add_question_lines(place->anchor, shown->question, visit->arena);
    return shown->lines.size > 0 ? GP_OK : GP_NO_MEMORY;
}

void gp_handle_desk_question_lines(gp_visit *visit, const gp_request *request,
                                   gp_response *response)
{
    gp_gap_place place = {.score = 0};
    gp_desk_lines shown = {.place = &place};
    gp_str id = {NULL, 0};
    gp_status status;

    (void)gp_form_value(request->body, "question", visit->arena, &shown.question);
    (void)gp_form_value(request->body, "section", visit->arena, &id);
    if (gp_str_trim(shown.question).size == 0 || shown.question.size > GP_ASKED_TEXT_MAX) {
        gp_visit_refuse(&visit->page, request->path, 400, "Choose a question of the list.",
                        response);
        return;
    }
    status = lines_of(visit, id, &place, &shown);
    if (status != GP_OK) {
        tell(visit, request, status, response);
        return;
    }
    gp_view_desk_lines(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}

/* ---- votes ------------------------------------------------------------------------------------ */

void gp_handle_desk_votes(gp_visit *visit, const gp_request *request, gp_response *response)
{
    const gp_gap_source source = source_of(visit);
    gp_gap_section_list sections = {NULL, 0, 0};
    gp_chart_week weeks[GP_DESK_ROWS_WEEKS];
    const gp_chart chart = {.id = "votes",
                            .title = GP_STR("Votes by week"),
                            .first = GP_STR("helpful"),
                            .second = GP_STR("unhelpful"),
                            .day = visit->rows->first_week,
                            .weeks = GP_DESK_ROWS_WEEKS,
                            .items = weeks,
                            .least = GP_GAP_VOTES_LEAST};
    const gp_desk_votes shown = {&sections, &chart};
    gp_status status = GP_BUSY; /* there is no index yet */

    for (size_t i = 0; i < GP_DESK_ROWS_WEEKS; i++)
        weeks[i] =
            (gp_chart_week){{visit->rows->weeks[i].helpful, visit->rows->weeks[i].unhelpful}};
    if (visit->store != NULL)
        status = gp_gaps_votes(&source, &visit->rows->votes, &sections, NULL);
    if (status != GP_OK) {
        tell(visit, request, status, response);
        return;
    }
    gp_view_desk_votes(&response->body, &visit->page, &shown);
    gp_visit_end_page(visit, request, response);
}
