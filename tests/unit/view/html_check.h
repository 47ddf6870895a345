/* html_check.h - a strict little reader of the HTML we write: every tag and attribute known, quoted,
 * closed; ids used once; one h1; addresses of our own kind. What a payload breaks out of, it sees. */
#ifndef GP_TESTS_VIEW_HTML_CHECK_H
#define GP_TESTS_VIEW_HTML_CHECK_H

#include "base/str.h"

#include <string.h>

enum {
    HTML_DEPTH = 64,
    HTML_IDS = 256
};

typedef struct html_reader {
    gp_str html;
    size_t at;
    gp_str open[HTML_DEPTH];
    size_t depth;
    gp_str ids[HTML_IDS];
    size_t id_count;
    size_t headings; /* h1 */
    size_t scripts;
} html_reader;

static inline void html_fail(const html_reader *r, const char *why)
{
    size_t from = r->at > 80 ? r->at - 80 : 0;
    gp_str near = gp_str_slice(r->html, from, r->at + 80);

    fail_msg("%s at byte %zu, near: %.*s", why, r->at, GP_STR_ARGS(near));
}

static inline bool html_listed(gp_str name, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (gp_str_equal(name, gp_str_of(*list)))
            return true;
    }
    return false;
}

static inline gp_str html_name(html_reader *r)
{
    size_t start = r->at;

    while (r->at < r->html.size &&
           strchr("abcdefghijklmnopqrstuvwxyz0123456789-", r->html.data[r->at]) != NULL)
        r->at++;
    return gp_str_slice(r->html, start, r->at);
}

static inline void html_check_id(html_reader *r, gp_str id)
{
    for (size_t i = 0; i < r->id_count; i++) {
        if (gp_str_equal(r->ids[i], id))
            html_fail(r, "an id stands twice");
    }
    assert_true(r->id_count < HTML_IDS);
    r->ids[r->id_count++] = id;
}

static inline bool html_address_ok(gp_str url)
{
    static const char *const begins[] = {"#", "https://", "http://", "tel:", "sms:", "mailto:"};

    if (gp_str_starts(url, GP_STR("/")))
        return !gp_str_starts(url, GP_STR("//")) && !gp_str_starts(url, GP_STR("/\\"));
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++) {
        if (gp_str_starts(url, gp_str_of(begins[i])))
            return true;
    }
    return false;
}

static inline void html_attribute(html_reader *r)
{
    static const char *const known[] = {"alt",
                                        "aria-current",
                                        "aria-label",
                                        "aria-labelledby",
                                        "aria-pressed",
                                        "autocomplete",
                                        "charset",
                                        "class",
                                        "content",
                                        "data-copy",
                                        "data-done",
                                        "data-feedback",
                                        "data-print",
                                        "dir",
                                        "enterkeyhint",
                                        "for",
                                        "height",
                                        "hidden",
                                        "href",
                                        "id",
                                        "lang",
                                        "method",
                                        "name",
                                        "title",
                                        "open",
                                        "rel",
                                        "role",
                                        "scope",
                                        "spellcheck",
                                        "src",
                                        "tabindex",
                                        "type",
                                        "value",
                                        "width",
                                        "action",
                                        "selected",
                                        NULL};
    gp_str name = html_name(r);
    size_t end;
    gp_str value;

    if (!html_listed(name, known))
        html_fail(r, "an attribute that we never write");
    if (r->at >= r->html.size || r->html.data[r->at] != '=')
        return;
    r->at++;
    if (r->html.data[r->at] != '"')
        html_fail(r, "a value without quotes");
    end = gp_str_find_byte(r->html, '"', r->at + 1);
    value = gp_str_slice(r->html, r->at + 1, end);
    if (gp_str_find_byte(value, '<', 0) < value.size)
        html_fail(r, "a value with a raw <");
    if (gp_str_equal(name, GP_STR("id")))
        html_check_id(r, value);
    if (gp_str_equal(name, GP_STR("src")) && !gp_str_starts(value, GP_STR("/assets/")))
        html_fail(r, "something loaded from elsewhere");
    if ((gp_str_equal(name, GP_STR("href")) || gp_str_equal(name, GP_STR("action"))) &&
        !html_address_ok(value))
        html_fail(r, "an address that leads elsewhere");
    r->at = end + 1;
}

/* Takes the one script of every page, in its head: empty, from our own assets. */
static inline bool html_own_script(html_reader *r)
{
    gp_str begin = GP_STR("script type=\"module\" src=\"/assets/search.js?v=");
    gp_str end = GP_STR("\"></script>");
    size_t quote;

    if (!gp_str_starts(gp_str_slice(r->html, r->at, r->html.size), begin))
        return false;
    quote = gp_str_find_byte(r->html, '"', r->at + begin.size);
    if (gp_str_find_byte(r->html, '<', r->at) < quote ||
        !gp_str_starts(gp_str_slice(r->html, quote, r->html.size), end))
        html_fail(r, "a script that is not empty");
    if (r->depth != 2 || !gp_str_equal(r->open[1], GP_STR("head")))
        html_fail(r, "a script outside of the head");
    r->at = quote + end.size;
    r->scripts++;
    return true;
}

/* What stands in another script is data, and ends at its first "<". */
static inline void html_data(html_reader *r)
{
    gp_str tag = GP_STR("<script type=\"application/ld+json\">");
    size_t end = gp_str_find_byte(r->html, '<', r->at);

    if (r->at < tag.size || !gp_str_equal(gp_str_slice(r->html, r->at - tag.size, r->at), tag))
        html_fail(r, "a script that is none of ours");
    if (!gp_str_starts(gp_str_slice(r->html, end, r->html.size), GP_STR("</script>")))
        html_fail(r, "data that holds a <");
    r->at = end;
}

static inline void html_open_tag(html_reader *r)
{
    static const char *const known[] = {
        "a",      "article", "aside",   "blockquote", "body",  "button", "details", "div",
        "footer", "form",    "h1",      "h2",         "h3",    "h4",     "h5",      "h6",
        "head",   "header",  "html",    "img",        "input", "label",  "li",      "link",
        "main",   "mark",    "meta",    "nav",        "ol",    "p",      "script",  "section",
        "span",   "strong",  "summary", "sup",        "table", "tbody",  "td",      "th",
        "thead",  "title",   "tr",      "ul",         "br",    "code",   "option",  "pre",
        "select", NULL};
    static const char *const empty[] = {"meta", "link", "input", "img", "br", NULL};
    gp_str name;

    if (html_own_script(r))
        return;
    name = html_name(r);
    if (!html_listed(name, known))
        html_fail(r, "a tag that we never write");
    r->headings += gp_str_equal(name, GP_STR("h1"));
    while (r->at < r->html.size && r->html.data[r->at] != '>') {
        if (r->html.data[r->at] != ' ' && r->html.data[r->at] != '\n')
            html_fail(r, "a tag that is not well formed");
        r->at++;
        html_attribute(r);
    }
    r->at++;
    if (html_listed(name, empty))
        return;
    assert_true(r->depth < HTML_DEPTH);
    r->open[r->depth++] = name;
    if (gp_str_equal(name, GP_STR("script")))
        html_data(r);
}

static inline void html_close_tag(html_reader *r)
{
    gp_str name;

    r->at += 2;
    name = html_name(r);
    if (r->depth == 0 || !gp_str_equal(r->open[r->depth - 1], name))
        html_fail(r, "a closing tag that closes nothing");
    r->depth--;
    r->at++;
}

/* Fails the test unless `html` is a page as we write them. */
static inline void html_check(gp_str html)
{
    gp_str doctype = GP_STR("<!doctype html>");
    html_reader r = {.html = html};

    assert_true(gp_str_starts(html, doctype));
    assert_int_equal(gp_str_find(html, GP_STR("{{"), 0), html.size);
    assert_int_equal(gp_str_find(html, GP_STR("<!--"), 0), html.size);
    r.at = doctype.size;
    while (r.at < html.size) {
        r.at = gp_str_find_byte(html, '<', r.at);
        if (r.at == html.size)
            break;
        if (r.at + 1 < html.size && html.data[r.at + 1] == '/') {
            html_close_tag(&r);
        } else {
            r.at++;
            html_open_tag(&r);
        }
    }
    if (r.depth > 0)
        html_fail(&r, "a tag is left open");
    if (r.headings != 1)
        html_fail(&r, "not exactly one h1");
    if (r.scripts > 1)
        html_fail(&r, "more than one script");
}

/* True when `needle` stands in `html`. */
static inline bool holds(const gp_buf *html, const char *needle)
{
    gp_str all = gp_buf_str(html);

    return gp_str_find(all, gp_str_of(needle), 0) < all.size;
}

static inline size_t times(const gp_buf *html, const char *needle)
{
    gp_str all = gp_buf_str(html);
    gp_str wanted = gp_str_of(needle);
    size_t count = 0;

    for (size_t at = gp_str_find(all, wanted, 0); at < all.size;
         at = gp_str_find(all, wanted, at + 1))
        count++;
    return count;
}

/* Where `needle` stands; fails the test when it does not. */
static inline size_t place_of(const gp_buf *html, const char *needle)
{
    gp_str all = gp_buf_str(html);
    size_t at = gp_str_find(all, gp_str_of(needle), 0);

    if (at == all.size)
        fail_msg("the page does not hold \"%s\"", needle);
    return at;
}

#endif
