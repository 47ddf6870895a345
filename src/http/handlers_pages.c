/* handlers_pages.c - the visitors' pages: home, results, article (and its Markdown twin and images).
 */
#include "http/count.h"
#include "http/visit.h"

#include "base/hash.h"
#include "base/html.h"
#include "search/related.h"

static const char HTML[] = "text/html; charset=utf-8";
static const char MARKDOWN[] = "text/markdown; charset=utf-8";

static void finish_page(const gp_visit *visit, const gp_request *request, const char *type,
                        gp_response *response)
{
    response->content_type = type;
    if (response->body.status != GP_OK)
        gp_visit_error(&visit->page, request->path, 500, response);
}

static size_t number_of(gp_str form, const char *name, gp_arena *arena, size_t otherwise,
                        size_t max)
{
    gp_str text;
    size_t number = otherwise;

    if (gp_form_value(form, name, arena, &text) && !gp_str_to_size(text, max, &number))
        return otherwise;
    return number;
}

/* ---- home and browse ---------------------------------------------------------------------- */

enum {
    GUIDES_MAX = 3 /* whose sections the home page lists */
};

/* The first guides with their sections; one that cannot be read is left out. */
static size_t read_guides(const gp_visit *visit, const gp_document_lines *documents,
                          gp_document guides[GUIDES_MAX])
{
    gp_str moved_to;
    size_t count = 0;

    for (size_t i = 0; i < documents->count && count < GUIDES_MAX; i++) {
        const gp_document_line *line = &documents->items[i];
        if (line->kind == GP_GUIDE && gp_store_document(visit->store, line->slug, visit->arena,
                                                        &guides[count], &moved_to, NULL) == GP_OK)
            count++;
    }
    return count;
}

/* What visitors ask most, or nothing: the page then has the site's own examples. */
static gp_str_list most_asked(const gp_visit *visit)
{
    gp_str_list questions = {0};

    if (visit->counts && gp_desk_most_asked(visit->desk, visit->arena, &questions) != GP_OK)
        return (gp_str_list){0};
    return questions;
}

static uint64_t hash_of(const gp_str_list *list)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < list->count; i++)
        hash = (hash ^ gp_hash64(list->items[i])) * 31;
    return hash;
}

void gp_handle_home(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_document guides[GUIDES_MAX];
    gp_str_list asked = most_asked(visit);
    gp_document_lines documents;
    gp_home home;
    gp_status status;

    if (visit->store == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    status = gp_visit_documents(visit, &documents);
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    home = (gp_home){.documents = &documents,
                     .guides = guides,
                     .guide_count = read_guides(visit, &documents, guides),
                     .asked = &asked};
    gp_visit_revalidate(visit, hash_of(&asked), response);
    gp_view_home(&response->body, &visit->page, &home);
    finish_page(visit, request, HTML, response);
}

/* /browse/posts?page=2 */
void gp_handle_browse(gp_visit *visit, const gp_request *request, gp_response *response)
{
    size_t number = number_of(request->query, "page", visit->arena, 1, 100000);
    gp_document_lines documents;
    gp_status status = GP_NOT_FOUND;

    if (visit->store == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    for (int kind = 0; kind < GP_KIND_COUNT; kind++) {
        if (!gp_str_equal(visit->parameter, gp_view_shelf((gp_kind)kind)))
            continue;
        status = gp_visit_documents(visit, &documents);
        if (status == GP_OK)
            status =
                gp_view_browse(&response->body, &visit->page, &documents, (gp_kind)kind, number);
    }
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    gp_visit_revalidate(visit, 0, response);
    finish_page(visit, request, HTML, response);
}

/* ---- results ------------------------------------------------------------------------------ */

/* The search a form asks for; fields that are missing or nonsense fall back to what is usual. */
static void read_search_form(gp_visit *visit, gp_str form, gp_search_request *search)
{
    size_t page = number_of(form, "page", visit->arena, 1, 1000);
    gp_str as, draft;

    *search = (gp_search_request){
        .limit = GP_LIMIT_DEFAULT, .today = gp_visit_day(visit), .book = visit->book};
    (void)gp_form_value(form, "q", visit->arena, &search->question);
    (void)gp_form_value(form, "tag", visit->arena, &search->tag);
    (void)gp_form_value(form, "kind", visit->arena, &search->kind);
    search->as_typed =
        gp_form_value(form, "as", visit->arena, &as) && gp_str_equal(as, GP_STR("typed"));
    search->draft =
        gp_form_value(form, "draft", visit->arena, &draft) && gp_str_equal(draft, GP_STR("1"));
    search->offset = (page > 0 ? page - 1 : 0) * GP_LIMIT_DEFAULT;
}

/* part=results: asked by the script of the page, which has the rest already. */
static bool wants_part(const gp_visit *visit, gp_str form)
{
    gp_str part;

    return gp_form_value(form, "part", visit->arena, &part) &&
           gp_str_equal(part, GP_STR("results"));
}

/* Where nothing was found, the page offers the topics there are. */
static gp_status add_results(gp_visit *visit, gp_str form, const gp_search_request *search,
                             const gp_results *results, gp_buf *html)
{
    gp_document_lines documents = {NULL, 0, 0};
    bool wanted = results->total == 0 || visit->page.preview; /* there, to tell which are drafts */
    gp_status status = wanted ? gp_visit_documents(visit, &documents) : GP_OK;

    if (status != GP_OK)
        return status;
    if (wants_part(visit, form))
        gp_view_results_part(html, &visit->page, search, results, &documents);
    else
        gp_view_results(html, &visit->page, search, results, &documents);
    return GP_OK;
}

void gp_handle_results(gp_visit *visit, const gp_request *request, gp_response *response)
{
    bool posted = request->method == GP_METHOD_POST;
    gp_str form = posted ? request->body : request->query;
    gp_search_request search;
    gp_results results;
    gp_status status;

    response->no_store = true;
    gp_response_header(response, "X-Robots-Tag", GP_STR("noindex"));
    if (posted && !gp_visit_posts_form(request)) {
        gp_visit_error(&visit->page, request->path, 415, response);
        return;
    }
    read_search_form(visit, form, &search);
    search.posted = posted;
    if (visit->searcher == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    status = gp_search(visit->searcher, &search, visit->arena, &results, NULL);
    if (status == GP_OK) {
        gp_count_question(visit, request, &search, &results);
        status = add_results(visit, form, &search, &results, &response->body);
    }
    if (status != GP_OK) {
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
        return;
    }
    finish_page(visit, request, HTML, response);
}

/* ---- article ------------------------------------------------------------------------------ */

static void redirect(const gp_visit *visit, gp_str slug, gp_str ending, gp_response *response)
{
    gp_buf url;

    gp_buf_init(&url, 4096);
    gp_buf_add_text(&url, "/a/");
    gp_url_add_part(&url, slug);
    gp_buf_add(&url, ending);
    response->status = 301;
    gp_response_header(response, "Location", gp_arena_take(visit->arena, &url));
    gp_response_header(response, "Cache-Control", GP_STR("no-cache"));
    gp_buf_clear(&url);
}

/* An address of the site before this one: it is an article's alias, or its slug alone. */
void gp_handle_moved(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_str old = gp_alias_place(visit->parameter);
    gp_document document = {0};
    gp_str moved_to = {NULL, 0};
    gp_status status = GP_NOT_FOUND;

    if (visit->store != NULL && old.size > 0)
        status = gp_store_document(visit->store, old, visit->arena, &document, &moved_to, NULL);
    if (status == GP_OK && moved_to.size > 0)
        status = gp_visit_article(visit, moved_to, &document);
    else if (status == GP_OK && gp_visit_hidden(visit, &document))
        status = GP_NOT_FOUND;
    if (status == GP_OK)
        redirect(visit, document.slug, GP_STR(""), response);
    else
        gp_visit_error(&visit->page, request->path,
                       status == GP_NOT_FOUND ? 404 : gp_visit_status(status), response);
}

/* Takes out what stands in articles that are not shown today. */
static void hide_moved(const gp_visit *visit, gp_document *document)
{
    size_t kept = 0;

    for (size_t i = 0; i < document->moved.count; i++) {
        const gp_moved_section *moved = &document->moved.items[i];
        const gp_document there = {.publish_on = moved->publish_on,
                                   .expires_on = moved->expires_on};
        if (!gp_visit_hidden(visit, &there))
            document->moved.items[kept++] = *moved;
    }
    document->moved.count = kept;
}

/* The article's page or, with `ending` ".md", its twin. */
static gp_status render_article(gp_visit *visit, gp_str slug, gp_str ending, gp_response *response)
{
    gp_document document;
    gp_document_lines documents;
    gp_related_list related;
    gp_str moved_to;
    gp_status status =
        gp_store_document(visit->store, slug, visit->arena, &document, &moved_to, NULL);

    if (status == GP_OK && moved_to.size > 0) {
        status = gp_visit_article(visit, moved_to, &document);
        if (status == GP_OK)
            redirect(visit, moved_to, ending, response);
        return status;
    }
    if (status == GP_OK && gp_visit_hidden(visit, &document))
        status = GP_NOT_FOUND;
    if (status == GP_OK && ending.size == 0)
        status = gp_visit_documents(visit, &documents);
    if (status == GP_OK && ending.size == 0)
        status = gp_related_to_document(visit->store, &document, gp_visit_day(visit), visit->arena,
                                        &related, NULL);
    if (status == GP_OK)
        status = gp_visit_judge(visit, document.sections.items, document.sections.count);
    if (status != GP_OK)
        return status;
    hide_moved(visit, &document);
    /* the twin tells of no approval */
    gp_visit_revalidate(visit, ending.size > 0 ? 0 : gp_visit_words(visit), response);
    if (ending.size > 0)
        gp_view_markdown(&response->body, &visit->page, &document);
    else
        gp_view_article(&response->body, &visit->page, &document, &documents, &related);
    response->content_type = ending.size > 0 ? MARKDOWN : HTML;
    return response->body.status;
}

/* An image of an article: /a/slug/name. */
static gp_status send_attachment(gp_visit *visit, gp_str slug, gp_str name, gp_response *response)
{
    gp_attachment attachment;
    gp_document document;
    gp_status status = gp_visit_article(visit, slug, &document);

    if (status == GP_OK)
        status = gp_store_attachment(visit->store, slug, name, visit->arena, &attachment, NULL);
    if (status != GP_OK)
        return status;
    gp_visit_revalidate(visit, 0, response);
    gp_buf_add(&response->body, attachment.bytes);
    response->content_type = attachment.mime.data;
    return response->body.status;
}

void gp_handle_article(gp_visit *visit, const gp_request *request, gp_response *response)
{
    gp_str rest = visit->parameter;
    size_t slash = gp_str_find_byte(rest, '/', 0);
    gp_status status;

    if (visit->store == NULL) {
        gp_visit_error(&visit->page, request->path, 503, response);
        return;
    }
    if (slash < rest.size)
        status = send_attachment(visit, gp_str_slice(rest, 0, slash),
                                 gp_str_slice(rest, slash + 1, rest.size), response);
    else
        status = render_article(visit, rest, GP_STR(""), response);
    if (status == GP_NOT_FOUND && slash == rest.size && gp_str_ends(rest, GP_STR(".md")))
        status =
            render_article(visit, gp_str_slice(rest, 0, rest.size - 3), GP_STR(".md"), response);
    if (status != GP_OK)
        gp_visit_error(&visit->page, request->path, gp_visit_status(status), response);
}
