/* feeds.c - new and changed articles, as Atom and as JSON Feed. An entry is known by its article's address. */
#include "view/discovery.h"

#include "base/clock.h"
#include "base/html.h"
#include "base/json.h"

#include <stdlib.h>

/* ---- which ---------------------------------------------------------------------------------- */

bool gp_feed_day(const gp_document_line *line, int32_t *day)
{
    if (!gp_date_parse(line->updated, day) && !gp_date_parse(line->date, day))
        return false;
    if (line->publish_on > *day)
        *day = line->publish_on;
    return true;
}

static int by_day(const void *a, const void *b)
{
    const gp_feed_entry *left = a;
    const gp_feed_entry *right = b;

    if (left->day != right->day)
        return left->day < right->day ? 1 : -1;
    return gp_str_compare(left->line->slug, right->line->slug);
}

gp_status gp_feed_choose(const gp_document_lines *documents, gp_arena *arena, gp_feed *feed)
{
    *feed = (gp_feed){NULL, 0, 0};
    for (size_t i = 0; i < documents->count; i++) {
        gp_feed_entry entry = {.line = &documents->items[i]};
        gp_feed_entry *kept;
        if (!gp_feed_day(entry.line, &entry.day))
            continue;
        kept = GP_VEC_PUSH(arena, feed);
        if (kept == NULL)
            return GP_NO_MEMORY;
        *kept = entry;
    }
    if (feed->count > 0)
        qsort(feed->items, feed->count, sizeof feed->items[0], by_day);
    if (feed->count > GP_FEED_MAX)
        feed->count = GP_FEED_MAX;
    return GP_OK;
}

void gp_add_moment(gp_buf *out, int32_t day)
{
    char text[GP_DATE_TEXT];

    gp_date_write(day, text);
    gp_buf_printf(out, "%sT00:00:00Z", text);
}

static void add_url(gp_buf *out, const gp_page *page, gp_str slug)
{
    gp_buf_add(out, page->base_url);
    gp_buf_add_text(out, "/a/");
    gp_url_add_part(out, slug);
}

/* ---- Atom ----------------------------------------------------------------------------------- */

static void add_element(gp_buf *xml, const char *name, gp_str text)
{
    gp_buf_printf(xml, "<%s>", name);
    gp_xml_add_text(xml, text);
    gp_buf_printf(xml, "</%s>\n", name);
}

static void add_link(gp_buf *xml, const gp_page *page, const char *attributes, const char *path)
{
    gp_buf_printf(xml, "<link %s href=\"", attributes);
    gp_xml_add_text(xml, page->base_url);
    gp_buf_printf(xml, "%s\"/>\n", path);
}

static void add_date(gp_buf *xml, const char *name, int32_t day)
{
    gp_buf_printf(xml, "<%s>", name);
    gp_add_moment(xml, day);
    gp_buf_printf(xml, "</%s>\n", name);
}

/* The sections as HTML, escaped once more, as Atom's type="html" wants. */
static void add_content(gp_buf *xml, const gp_page *page, const gp_document *document)
{
    gp_buf_add_text(xml, "<content type=\"html\" xml:base=\"");
    add_url(xml, page, document->slug);
    gp_buf_add_text(xml, "\">");
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        gp_buf heading;
        gp_buf_init(&heading, section->heading.size * 6 + 16);
        if (section->heading.size > 0) {
            gp_buf_printf(&heading, "<h%d>", section->level < 2 ? 2 : section->level);
            gp_html_add_text(&heading, section->heading);
            gp_buf_printf(&heading, "</h%d>\n", section->level < 2 ? 2 : section->level);
        }
        if (heading.status != GP_OK && xml->status == GP_OK)
            xml->status = heading.status;
        gp_xml_add_text(xml, gp_buf_str(&heading));
        gp_xml_add_text(xml, section->html);
        gp_buf_clear(&heading);
    }
    gp_buf_add_text(xml, "</content>\n");
}

static void add_categories(gp_buf *xml, const gp_document_line *line)
{
    for (size_t i = 0; i < line->tags.count; i++) {
        gp_buf_add_text(xml, "<category term=\"");
        gp_xml_add_text(xml, line->tags.items[i]);
        gp_buf_add_text(xml, "\"/>\n");
    }
}

static void add_entry(gp_buf *xml, const gp_page *page, const gp_feed_entry *entry)
{
    int32_t day;

    gp_buf_add_text(xml, "<entry>\n<id>");
    add_url(xml, page, entry->line->slug);
    gp_buf_add_text(xml, "</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
    add_url(xml, page, entry->line->slug);
    gp_buf_add_text(xml, "\"/>\n");
    add_element(xml, "title", entry->line->title);
    add_date(xml, "updated", entry->day);
    if (gp_date_parse(entry->line->date, &day))
        add_date(xml, "published", day);
    add_categories(xml, entry->line);
    if (entry->line->summary.size > 0)
        add_element(xml, "summary", entry->line->summary);
    add_content(xml, page, entry->document);
    gp_buf_add_text(xml, "</entry>\n");
}

void gp_view_atom(gp_buf *xml, const gp_page *page, const gp_feed *feed)
{
    gp_buf_add_text(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n<id>");
    gp_xml_add_text(xml, page->base_url);
    gp_buf_add_text(xml, "/feed.atom</id>\n");
    add_element(xml, "title", page->site->title);
    if (page->site->tagline.size > 0)
        add_element(xml, "subtitle", page->site->tagline);
    add_link(xml, page, "rel=\"self\" type=\"application/atom+xml\"", "/feed.atom");
    add_link(xml, page, "rel=\"alternate\" type=\"text/html\"", "/");
    add_date(xml, "updated", feed->count > 0 ? feed->items[0].day : 0);
    gp_buf_add_text(xml, "<author>");
    add_element(xml, "name", page->site->title);
    gp_buf_add_text(xml, "</author>\n");
    for (size_t i = 0; i < feed->count; i++)
        add_entry(xml, page, &feed->items[i]);
    gp_buf_add_text(xml, "</feed>\n");
}

/* ---- JSON Feed ------------------------------------------------------------------------------ */

/* A member whose value is an address of ours. */
static void add_address(gp_json *json, const gp_page *page, const char *key, gp_str path)
{
    gp_buf url;

    gp_buf_init(&url, page->base_url.size + path.size);
    gp_buf_add(&url, page->base_url);
    gp_buf_add(&url, path);
    if (url.status != GP_OK && json->buf->status == GP_OK)
        json->buf->status = url.status;
    gp_json_pair(json, key, gp_buf_str(&url));
    gp_buf_clear(&url);
}

static void add_item_address(gp_json *json, const gp_page *page, const char *key, gp_str slug)
{
    gp_buf path;

    gp_buf_init(&path, slug.size * 3 + 4);
    gp_buf_add_text(&path, "/a/");
    gp_url_add_part(&path, slug);
    add_address(json, page, key, gp_buf_str(&path));
    gp_buf_clear(&path);
}

static void add_day(gp_json *json, const char *key, int32_t day)
{
    gp_buf moment;

    gp_buf_init(&moment, 32);
    gp_add_moment(&moment, day);
    gp_json_pair(json, key, gp_buf_str(&moment));
    gp_buf_clear(&moment);
}

/* Headings and texts, an empty line between sections. */
static void add_text(gp_json *json, const gp_document *document)
{
    gp_buf text;

    gp_buf_init(&text, json->buf->limit);
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->heading.size == 0 && section->text.size == 0)
            continue;
        gp_buf_add_text(&text, text.size > 0 ? "\n\n" : "");
        gp_buf_add(&text, section->heading);
        gp_buf_add_text(&text, section->heading.size > 0 && section->text.size > 0 ? "\n" : "");
        gp_buf_add(&text, section->text);
    }
    if (text.status != GP_OK && json->buf->status == GP_OK)
        json->buf->status = text.status;
    gp_json_pair(json, "content_text", gp_buf_str(&text));
    gp_buf_clear(&text);
}

static void add_item(gp_json *json, const gp_page *page, const gp_feed_entry *entry)
{
    const gp_document_line *line = entry->line;
    int32_t day;

    gp_json_open(json, '{');
    add_item_address(json, page, "id", line->slug);
    add_item_address(json, page, "url", line->slug);
    gp_json_pair(json, "title", line->title);
    if (line->summary.size > 0)
        gp_json_pair(json, "summary", line->summary);
    add_text(json, entry->document);
    add_day(json, "date_modified", entry->day);
    if (gp_date_parse(line->date, &day))
        add_day(json, "date_published", day);
    gp_json_strings(json, "tags", line->tags.items, line->tags.count);
    gp_json_close(json, '}');
}

void gp_view_json_feed(gp_buf *buf, const gp_page *page, const gp_feed *feed)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "version", GP_STR("https://jsonfeed.org/version/1.1"));
    gp_json_pair(&json, "title", page->site->title);
    if (page->site->tagline.size > 0)
        gp_json_pair(&json, "description", page->site->tagline);
    add_address(&json, page, "home_page_url", GP_STR("/"));
    add_address(&json, page, "feed_url", GP_STR("/feed.json"));
    gp_json_pair(&json, "language", GP_STR("en"));
    gp_json_key(&json, "items");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < feed->count; i++)
        add_item(&json, page, &feed->items[i]);
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_buf_add_byte(buf, '\n');
}
