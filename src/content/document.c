#include "content/document.h"

#include "base/hash.h"

static const char *const kinds[GP_KIND_COUNT] = {"guide", "post", "faq", "page"};

const char *gp_kind_name(gp_kind kind)
{
    return kinds[kind];
}

bool gp_kind_parse(gp_str name, gp_kind *kind)
{
    for (int i = 0; i < GP_KIND_COUNT; i++) {
        if (gp_str_equal(name, gp_str_of(kinds[i]))) {
            *kind = (gp_kind)i;
            return true;
        }
    }
    return false;
}

const char *gp_audience_name(gp_audience audience)
{
    return audience == GP_STAFF ? "staff" : "public";
}

const char *gp_approval_name(gp_approval_state state)
{
    switch (state) {
    case GP_APPROVED:
        return "approved";
    case GP_LAPSED:
        return "lapsed";
    case GP_UNAPPROVED:
        break;
    }
    return "none";
}

static gp_str section_id(gp_str slug, gp_str anchor, gp_arena *arena)
{
    if (anchor.size == 0)
        return slug;
    return gp_arena_printf(arena, "%.*s#%.*s", GP_STR_ARGS(slug), GP_STR_ARGS(anchor));
}

bool gp_alias_parts(gp_str alias, gp_str *slug, gp_str *anchor)
{
    size_t sign = gp_str_find_byte(alias, '#', 0);

    if (sign == 0 || sign + 1 >= alias.size)
        return false;
    *slug = gp_str_slice(alias, 0, sign);
    *anchor = gp_str_slice(alias, sign + 1, alias.size);
    return true;
}

gp_str gp_alias_place(gp_str alias)
{
    while (alias.size > 0 && alias.data[0] == '/')
        alias = gp_str_slice(alias, 1, alias.size);
    while (alias.size > 0 && alias.data[alias.size - 1] == '/')
        alias = gp_str_slice(alias, 0, alias.size - 1);
    return alias;
}

bool gp_document_called(const gp_document *document, gp_str slug)
{
    for (size_t i = 0; i < document->aliases.count; i++) {
        if (gp_str_equal(gp_alias_place(document->aliases.items[i]), slug))
            return true;
    }
    return gp_str_equal(document->slug, slug);
}

gp_audience gp_section_audience(const gp_document *document, const gp_section *section)
{
    return document->audience == GP_STAFF || section->audience == GP_STAFF ? GP_STAFF : GP_PUBLIC;
}

gp_str gp_section_due(const gp_section *section)
{
    const gp_approval *approval = &section->approval;
    bool approved = approval->state == GP_APPROVED;
    gp_str due = approved ? approval->review_by : GP_STR("");

    if (section->review_by.size == 0 ||
        (approved && gp_str_compare(approval->on, section->review_by) >= 0))
        return due;
    return due.size == 0 || gp_str_compare(section->review_by, due) < 0 ? section->review_by : due;
}

gp_approval gp_section_approval(const gp_section *section)
{
    gp_approval approval = section->approval;

    if (approval.state == GP_APPROVED)
        approval.review_by = gp_section_due(section);
    return approval;
}

gp_str gp_section_sha256(const gp_section *section, gp_arena *arena)
{
    gp_sha256 hash;

    gp_sha256_begin(&hash);
    gp_sha256_add(&hash, section->heading);
    gp_sha256_add(&hash, GP_STR("\n"));
    gp_sha256_add(&hash, section->text);
    return gp_sha256_end(&hash, arena);
}

gp_status gp_document_seal(gp_document *document, gp_arena *arena, gp_error *error)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        gp_section *section = &document->sections.items[i];
        section->id = section_id(document->slug, section->anchor, arena);
        if (section->id.data == NULL)
            return gp_error_set(error, GP_NO_MEMORY, "%.*s: not enough memory",
                                GP_STR_ARGS(document->path));
    }
    return GP_OK;
}
