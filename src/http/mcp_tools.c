/* mcp_tools.c - what assistants may do here: search, and fetch a passage. */
#include "http/mcp.h"

#include "base/clock.h"
#include "base/json.h"
#include "http/json_body.h"
#include "view/label.h"

enum {
    RESULTS_MAX = 10
};

/* Names, words and shapes of the tools, as tools/list tells them. */
void gp_mcp_add_tools(gp_buf *json)
{
    static const char text[] =
        "[{\"name\":\"search\",\"title\":\"Search the site\","
        "\"description\":\"Answers a question with the site's own passage, word for word, and "
        "lists the "
        "sections that match. `answer` is null where the site has no answer.\","
        "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\","
        "\"description\":\"The question, in the asker's own words.\"}},\"required\":[\"query\"]},"
        "\"outputSchema\":{\"type\":\"object\",\"properties\":{\"results\":{\"type\":\"array\","
        "\"items\":{"
        "\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"title\":{\"type\":"
        "\"string\"},"
        "\"url\":{\"type\":\"string\"}},\"required\":[\"id\",\"title\",\"url\"]}},\"answer\":{"
        "\"type\":["
        "\"object\",\"null\"]},\"match\":{\"type\":\"string\"},\"notice\":{\"type\":[\"object\","
        "\"null\"]}},"
        "\"required\":[\"results\",\"answer\",\"match\"]},"
        "\"annotations\":{\"readOnlyHint\":true,\"openWorldHint\":false}},"
        "{\"name\":\"fetch\",\"title\":\"Read a passage\","
        "\"description\":\"The whole text of a section, or of an article, by the id that search "
        "gives.\","
        "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"}},"
        "\"required\":["
        "\"id\"]},\"outputSchema\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":"
        "\"string\"},"
        "\"title\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"},\"url\":{\"type\":"
        "\"string\"},"
        "\"metadata\":{\"type\":\"object\"}},\"required\":[\"id\",\"title\",\"text\",\"url\"]},"
        "\"annotations\":{\"readOnlyHint\":true,\"openWorldHint\":false}}]";

    gp_buf_add_text(json, text);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static gp_str whole(const gp_mcp *mcp, gp_str url)
{
    if (!gp_str_starts(url, GP_STR("/")))
        return url;
    return gp_arena_printf(mcp->arena, "%.*s%.*s", GP_STR_ARGS(mcp->page->base_url),
                           GP_STR_ARGS(url));
}

/* "Article: heading", or the one of them that there is. */
static gp_str named(const gp_mcp *mcp, gp_str title, gp_str heading)
{
    if (heading.size == 0 || gp_str_equal(title, heading))
        return title;
    return gp_arena_printf(mcp->arena, "%.*s: %.*s", GP_STR_ARGS(title), GP_STR_ARGS(heading));
}

/* Null unless a page may say "verified" too. */
static void add_verified(const gp_mcp *mcp, gp_json *json, const gp_approval *approval)
{
    gp_json_key(json, "verified");
    if (!gp_label_verified(approval, mcp->page->today)) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "by", approval->by);
    gp_json_pair(json, "on", approval->on);
    gp_json_key(json, "until");
    gp_json_text_or_null(json, approval->review_by);
    gp_json_close(json, '}');
}

/* The members of a call's result: the object as text, for older clients, and as it is. */
static void add_content(gp_buf *out, const gp_buf *object)
{
    gp_json json;

    gp_json_init(&json, out);
    gp_json_key(&json, "content");
    gp_json_open(&json, '[');
    gp_json_open(&json, '{');
    gp_json_pair(&json, "type", GP_STR("text"));
    gp_json_pair(&json, "text", gp_buf_str(object));
    gp_json_close(&json, '}');
    gp_json_close(&json, ']');
    gp_json_key(&json, "structuredContent");
    gp_buf_add(out, gp_buf_str(object));
    if (object->status != GP_OK && out->status == GP_OK)
        out->status = object->status;
}

/* What the assistant can mend. */
static void add_trouble(gp_buf *out, const char *what)
{
    gp_buf_printf(out, "\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"isError\":true", what);
}

/* ---- search --------------------------------------------------------------------------------- */

static void add_answer(const gp_mcp *mcp, gp_json *json, const gp_answer *answer)
{
    gp_json_key(json, "answer");
    if (!answer->present) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "id", answer->id);
    gp_json_pair(json, "title", named(mcp, answer->title, answer->heading));
    gp_json_pair(json, "text", answer->text);
    gp_json_pair(json, "url", whole(mcp, answer->url));
    gp_json_key(json, "confidence");
    gp_json_number(json, answer->confidence, 4);
    add_verified(mcp, json, &answer->approval);
    gp_json_close(json, '}');
}

static void add_results(const gp_mcp *mcp, gp_json *json, const gp_results *results)
{
    gp_json_open(json, '{');
    add_answer(mcp, json, &results->answer);
    gp_json_pair(json, "match", gp_str_of(gp_match_level_name(results->match)));
    gp_json_key(json, "notice");
    if (results->notice == NULL) {
        gp_json_null(json);
    } else {
        gp_json_open(json, '{');
        gp_json_pair(json, "title", results->notice->title);
        gp_json_pair(json, "html", results->notice->html);
        gp_json_close(json, '}');
    }
    gp_json_key(json, "results");
    gp_json_open(json, '[');
    for (size_t i = 0; i < results->hits.count; i++) {
        const gp_hit *hit = &results->hits.items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "id", hit->id);
        gp_json_pair(json, "title", named(mcp, hit->title, hit->heading));
        gp_json_pair(json, "url", whole(mcp, hit->url));
        add_verified(mcp, json, &hit->approval);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_close(json, '}');
}

static void search(const gp_mcp *mcp, const json_t *arguments, gp_buf *out)
{
    gp_search_request request = {.question = gp_json_body_text(arguments, "query", mcp->arena),
                                 .book = mcp->book,
                                 .limit = RESULTS_MAX,
                                 .today = mcp->day};
    gp_results results;
    gp_buf object;
    gp_json json;

    if (request.question.data == NULL) {
        add_trouble(out, "search wants query, a text.");
        return;
    }
    if (gp_search(mcp->searcher, &request, mcp->arena, &results, NULL) != GP_OK) {
        add_trouble(out, "The search could not be finished; try again.");
        return;
    }
    gp_buf_init(&object, out->limit);
    gp_json_init(&json, &object);
    add_results(mcp, &json, &results);
    add_content(out, &object);
    gp_buf_clear(&object);
}

/* ---- fetch ---------------------------------------------------------------------------------- */

static bool is_shown(const gp_mcp *mcp, const gp_document *document)
{
    int32_t day;

    if (mcp->day == 0)
        return true;
    if (gp_date_parse(document->publish_on, &day) && day > mcp->day)
        return false;
    return !gp_date_parse(document->expires_on, &day) || day > mcp->day;
}

/* The text of the section with that anchor, or of all sections where it is empty. */
static void add_texts(const gp_document *document, gp_str anchor, gp_buf *text)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (anchor.size > 0 && !gp_str_equal(section->anchor, anchor))
            continue;
        gp_buf_add_text(text, text->size > 0 ? "\n\n" : "");
        if (anchor.size == 0 && section->heading.size > 0) {
            gp_buf_add(text, section->heading);
            gp_buf_add_text(text, "\n");
        }
        gp_buf_add(text, section->text);
    }
}

/* As the desk has judged it by now. */
static gp_section *section_of(const gp_mcp *mcp, const gp_document *document, gp_str anchor)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        if (!gp_str_equal(document->sections.items[i].anchor, anchor))
            continue;
        gp_book_judge(mcp->book, &document->sections.items[i], mcp->arena);
        return &document->sections.items[i];
    }
    return NULL;
}

static void add_passage(const gp_mcp *mcp, const gp_document *document, const gp_section *section,
                        gp_str id, gp_buf *object)
{
    gp_str anchor = section != NULL ? section->anchor : (gp_str){NULL, 0};
    gp_approval approval = {0};
    gp_json json;
    gp_buf text;

    gp_buf_init(&text, object->limit);
    add_texts(document, anchor, &text);
    if (section != NULL && anchor.size > 0)
        approval = gp_section_approval(section);
    gp_json_init(&json, object);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "id", id);
    gp_json_pair(
        &json, "title",
        named(mcp, document->title, anchor.size > 0 ? section->heading : (gp_str){NULL, 0}));
    gp_json_pair(&json, "text", gp_buf_str(&text));
    gp_json_pair(&json, "url", whole(mcp, gp_section_url(id, mcp->arena)));
    gp_json_key(&json, "metadata");
    gp_json_open(&json, '{');
    gp_json_pair(&json, "kind", gp_str_of(gp_kind_name(document->kind)));
    gp_json_key(&json, "updated");
    gp_json_text_or_null(&json, document->updated);
    add_verified(mcp, &json, &approval);
    gp_json_close(&json, '}');
    gp_json_close(&json, '}');
    if (text.status != GP_OK && object->status == GP_OK)
        object->status = text.status;
    gp_buf_clear(&text);
}

static void fetch(const gp_mcp *mcp, const json_t *arguments, gp_buf *out)
{
    gp_str id = gp_json_body_text(arguments, "id", mcp->arena);
    size_t mark = gp_str_find_byte(id, '#', 0);
    gp_str slug = gp_str_slice(id, 0, mark);
    gp_str anchor = gp_str_slice(id, mark < id.size ? mark + 1 : id.size, id.size);
    const gp_section *section = NULL;
    gp_document document;
    gp_str moved_to = {NULL, 0};
    gp_buf object;

    if (slug.size == 0) {
        add_trouble(out, "fetch wants id, a text that search gave.");
        return;
    }
    if (gp_store_document(mcp->store, slug, mcp->arena, &document, &moved_to, NULL) != GP_OK ||
        moved_to.size > 0 || !is_shown(mcp, &document) ||
        (anchor.size > 0 && (section = section_of(mcp, &document, anchor)) == NULL)) {
        add_trouble(out, "There is no such section or article; search for it.");
        return;
    }
    gp_buf_init(&object, out->limit);
    add_passage(mcp, &document, section, id, &object);
    add_content(out, &object);
    gp_buf_clear(&object);
}

bool gp_mcp_call(const gp_mcp *mcp, gp_str tool, const struct json_t *arguments, gp_buf *json)
{
    if (gp_str_equal(tool, GP_STR("search")))
        search(mcp, arguments, json);
    else if (gp_str_equal(tool, GP_STR("fetch")))
        fetch(mcp, arguments, json);
    else
        return false;
    return true;
}
