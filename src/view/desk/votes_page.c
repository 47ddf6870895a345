/* votes_page.c - whether sections helped, as visitors voted. */
#include "view/desk/questions.h"

#include "base/html.h"

static const char file[] = "desk-votes.html";

enum {
    URL_LIMIT = 8192,
    REASONS_LIMIT = 512
};

static void add_chart(gp_template *template, const void *context)
{
    gp_view_chart(template->out, context);
}

static gp_str url_of(gp_arena *arena, gp_str id)
{
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/desk/section/");
    gp_url_add_part(&url, id);
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

/* "3 unclear, 1 outdated"; votes without a reason are in the number beside it alone. */
static gp_str reasons_of(gp_arena *arena, const gp_gap_section *section)
{
    gp_buf text;
    gp_str made;

    gp_buf_init(&text, REASONS_LIMIT);
    for (int i = GP_REASON_NONE + 1; i < GP_REASON_COUNT; i++) {
        if (section->reasons[i] > 0)
            gp_buf_printf(&text, "%s%llu %s", text.size > 0 ? ", " : "",
                          (unsigned long long)section->reasons[i], gp_reason_name((gp_reason)i));
    }
    made = gp_arena_take(arena, &text);
    gp_buf_clear(&text);
    return made;
}

static void add_rows(gp_template *template, const void *context)
{
    const gp_gap_section_list *sections = context;
    gp_arena *memory = &template->memory;

    for (size_t i = 0; i < sections->count; i++) {
        const gp_gap_section *section = &sections->items[i];
        gp_template_add(
            template, file, "row",
            GP_SLOTS(
                GP_ADDRESS("url", url_of(memory, section->place.id)),
                GP_TEXT("name", gp_gaps_place_name(&section->place, memory)),
                GP_TEXT("yes", gp_arena_printf(memory, "%llu", (unsigned long long)section->yes)),
                GP_TEXT("no", gp_arena_printf(memory, "%llu", (unsigned long long)section->no)),
                GP_TEXT("reasons", reasons_of(memory, section))));
    }
}

static void add_sections(gp_template *template, const void *context)
{
    const gp_gap_section_list *sections = context;

    if (sections->count == 0)
        gp_template_add(template, file, "none", NULL);
    else
        gp_template_add(template, file, "sections", GP_SLOTS(GP_FILL("rows", add_rows, sections)));
}

static void add_votes(gp_template *template, const void *context)
{
    const gp_desk_votes *shown = context;

    gp_template_add(template, file, "page",
                    GP_SLOTS(GP_FILL("chart", add_chart, shown->weeks),
                             GP_FILL("sections", add_sections, shown->sections)));
}

void gp_view_desk_votes(gp_buf *html, const gp_page *page, const gp_desk_votes *shown)
{
    const gp_desk_parts parts = {.page = page,
                                 .place = GP_DESK_QUESTIONS,
                                 .title = GP_STR("How visitors voted"),
                                 .body = add_votes,
                                 .context = shown};

    gp_view_desk_page(html, &parts);
}
