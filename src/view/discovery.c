/* discovery.c - llms.txt, robots.txt, and OpenSearch. */
#include "view/discovery.h"

#include "base/html.h"
#include "base/json.h"
#include "base/utf8.h"
#include "view/label.h"

enum {
    SHORT_NAME_MAX = 16, /* characters, as OpenSearch 1.1 has it */
    DESCRIPTION_MAX = 1024
};

void gp_xml_add_text(gp_buf *xml, gp_str text)
{
    static const char never[] = "\xEF\xBF"; /* U+FFFE and U+FFFF begin so, and U+FFFD */
    size_t kept = 0;
    size_t at = 0;

    while ((at = gp_str_find(text, GP_STR(never), at)) < text.size) {
        unsigned char last = at + 2 < text.size ? (unsigned char)text.data[at + 2] : 0;
        if (last == 0xBE || last == 0xBF) {
            gp_html_add_text(xml, gp_str_slice(text, kept, at));
            kept = at + 3;
        }
        at += 2;
    }
    gp_html_add_text(xml, gp_str_slice(text, kept, text.size));
}

/* ---- llms.txt ------------------------------------------------------------------------------- */

/* One line; in a link's text brackets would end it. */
static void add_line(gp_buf *text, gp_str line)
{
    for (size_t i = 0; i < line.size; i++) {
        unsigned char byte = (unsigned char)line.data[i];
        if (byte == '[' || byte == ']' || byte == '\\')
            gp_buf_add_byte(text, '\\');
        gp_buf_add_byte(text, byte < ' ' ? ' ' : (char)byte);
    }
}

static void add_article(gp_buf *text, const gp_page *page, const gp_document_line *line)
{
    gp_buf_add_text(text, "- [");
    add_line(text, line->title);
    gp_buf_add_text(text, "](");
    gp_buf_add(text, page->base_url);
    gp_buf_add_text(text, "/a/");
    gp_url_add_part(text, line->slug);
    gp_buf_add_text(text, ".md)");
    if (line->summary.size > 0) {
        gp_buf_add_text(text, ": ");
        add_line(text, line->summary);
    }
    gp_buf_add_byte(text, '\n');
}

static void add_shelf(gp_buf *text, const gp_page *page, const gp_document_lines *documents,
                      gp_kind kind)
{
    bool first = true;

    for (size_t i = 0; i < documents->count; i++) {
        if (documents->items[i].kind != kind)
            continue;
        if (first) {
            gp_buf_add_text(text, "\n## ");
            gp_buf_add(text, gp_label_shelf(kind));
            gp_buf_add_text(text, "\n\n");
        }
        first = false;
        add_article(text, page, &documents->items[i]);
    }
}

void gp_view_llms(gp_buf *text, const gp_page *page, const gp_document_lines *documents)
{
    gp_buf_add_text(text, "# ");
    add_line(text, page->site->title);
    gp_buf_add_byte(text, '\n');
    if (page->site->tagline.size > 0) {
        gp_buf_add_text(text, "\n> ");
        add_line(text, page->site->tagline);
        gp_buf_add_byte(text, '\n');
    }
    if (page->site->sample_data)
        gp_buf_add_text(text, "\nSample content: the center is made up, and no clinician has "
                              "reviewed these pages.\n");
    gp_buf_add_text(text, "\nThis is general information, not medical advice. In an emergency in "
                          "the United States call 911; for a crisis call or text 988.\n"
                          "Quote a passage as it stands and link to its section. Answers to "
                          "questions: ");
    gp_buf_add(text, page->base_url);
    gp_buf_add_text(text, "/api/v1/search (POST, JSON: {\"q\": \"...\"}); `answer` is null where "
                          "there is none.\n");
    for (int kind = 0; kind < GP_KIND_COUNT; kind++)
        add_shelf(text, page, documents, (gp_kind)kind);
}

/* ---- robots.txt ----------------------------------------------------------------------------- */

void gp_view_robots(gp_buf *text, const gp_page *page)
{
    gp_buf_add_text(text, "User-agent: *\nDisallow: /search\nDisallow: /api/\nDisallow: "
                          "/feedback\nDisallow: /suggest.json\nDisallow: /desk/\n\nSitemap: ");
    gp_buf_add(text, page->base_url);
    gp_buf_add_text(text, "/sitemap.xml\n");
}

/* ---- OpenSearch ----------------------------------------------------------------------------- */

/* At most `most` characters of `text`; of words only whole ones, unless the first is too long. */
static gp_str cut(gp_str text, size_t most)
{
    size_t end = 0;
    size_t word = 0;

    for (size_t n = 0; end < text.size && n < most; n++)
        (void)gp_utf8_next(text, &end);
    if (end == text.size)
        return text;
    for (size_t i = 0; i <= end; i++) {
        if (text.data[i] == ' ')
            word = i;
    }
    return gp_str_trim(gp_str_slice(text, 0, word > 0 ? word : end));
}

static void add_url(gp_buf *xml, const gp_page *page, const char *attributes, const char *path)
{
    gp_buf_printf(xml, "<Url %s template=\"", attributes);
    gp_xml_add_text(xml, page->base_url);
    gp_buf_printf(xml, "%s\"/>\n", path);
}

void gp_view_opensearch(gp_buf *xml, const gp_page *page)
{
    const gp_site *site = page->site;

    gp_buf_add_text(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription "
                         "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n<ShortName>");
    gp_xml_add_text(xml, cut(site->title, SHORT_NAME_MAX));
    gp_buf_add_text(xml, "</ShortName>\n<Description>");
    gp_xml_add_text(xml,
                    cut(site->tagline.size > 0 ? site->tagline : site->title, DESCRIPTION_MAX));
    gp_buf_add_text(xml, "</Description>\n<InputEncoding>UTF-8</InputEncoding>\n");
    gp_buf_add_text(xml, "<Image type=\"image/svg+xml\">");
    gp_xml_add_text(xml, page->base_url);
    gp_buf_add_text(xml, "/assets/icon.svg</Image>\n");
    add_url(xml, page, "type=\"text/html\" rel=\"results\"", "/search?q={searchTerms}");
    if (site->opensearch)
        add_url(xml, page, "type=\"application/x-suggestions+json\" rel=\"suggestions\"",
                "/suggest.json?q={searchTerms}");
    add_url(xml, page, "type=\"application/opensearchdescription+xml\" rel=\"self\"",
            "/opensearch.xml");
    gp_buf_add_text(xml, "</OpenSearchDescription>\n");
}

/* One of the four lists; which 0 texts, 1 kinds, 2 addresses. */
static void add_list(gp_json *json, const gp_page *page, const gp_suggest_list *list, int which)
{
    gp_json_open(json, '[');
    for (size_t i = 0; i < list->items.count; i++) {
        const gp_suggestion *item = &list->items.items[i];
        gp_buf url;
        gp_buf_init(&url, page->base_url.size + item->url.size);
        if (which == 2 && gp_str_starts(item->url, GP_STR("/")))
            gp_buf_add(&url, page->base_url);
        gp_buf_add(&url, item->url);
        gp_json_text(json, which == 0   ? item->text
                           : which == 1 ? gp_label_kind(item->kind)
                                        : gp_buf_str(&url));
        gp_buf_clear(&url);
    }
    gp_json_close(json, ']');
}

void gp_view_opensearch_suggestions(gp_buf *buf, const gp_page *page, const gp_suggest_list *list)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '[');
    gp_json_text(&json, list->typed);
    for (int which = 0; which < 3; which++)
        add_list(&json, page, list, which);
    gp_json_close(&json, ']');
    gp_buf_add_byte(buf, '\n');
}
