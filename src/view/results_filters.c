/* One form a row: each button carries the one field that changes, hidden fields carry the rest.
 * Forms use the method by which the question came, so that a posted question never gets into an
 * address. */
#include "view/results_page.h"

#include "base/html.h"
#include "view/label.h"

enum {
    TAGS_SHOWN = 8,
    URL_LIMIT = 16384
};

static const char file[] = "results.html";

/* One row of filters: all, and each value that narrows. */
typedef struct filter {
    const gp_results_page *of;
    const char *name;    /* of the form's field */
    const char *heading; /* for readers */
    gp_slot_fn *options;
} filter;

/* ---- the form around ------------------------------------------------------------------------ */

/* A question that was posted stays out of addresses. */
static gp_str method_of(const gp_results_page *self)
{
    return self->request->posted ? GP_STR("post") : GP_STR("get");
}

static void add_hidden(gp_template *template, const char *name, gp_str value)
{
    if (value.size > 0)
        gp_template_add(template, file, "hidden",
                        GP_SLOTS(GP_TEXT("name", gp_str_of(name)), GP_TEXT("value", value)));
}

/* Everything that was asked but the field that the buttons change, and the page. */
static void add_hidden_but(gp_template *template, const gp_results_page *self, const char *changed)
{
    gp_str name = gp_str_of(changed);

    add_hidden(template, "q", self->results->question);
    if (!gp_str_equal(name, GP_STR("kind")))
        add_hidden(template, "kind", self->request->kind);
    if (!gp_str_equal(name, GP_STR("tag")))
        add_hidden(template, "tag", self->request->tag);
    if (self->request->as_typed)
        add_hidden(template, "as", GP_STR("typed"));
}

/* ---- as typed ------------------------------------------------------------------------------- */

static void add_corrected_hidden(gp_template *template, const void *context)
{
    add_hidden_but(template, context, "as");
}

void gp_results_page_corrected(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_results *results = self->results;

    if (results->corrected.size > 0)
        gp_template_add(template, file, "corrected",
                        GP_SLOTS(GP_TEXT("method", method_of(self)),
                                 GP_TEXT("corrected", results->corrected),
                                 GP_TEXT("question", results->question),
                                 GP_FILL("hidden", add_corrected_hidden, self)));
}

/* ---- filters -------------------------------------------------------------------------------- */

static void add_option(gp_template *template, const filter *self, gp_str value, gp_str label,
                       bool pressed)
{
    gp_template_add(template, file, "option",
                    GP_SLOTS(GP_TEXT("name", gp_str_of(self->name)), GP_TEXT("value", value),
                             GP_TEXT("label", label),
                             GP_TEXT("pressed", pressed ? GP_STR("true") : GP_STR("false"))));
}

static gp_str counted(gp_arena *arena, gp_str label, size_t count)
{
    return gp_arena_printf(arena, "%.*s (%zu)", GP_STR_ARGS(label), count);
}

static bool knows_kind(gp_str name)
{
    gp_kind kind;

    return gp_kind_parse(name, &kind);
}

static void add_kinds(gp_template *template, const void *context)
{
    const filter *self = context;
    gp_str chosen = self->of->request->kind;

    add_option(template, self, GP_STR(""), GP_STR("All"), !knows_kind(chosen));
    for (int kind = 0; kind < GP_KIND_COUNT; kind++) {
        size_t count = self->of->results->kinds[kind];
        gp_str name = gp_str_of(gp_kind_name((gp_kind)kind));
        bool pressed = gp_str_equal(name, chosen);
        if (count > 0 || pressed)
            add_option(template, self, name,
                       counted(&template->memory, gp_label_kind((gp_kind)kind), count), pressed);
    }
}

static void add_tags(gp_template *template, const void *context)
{
    const filter *self = context;
    const gp_facet_list *tags = &self->of->results->tags;
    gp_str chosen = self->of->request->tag;
    bool met = false;

    add_option(template, self, GP_STR(""), GP_STR("All"), chosen.size == 0);
    for (size_t i = 0; i < tags->count && i < TAGS_SHOWN; i++) {
        bool pressed = gp_str_equal(tags->items[i].name, chosen);
        gp_str label = gp_label_tag(&template->memory, tags->items[i].name);
        met = met || pressed;
        add_option(template, self, tags->items[i].name,
                   counted(&template->memory, label, tags->items[i].count), pressed);
    }
    if (chosen.size > 0 && !met)
        add_option(template, self, chosen, gp_label_tag(&template->memory, chosen), true);
}

static void add_filter_hidden(gp_template *template, const void *context)
{
    const filter *self = context;

    add_hidden_but(template, self->of, self->name);
}

static void add_filter(gp_template *template, const filter *self)
{
    gp_template_add(template, file, "filter",
                    GP_SLOTS(GP_TEXT("method", method_of(self->of)),
                             GP_TEXT("heading", gp_str_of(self->heading)),
                             GP_FILL("hidden", add_filter_hidden, self),
                             GP_FILL("options", self->options, self)));
}

static size_t kinds_met(const gp_results *results)
{
    size_t met = 0;

    for (int kind = 0; kind < GP_KIND_COUNT; kind++)
        met += results->kinds[kind] > 0;
    return met;
}

static void add_filter_rows(gp_template *template, const void *context)
{
    const gp_results_page *self = context;

    if (kinds_met(self->results) > 1 || knows_kind(self->request->kind))
        add_filter(template, &(const filter){self, "kind", "Kind", add_kinds});
    if (self->results->tags.count > 1 || self->request->tag.size > 0)
        add_filter(template, &(const filter){self, "tag", "Topic", add_tags});
}

void gp_results_page_filters(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    bool narrowed = self->request->tag.size > 0 || knows_kind(self->request->kind);

    if (self->results->total > 1 || narrowed)
        gp_template_add(template, file, "filters",
                        GP_SLOTS(GP_HTML("open", narrowed ? GP_STR(" open") : GP_STR("")),
                                 GP_FILL("filters", add_filter_rows, self)));
}

/* ---- further pages -------------------------------------------------------------------------- */

/* What leads to page `number`. */
typedef struct turn {
    const gp_results_page *of;
    const char *label, *rel;
    size_t number; /* 0: nowhere */
} turn;

static void add_turn_hidden(gp_template *template, const void *context)
{
    const turn *self = context;

    add_hidden_but(template, self->of, "page");
}

static void add_field(gp_buf *url, const char *name, gp_str value)
{
    if (value.size == 0)
        return;
    gp_buf_printf(url, "&%s=", name);
    gp_url_add_part(url, value);
}

/* A question that is in the address already may be turned by a link. */
static gp_str url_of(gp_arena *arena, const turn *self)
{
    const gp_search_request *request = self->of->request;
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_printf(&url, "/search?page=%zu", self->number);
    add_field(&url, "q", self->of->results->question);
    add_field(&url, "kind", request->kind);
    add_field(&url, "tag", request->tag);
    add_field(&url, "as", request->as_typed ? GP_STR("typed") : GP_STR(""));
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

static void add_turn(gp_template *template, const void *context)
{
    const turn *self = context;

    if (self->number == 0)
        return;
    if (!self->of->request->posted)
        gp_template_add(template, file, "turn-link",
                        GP_SLOTS(GP_TEXT("rel", gp_str_of(self->rel)),
                                 GP_ADDRESS("url", url_of(&template->memory, self)),
                                 GP_TEXT("label", gp_str_of(self->label))));
    else
        gp_template_add(
            template, file, "turn",
            GP_SLOTS(GP_TEXT("number", gp_arena_printf(&template->memory, "%zu", self->number)),
                     GP_TEXT("label", gp_str_of(self->label)),
                     GP_FILL("hidden", add_turn_hidden, self)));
}

void gp_results_page_turns(gp_template *template, const void *context)
{
    const gp_results_page *self = context;
    const gp_results *results = self->results;
    size_t limit = results->limit > 0 ? results->limit : GP_LIMIT_DEFAULT;
    size_t pages = results->total / limit + (results->total % limit > 0);
    size_t now = results->offset / limit + 1;
    turn previous = {self, "Previous page", "prev", now > pages ? pages : now - 1};
    turn next = {self, "Next page", "next", now < pages ? now + 1 : 0};

    gp_str place = GP_STR("Beyond the last page");

    if (previous.number == 0 && next.number == 0)
        return;
    if (now <= pages)
        place = gp_arena_printf(&template->memory, "Page %zu of %zu", now, pages);
    gp_template_add(template, file, "turns",
                    GP_SLOTS(GP_FILL("previous", add_turn, &previous),
                             GP_FILL("next", add_turn, &next), GP_TEXT("place", place)));
}
