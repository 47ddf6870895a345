/* The addresses, in order: home, the lists of articles, the articles as gp_store_documents orders them. */
#include "view/discovery.h"

#include "base/clock.h"
#include "base/html.h"

static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
static const char name_space[] = "http://www.sitemaps.org/schemas/sitemap/0.9";

enum {
    ADDRESS_MARKUP = 96,  /* bytes around an address */
    REPLY_ROOM = 6 << 20, /* bytes; a reply has 8 MiB */
    SITEMAP_FEW = 5000
};

static bool has_kind(const gp_document_lines *documents, gp_kind kind)
{
    for (size_t i = 0; i < documents->count; i++) {
        if (documents->items[i].kind == kind)
            return true;
    }
    return false;
}

/* Which lists there are: shelves[0..the number returned). */
static size_t find_shelves(const gp_document_lines *documents, gp_kind shelves[GP_KIND_COUNT])
{
    size_t count = 0;

    for (int kind = 0; kind < GP_KIND_COUNT; kind++) {
        if (has_kind(documents, (gp_kind)kind))
            shelves[count++] = (gp_kind)kind;
    }
    return count;
}

static size_t count_addresses(const gp_document_lines *documents)
{
    gp_kind shelves[GP_KIND_COUNT];

    return 1 + find_shelves(documents, shelves) + documents->count;
}

size_t gp_sitemap_most(const gp_page *page, const gp_document_lines *documents)
{
    size_t bytes = 0; /* at most */

    for (size_t i = 0; i < documents->count; i++)
        bytes += page->base_url.size + documents->items[i].slug.size * 3 + ADDRESS_MARKUP;
    return bytes < REPLY_ROOM ? GP_SITEMAP_MAX : SITEMAP_FEW;
}

size_t gp_sitemap_files(const gp_document_lines *documents, size_t most)
{
    return (count_addresses(documents) + most - 1) / most;
}

/* The day on which an address's content changed; false: nobody can say. */
static bool changed_on(const gp_document_lines *documents, size_t before, size_t at, int32_t *day)
{
    return at >= before && gp_feed_day(&documents->items[at - before], day);
}

static void add_day(gp_buf *xml, int32_t day)
{
    char text[GP_DATE_TEXT];

    gp_date_write(day, text);
    gp_buf_printf(xml, "<lastmod>%s</lastmod>", text);
}

/* Addresses [start, end) of all. */
static void add_addresses(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                          size_t start, size_t end)
{
    gp_kind shelves[GP_KIND_COUNT];
    size_t before = 1 + find_shelves(documents, shelves);
    int32_t day;

    gp_buf_printf(xml, "%s<urlset xmlns=\"%s\">\n", head, name_space);
    for (size_t i = start; i < end && xml->status == GP_OK; i++) {
        gp_buf_add_text(xml, "<url><loc>");
        gp_xml_add_text(xml, page->base_url);
        if (i == 0) {
            gp_buf_add_byte(xml, '/');
        } else if (i < before) {
            gp_buf_add_text(xml, "/browse/");
            gp_buf_add(xml, gp_view_shelf(shelves[i - 1]));
        } else {
            gp_buf_add_text(xml, "/a/");
            gp_url_add_part(xml, documents->items[i - before].slug);
        }
        gp_buf_add_text(xml, "</loc>");
        if (changed_on(documents, before, i, &day))
            add_day(xml, day);
        gp_buf_add_text(xml, "</url>\n");
    }
    gp_buf_add_text(xml, "</urlset>\n");
}

/* The newest day of addresses [start, end); false: none has one. */
static bool newest_day(const gp_document_lines *documents, size_t start, size_t end,
                       int32_t *newest)
{
    size_t before = count_addresses(documents) - documents->count;
    bool found = false;
    int32_t day;

    for (size_t i = start; i < end; i++) {
        if (!changed_on(documents, before, i, &day) || (found && day <= *newest))
            continue;
        *newest = day;
        found = true;
    }
    return found;
}

static size_t end_of(const gp_document_lines *documents, size_t most, size_t start)
{
    size_t all = count_addresses(documents);

    return all - start < most ? all : start + most;
}

static void add_files(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                      size_t most)
{
    size_t files = gp_sitemap_files(documents, most);
    int32_t day;

    gp_buf_printf(xml, "%s<sitemapindex xmlns=\"%s\">\n", head, name_space);
    for (size_t i = 0; i < files; i++) {
        gp_buf_add_text(xml, "<sitemap><loc>");
        gp_xml_add_text(xml, page->base_url);
        gp_buf_printf(xml, "/sitemaps/%zu.xml</loc>", i + 1);
        if (newest_day(documents, i * most, end_of(documents, most, i * most), &day))
            add_day(xml, day);
        gp_buf_add_text(xml, "</sitemap>\n");
    }
    gp_buf_add_text(xml, "</sitemapindex>\n");
}

void gp_view_sitemap(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                     size_t most)
{
    if (gp_sitemap_files(documents, most) > 1)
        add_files(xml, page, documents, most);
    else
        add_addresses(xml, page, documents, 0, count_addresses(documents));
}

gp_status gp_view_sitemap_file(gp_buf *xml, const gp_page *page, const gp_document_lines *documents,
                               size_t most, size_t number)
{
    size_t files = gp_sitemap_files(documents, most);
    size_t start;

    if (files < 2 || number == 0 || number > files)
        return GP_NOT_FOUND;
    start = (number - 1) * most;
    add_addresses(xml, page, documents, start, end_of(documents, most, start));
    return GP_OK;
}
