/* The order is the promise: notice, what was found, answer, sections, further pages, related. What
 * is weak is called weak: see weak() and status_of(). */
#include "view/results_page.h"

#include "view/label.h"
#include "view/topics.h"

static const char file[] = "results.html";

/* ---- what was found ------------------------------------------------------------------------- */

static bool asked_nothing(const gp_results *results)
{
    return gp_str_trim(results->question).size == 0;
}

static bool weak(const gp_results *results)
{
    return results->match == GP_MATCH_NONE || results->match == GP_MATCH_SOME;
}

static gp_str heading_of(const gp_results *results)
{
    if (asked_nothing(results))
        return GP_STR("What would you like to know?");
    if (results->total == 0)
        return GP_STR("No answer found");
    return weak(results) ? GP_STR("Closest matches") : GP_STR("Search results");
}

static gp_str status_of(gp_template *template, const gp_results *results)
{
    gp_arena *arena = &template->memory;

    if (asked_nothing(results))
        return GP_STR("Type your question above, in your own words.");
    if (results->total == 0)
        return GP_STR("We found nothing that answers this.");
    if (results->match == GP_MATCH_NONE)
        return gp_arena_printf(arena, "We did not find a clear answer. %s",
                               results->total == 1 ? "This section comes closest."
                                                   : "These sections come closest.");
    if (results->match == GP_MATCH_SOME)
        return gp_label_count(arena, results->total, "section comes close", "sections come close");
    return gp_label_count(arena, results->total, "result", "results");
}

static void add_cut(gp_template *template, const void *context)
{
    const gp_results *results = context;

    if (results->cut)
        gp_template_add(template, file, "cut", NULL);
}

/* ---- the answer ----------------------------------------------------------------------------- */

static void add_answer_lines(gp_template *template, const void *context)
{
    const gp_answer *answer = context;
    gp_str rest = answer->html;
    gp_str line;

    while (rest.size > 0 && gp_str_next(&rest, '\n', &line)) {
        if (gp_str_trim(line).size > 0)
            gp_template_add(template, file, "answer-line", GP_SLOTS(GP_HTML("line", line)));
    }
}

static void add_answer_item_list(gp_template *template, const void *context)
{
    const gp_answer *answer = context;

    for (size_t i = 0; i < answer->items.count; i++)
        gp_template_add(template, file, "answer-item",
                        GP_SLOTS(GP_HTML("item", answer->items.items[i])));
}

static void add_answer_items(gp_template *template, const void *context)
{
    const gp_answer *answer = context;

    if (answer->items.count > 0)
        gp_template_add(template, file, "answer-items",
                        GP_SLOTS(GP_FILL("items", add_answer_item_list, answer)));
}

static void add_verified(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_approval *approval = &self->results->answer.approval;

    if (gp_label_verified(approval, self->page->today))
        gp_template_add(template, file, "verified",
                        GP_SLOTS(GP_TEXT("by", approval->by),
                                 GP_TEXT("date", gp_label_date(&template->memory, approval->on))));
}

static void add_unseen(gp_template *template, const void *context)
{
    const gp_results_page *self = context;

    gp_results_page_mark(template, self, self->results->answer.slug);
}

static void add_feedback(gp_template *template, const void *context)
{
    const gp_answer *answer = context;

    gp_template_add(template, file, "feedback", GP_SLOTS(GP_TEXT("section", answer->id)));
}

static void add_answer(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_answer *answer = &self->results->answer;
    gp_str heading = answer->heading.size > 0 ? answer->heading : answer->title;

    if (!answer->present)
        return;
    gp_template_add(
        template, file, "answer",
        GP_SLOTS(
            GP_TEXT("kicker", weak(self->results) ? GP_STR("This may help") : GP_STR("Answer")),
            GP_TEXT("heading", heading), GP_FILL("lines", add_answer_lines, answer),
            GP_FILL("items", add_answer_items, answer), GP_ADDRESS("url", answer->url),
            GP_TEXT("title", answer->title), GP_FILL("unseen", add_unseen, self),
            GP_FILL("verified", add_verified, self), GP_FILL("feedback", add_feedback, answer)));
}

/* ---- when there is no answer, and what is near ---------------------------------------------- */

static bool found_nothing(const gp_results *results)
{
    return results->total == 0 && !asked_nothing(results);
}

static void add_nothing(gp_template *template, const void *context)
{
    if (found_nothing(context))
        gp_template_add(template, file, "nothing", NULL);
}

static void add_topics(gp_template *template, const void *context)
{
    const gp_results_page *self = context;

    if (found_nothing(self->results) && self->documents != NULL)
        gp_topics(template, self->documents);
}

static void add_related_title(gp_template *template, const void *context)
{
    const gp_related *related = context;

    if (related->heading.size > 0 && related->title.size > 0)
        gp_template_add(template, file, "related-title",
                        GP_SLOTS(GP_TEXT("title", related->title)));
}

static void add_related_links(gp_template *template, const void *context)
{
    const gp_related_list *list = context;

    for (size_t i = 0; i < list->count; i++) {
        const gp_related *related = &list->items[i];
        gp_str heading = related->heading.size > 0 ? related->heading : related->title;
        gp_template_add(template, file, "related-link",
                        GP_SLOTS(GP_ADDRESS("url", related->url), GP_TEXT("heading", heading),
                                 GP_FILL("title", add_related_title, related)));
    }
}

static void add_related(gp_template *template, const void *context)
{
    const gp_results *results = context;

    if (results->related.count > 0)
        gp_template_add(template, file, "related",
                        GP_SLOTS(GP_FILL("links", add_related_links, &results->related)));
}

static void add_help(gp_template *template, const void *context)
{
    const gp_results_page *self = context;

    if (self->results->match == GP_MATCH_NONE)
        gp_template_add(template, file, "help",
                        GP_SLOTS(GP_FILL("contact", gp_page_contact, self->page)));
}

/* ---- the page ------------------------------------------------------------------------------- */

static void add_results(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_results *results = self->results;
    const gp_page_help help = {self->page, results->notice};

    gp_template_add(
        template, file, "results",
        GP_SLOTS(
            GP_FILL("notice", gp_page_notice, &help), GP_TEXT("heading", heading_of(results)),
            GP_TEXT("status", status_of(template, results)),
            GP_FILL("corrected", gp_results_page_corrected, self), GP_FILL("cut", add_cut, results),
            GP_FILL("answer", add_answer, self), GP_FILL("nothing", add_nothing, results),
            GP_FILL("filters", gp_results_page_filters, self),
            GP_FILL("hits", gp_results_page_hits, self),
            GP_FILL("turns", gp_results_page_turns, self), GP_FILL("related", add_related, results),
            GP_FILL("help", add_help, self), GP_FILL("topics", add_topics, self)));
}

void gp_view_results(gp_buf *html, const gp_page *page, const gp_search_request *request,
                     const gp_results *results, const gp_document_lines *documents)
{
    const gp_results_page self = {page, request, results, documents};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_PASSING,
                                 .title = GP_STR("Search results"),
                                 .question = results->question,
                                 .body = add_results,
                                 .context = &self};

    gp_page_add(html, &parts);
}

void gp_view_results_part(gp_buf *html, const gp_page *page, const gp_search_request *request,
                          const gp_results *results, const gp_document_lines *documents)
{
    const gp_results_page self = {page, request, results, documents};
    gp_template template;

    gp_template_init(&template, html, page->web_folder);
    add_results(&template, &self);
    if (template.memory.failed && html->status == GP_OK)
        html->status = GP_NO_MEMORY;
    gp_template_clear(&template);
}
