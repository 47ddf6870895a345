/* duties.h - guidepost.yaml's owners: and review:, who answers for an article and by when it is looked at
 * again, where its front matter is silent.
 *
 *   owners:                                     the first that fits
 *     - {owner: Clinical team, tags: [detox]}   any of the tags
 *     - {owner: Admissions, slugs: [insurance-, cost]}   the slug begins so
 *   review:
 *     days: 90                                  unless a tag says otherwise
 *     tags: {detox: 30}                         of several the shortest
 *
 * Rule:     days count from the approval of an approved section, else from `updated`, else from `date`; without
 *           any of them there is no review date. Without review: none is made up.
 * Errors:   GP_INVALID with "line N: why".
 */
#ifndef GP_CONTENT_DUTIES_H
#define GP_CONTENT_DUTIES_H

#include "content/document.h"
#include "content/yaml.h"

#define GP_REVIEW_DAYS     90   /* unless review: days: says otherwise */
#define GP_REVIEW_DAYS_MAX 3650 /* ten years */

typedef struct gp_owner_rule {
    gp_str owner;
    gp_str_list tags, slugs;
} gp_owner_rule;

typedef struct gp_review_rule {
    gp_str tag;
    size_t days;
} gp_review_rule;

typedef struct gp_duties {
    GP_VEC(gp_owner_rule) owners;
    GP_VEC(gp_review_rule) tags;
    size_t days; /* 0: there is no review: */
    gp_str mark; /* equal rules, equal marks; empty: there are none */
} gp_duties;

/* Reads `owners:` and `review:` of the file's root. GP_INVALID, GP_NO_MEMORY. */
gp_status gp_duties_read(const gp_yaml *root, gp_arena *arena, gp_duties *duties,
                         gp_error *error) GP_MUST_CHECK;
/* Fills empty owner and review_by of a sealed document, whose approvals are judged, and of its sections; texts
 * are the rules' or the arena's. O(rules x tags + sections). A full arena is its sticky `failed`. */
void gp_duties_fill(const gp_duties *duties, gp_arena *arena, gp_document *document);

#endif
