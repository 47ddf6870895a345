#include "http/count.h"

_Static_assert((int)GP_ASKED_NONE == (int)GP_MATCH_NONE &&
                   (int)GP_ASKED_SOME == (int)GP_MATCH_SOME &&
                   (int)GP_ASKED_MOST == (int)GP_MATCH_MOST &&
                   (int)GP_ASKED_EXACT == (int)GP_MATCH_EXACT,
               "the desk's levels are the search's");

/* The browser asked by itself, or says that its user wants no such thing. */
static bool declined(const gp_request *request)
{
    return gp_str_equal(gp_request_header(request, "Sec-GPC"), GP_STR("1")) ||
           gp_str_starts(gp_request_header(request, "Sec-Purpose"), GP_STR("prefetch")) ||
           gp_str_equal(gp_request_header(request, "Purpose"), GP_STR("prefetch"));
}

void gp_count_question(const gp_visit *visit, const gp_request *request,
                       const gp_search_request *search, const gp_results *results)
{
    gp_asked asked;

    if (!visit->counts || search->draft || search->offset > 0 || results->notice != NULL ||
        request->method == GP_METHOD_HEAD || declined(request))
        return;
    /* what was answered is what counts: a slip of the pen is not another question */
    asked =
        (gp_asked){.day = visit->page.today,
                   .visitor = visit->visitor,
                   .question = results->corrected.size > 0 ? results->corrected : results->question,
                   .level = (gp_asked_level)results->match,
                   .store = visit->store,
                   .tokenizer = gp_searcher_tokenizer(visit->searcher)};
    gp_desk_count(visit->desk, &asked);
}
