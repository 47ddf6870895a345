/* section_json.c - one section; its owner and other wordings are the staff's and stay out. */
#include "view/view.h"

#include "base/html.h"
#include "base/json.h"
#include "view/label.h"
#include "view/related_json.h"

enum {
    URL_LIMIT = 256 * 1024
};

static void add_breadcrumbs(gp_json *json, const gp_stored_section *stored)
{
    const gp_str_list *trail = &stored->section.trail;

    gp_json_key(json, "breadcrumbs");
    gp_json_open(json, '[');
    gp_json_text(json, stored->title);
    for (size_t i = 0; i < trail->count; i++)
        gp_json_text(json, trail->items[i]);
    gp_json_close(json, ']');
}

static void add_approval(gp_json *json, const gp_section *section, int32_t today)
{
    const gp_approval *approval = &section->approval;

    gp_json_key(json, "approval");
    gp_json_open(json, '{');
    gp_json_pair(json, "state", gp_str_of(gp_approval_name(approval->state)));
    gp_json_key(json, "by");
    gp_json_text_or_null(json, approval->by);
    gp_json_key(json, "on");
    gp_json_text_or_null(json, approval->on);
    gp_json_key(json, "review_by");
    gp_json_text_or_null(json, approval->review_by);
    gp_json_key(json, "verified");
    gp_json_bool(json, gp_label_section_verified(section, today));
    gp_json_close(json, '}');
}

/* key: prefix + slug [+ separator + anchor] + ending */
static void add_link(gp_json *json, const char *key, const char *prefix,
                     const gp_stored_section *stored, char separator, const char *ending)
{
    gp_buf url;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, prefix);
    gp_url_add_part(&url, stored->slug);
    if (separator != '\0' && stored->section.anchor.size > 0) {
        gp_buf_add_byte(&url, separator);
        gp_url_add_part(&url, stored->section.anchor);
    }
    gp_buf_add_text(&url, ending);
    if (url.status != GP_OK && json->buf->status == GP_OK)
        json->buf->status = url.status;
    gp_json_pair(json, key, gp_buf_str(&url));
    gp_buf_clear(&url);
}

static void add_links(gp_json *json, const gp_stored_section *stored)
{
    gp_json_key(json, "links");
    gp_json_open(json, '{');
    add_link(json, "self", "/api/v1/sections/", stored, '/', "");
    add_link(json, "page", "/a/", stored, '#', "");
    add_link(json, "article", "/a/", stored, '\0', "");
    add_link(json, "markdown", "/a/", stored, '\0', ".md");
    gp_json_close(json, '}');
}

void gp_view_section_json(gp_buf *buf, const gp_stored_section *stored,
                          const gp_related_list *related, int32_t today)
{
    const gp_section *section = &stored->section;
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "id", section->id);
    gp_json_pair(&json, "title", stored->title);
    gp_json_pair(&json, "heading", section->heading);
    gp_json_pair_int(&json, "level", section->level);
    add_breadcrumbs(&json, stored);
    gp_json_pair(&json, "text", section->text);
    gp_json_pair(&json, "html", section->html);
    gp_json_pair(&json, "kind", gp_str_of(gp_kind_name(stored->kind)));
    gp_json_pair(&json, "audience", gp_str_of(gp_audience_name(stored->audience)));
    gp_json_strings(&json, "tags", stored->tags.items, stored->tags.count);
    gp_json_key(&json, "updated");
    gp_json_text_or_null(&json, stored->updated);
    add_approval(&json, section, today);
    add_links(&json, stored);
    gp_related_json(&json, related);
    gp_json_close(&json, '}');
    gp_buf_add_byte(buf, '\n');
}
