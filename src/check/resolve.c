/* resolve.c - when all articles have been read: does what is pointed to exist, and once? */
#include "check/lint.h"

#include "text/osa.h"

#include <stdlib.h>

enum {
    SUGGESTIONS_MAX = 1000 /* findings; each suggestion looks at every name */
};

static int by_name(const void *a, const void *b)
{
    const gp_target *left = a;
    const gp_target *right = b;
    int order = gp_str_compare(left->slug, right->slug);

    if (order == 0)
        order = gp_str_compare(left->anchor, right->anchor);
    if (order == 0)
        order = (int)left->alias - (int)right->alias;
    if (order == 0)
        order = (int)right->published - (int)left->published;
    if (order == 0)
        order = gp_str_compare(left->path, right->path);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

/* The first target with that name or behind it. */
static size_t lower_bound(const gp_lint *lint, gp_str slug, gp_str anchor)
{
    size_t low = 0;
    size_t high = lint->targets.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const gp_target *target = &lint->targets.items[middle];
        int order = gp_str_compare(target->slug, slug);
        if (order == 0)
            order = gp_str_compare(target->anchor, anchor);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const gp_target *find(const gp_lint *lint, gp_str slug, gp_str anchor)
{
    size_t at = lower_bound(lint, slug, anchor);
    const gp_target *target = at < lint->targets.count ? &lint->targets.items[at] : NULL;

    return target != NULL && gp_str_equal(target->slug, slug) &&
                   gp_str_equal(target->anchor, anchor)
               ? target
               : NULL;
}

/* ---- one name, two articles ----------------------------------------------------------------- */

static void check_names(gp_lint *lint)
{
    const gp_target *first = NULL;

    for (size_t i = 0; i < lint->targets.count; i++) {
        const gp_target *target = &lint->targets.items[i];
        if (target->anchor.size > 0 || !target->published)
            continue;
        if (first == NULL || !gp_str_equal(first->slug, target->slug)) {
            first = target;
            continue;
        }
        if (gp_str_equal(first->path, target->path) && first->line == target->line)
            continue; /* an alias of itself */
        gp_lint_tell(lint, GP_RULE_DUPLICATE_ID, target->path, target->line,
                     target->alias ? "take the alias out of one of the two"
                                   : "give one of the two another slug:",
                     "the %s %.*s is taken by %.*s:%zu", target->alias ? "alias" : "slug",
                     GP_STR_ARGS(target->slug), GP_STR_ARGS(first->path), first->line);
    }
}

/* ---- what points nowhere -------------------------------------------------------------------- */

/* A slug or anchor that a slip or two away is there. */
static gp_str nearest(const gp_lint *lint, const gp_pointer *pointer, bool anchor)
{
    gp_str wanted = anchor ? pointer->anchor : pointer->slug;
    size_t from = anchor ? lower_bound(lint, pointer->slug, GP_STR("")) : 0;

    if (wanted.size < 4 || wanted.size > GP_FORM_MAX ||
        lint->report->findings.count > SUGGESTIONS_MAX)
        return (gp_str){NULL, 0};
    for (size_t i = from; i < lint->targets.count; i++) {
        const gp_target *target = &lint->targets.items[i];
        gp_str name = anchor ? target->anchor : target->slug;
        if (anchor && !gp_str_equal(target->slug, pointer->slug))
            break;
        if (target->alias || !target->published || (!anchor && target->anchor.size > 0) ||
            name.size > GP_FORM_MAX)
            continue;
        if (gp_osa_within(wanted, name, 2))
            return name;
    }
    return (gp_str){NULL, 0};
}

/* What to do about a name that is not there. */
static const char *mend_of(gp_lint *lint, const gp_pointer *pointer, bool anchor)
{
    gp_str near = nearest(lint, pointer, anchor);
    gp_str mend = {NULL, 0};

    if (near.size > 0)
        mend = gp_arena_printf(lint->arena, "did you mean %.*s?", GP_STR_ARGS(near));
    if (mend.data != NULL)
        return mend.data;
    return anchor ? "write the anchor of a heading of that article, or add this one to the "
                    "heading's aliases:"
                  : "write the slug of an article; if it was renamed, add the old one to its "
                    "aliases:";
}

static void tell(gp_lint *lint, const gp_pointer *pointer, gp_rule rule, const char *why,
                 const char *mend)
{
    const char *what = rule == GP_RULE_PIN_UNKNOWN        ? "the pin"
                       : rule == GP_RULE_APPROVAL_UNKNOWN ? "the approval of"
                       : rule == GP_RULE_RELATED_UNKNOWN  ? "related:"
                                                          : "the link to";

    gp_lint_tell(lint, rule, pointer->path, pointer->line, mend, "%s %.*s %s", what,
                 GP_STR_ARGS(gp_str_slice(pointer->address, 0, 200)), why);
}

static void check_section(gp_lint *lint, const gp_pointer *pointer, gp_rule rule)
{
    const gp_target *section = find(lint, pointer->slug, pointer->anchor);

    if (section == NULL)
        tell(lint, pointer, rule, "leads to no heading of that article",
             mend_of(lint, pointer, true));
    else if (section->alias && pointer->rule != GP_RULE_BROKEN_LINK)
        tell(lint, pointer, rule, "names a section by an old anchor",
             "write the anchor it has now");
    else if (pointer->audience == GP_PUBLIC && section->audience == GP_STAFF)
        tell(lint, pointer, rule, "leads to a section for staff only",
             "visitors cannot open it: take the link out, or lead to a public section");
}

static void check_pointer(gp_lint *lint, const gp_pointer *pointer)
{
    const gp_target *article = find(lint, pointer->slug, GP_STR(""));
    bool link = pointer->rule == GP_RULE_BROKEN_LINK;

    if (article == NULL && find(lint, pointer->address, GP_STR("")) != NULL)
        return; /* a JSON line's id may hold "#" */
    if (article == NULL && lint->report->whole)
        tell(lint, pointer, pointer->rule, "leads to no article", mend_of(lint, pointer, false));
    else if (article == NULL)
        return; /* it may be in what was not given */
    else if (!article->published)
        tell(lint, pointer, pointer->rule, "leads to an article that is not published",
             "publish that one first, or take this out");
    else if (article->alias && !link)
        tell(lint, pointer, pointer->rule, "names an article by an old slug",
             "write the slug it has now");
    else if (article->alias)
        return; /* the server leads on, fragment and all */
    else if (pointer->audience == GP_PUBLIC && article->audience == GP_STAFF)
        tell(lint, pointer, pointer->rule, "leads to an article for staff only",
             "visitors cannot open it: take the link out, or lead to a public article");
    else
        check_section(lint, pointer, link ? GP_RULE_BROKEN_ANCHOR : pointer->rule);
}

void gp_lint_resolve(gp_lint *lint)
{
    if (lint->targets.count > 0)
        qsort(lint->targets.items, lint->targets.count, sizeof lint->targets.items[0], by_name);
    check_names(lint);
    for (size_t i = 0; i < lint->pointers.count; i++)
        check_pointer(lint, &lint->pointers.items[i]);
}
