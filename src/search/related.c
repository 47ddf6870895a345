#include "search/related.h"

enum {
    OF_AN_ARTICLE = 2 /* sections of one article in an article's list */
};

static gp_status add(gp_store *store, gp_handle handle, gp_arena *arena, gp_related_list *related,
                     gp_error *error)
{
    gp_stored_section stored;
    gp_status status = gp_store_fetch(store, &handle, 1, true, arena, &stored, error);
    gp_related *own = status == GP_OK ? GP_VEC_PUSH(arena, related) : NULL;

    if (status != GP_OK)
        return status;
    if (own == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "related sections: not enough memory");
    *own = (gp_related){stored.section.id, stored.section.heading, stored.title,
                        gp_section_url(stored.section.id, arena)};
    return GP_OK;
}

gp_status gp_related_to_section(gp_store *store, gp_handle handle, int32_t today, gp_arena *arena,
                                gp_related_list *related, gp_error *error)
{
    gp_near_section near[GP_RELATED_MAX];
    size_t count = gp_store_related(store, handle, today, near);
    gp_status status = GP_OK;

    *related = (gp_related_list){NULL, 0, 0};
    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = add(store, near[i].handle, arena, related, error);
    return status;
}

/* Whether the section comes too late: it stands there, or enough of its article do. */
static bool is_enough(const gp_near_section *chosen, size_t count, const gp_near_section *section)
{
    size_t same = 0;

    for (size_t i = 0; i < count; i++) {
        if (chosen[i].handle == section->handle)
            return true;
        same += chosen[i].document == section->document;
    }
    return same >= OF_AN_ARTICLE;
}

gp_status gp_related_to_document(gp_store *store, const gp_document *document, int32_t today,
                                 gp_arena *arena, gp_related_list *related, gp_error *error)
{
    gp_near_section chosen[GP_RELATED_SECTIONS];
    size_t count = 0;
    gp_status status = GP_OK;

    *related = (gp_related_list){NULL, 0, 0};
    for (size_t rank = 0; rank < GP_RELATED_MAX; rank++) {
        for (size_t i = 0; i < document->sections.count && count < GP_RELATED_SECTIONS; i++) {
            gp_near_section near[GP_RELATED_MAX];
            gp_handle handle;
            if (gp_store_find(store, document->sections.items[i].id, &handle) == GP_OK &&
                rank < gp_store_related(store, handle, today, near) && !near[rank].same_article &&
                !is_enough(chosen, count, &near[rank]))
                chosen[count++] = near[rank];
        }
    }
    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = add(store, chosen[i].handle, arena, related, error);
    return status;
}
