/* article.c - what is looked at in one article while it is in memory. */
#include "check/lint.h"

#include "base/clock.h"
#include "content/anchor.h"

static const char *name_of(const gp_section *section)
{
    return section->level <= 1 ? "the introduction" : "the section";
}

/* ---- structure ------------------------------------------------------------------------------ */

/* The title is level 1, whether the article has a text of its own or not. */
static void check_levels(gp_lint *lint, const gp_document *document)
{
    int above = 1;

    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->level > above + 1)
            gp_lint_tell(lint, GP_RULE_HEADING_JUMP, lint->path, section->line,
                         "use the level below the heading above, so that readers of all kinds "
                         "find their way",
                         "the heading \"%.*s\" is of level %d, the one above it of level %d",
                         GP_STR_ARGS(section->heading), section->level, above);
        above = section->level;
    }
}

static void check_empty(gp_lint *lint, const gp_document *document)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        bool heads = i + 1 < document->sections.count &&
                     document->sections.items[i + 1].level > section->level;
        if (section->html.size > 0 || section->text.size > 0 || heads)
            continue;
        gp_lint_tell(lint, GP_RULE_EMPTY_SECTION, lint->path, section->line,
                     "write an answer below it, or take the heading out", "%s \"%.*s\" has no text",
                     name_of(section),
                     GP_STR_ARGS(section->level <= 1 ? document->title : section->heading));
    }
}

/* An explicit anchor that was given away before gets a number behind it, which nobody expects. */
static void check_explicit_anchor(gp_lint *lint, const gp_section *section)
{
    gp_str heading =
        gp_str_slice(section->markdown, 0, gp_str_find_byte(section->markdown, '\n', 0));
    gp_str anchor;

    if (section->level <= 1 || !gp_anchor_explicit(&heading, &anchor) ||
        gp_str_equal(anchor, section->anchor))
        return;
    gp_lint_tell(lint, GP_RULE_DUPLICATE_ID, lint->path, section->line,
                 "give this heading an anchor of its own",
                 "the anchor {#%.*s} stands above already, so this section is #%.*s",
                 GP_STR_ARGS(anchor), GP_STR_ARGS(section->anchor));
}

/* Another section that has the alias for its anchor, or further down for an alias too; else NULL. */
static const gp_section *rival_of(const gp_document *document, size_t index, gp_str alias)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *other = &document->sections.items[i];
        if (gp_str_equal(other->anchor, alias) ||
            (i > index && gp_lint_has(&other->aliases, alias)))
            return other;
    }
    return NULL;
}

static void check_anchors(gp_lint *lint, const gp_document *document)
{
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        check_explicit_anchor(lint, section);
        for (size_t j = 0; j < section->aliases.count; j++) {
            gp_str alias = section->aliases.items[j];
            const gp_section *other = rival_of(document, i, alias);
            if (other != NULL)
                gp_lint_tell(lint, GP_RULE_DUPLICATE_ID, lint->path, section->line,
                             "take the alias out of one of the two",
                             "the alias %.*s leads to %.*s and to %.*s", GP_STR_ARGS(alias),
                             GP_STR_ARGS(section->id), GP_STR_ARGS(other->id));
        }
    }
}

/* ---- reviews -------------------------------------------------------------------------------- */

static void check_overdue(gp_lint *lint, const gp_section *section, gp_str date, const char *whose)
{
    int32_t day;

    if (date.size == 0 || !gp_date_parse(date, &day) || day >= lint->today)
        return;
    gp_lint_tell(lint, GP_RULE_REVIEW_OVERDUE, lint->path, section->line,
                 "read it again, mend what has changed, and move the date",
                 "%s of %.*s was to be renewed by %.*s", whose, GP_STR_ARGS(section->id),
                 GP_STR_ARGS(date));
}

/* The date that an article gives all its sections is told once, at the first. */
static bool told_before(const gp_document *document, size_t index)
{
    return index > 0 &&
           gp_str_equal(document->sections.items[index].review_by, document->review_by);
}

static void check_reviews(gp_lint *lint, const gp_document *document)
{
    bool missing = false;

    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        const gp_approval *approval = &section->approval;
        bool approved = approval->state == GP_APPROVED;
        if (!told_before(document, i))
            check_overdue(lint, section, section->review_by, "the review");
        if (approved)
            check_overdue(lint, section, approval->review_by, "the approval");
        if (approval->state == GP_LAPSED)
            gp_lint_tell(lint, GP_RULE_APPROVAL_LAPSED, lint->path, section->line,
                         "have it approved again, or take the edit back",
                         "%.*s was edited after %.*s approved it on %.*s", GP_STR_ARGS(section->id),
                         GP_STR_ARGS(approval->by), GP_STR_ARGS(approval->on));
        if (section->review_by.size > 0)
            continue;
        if (approved && approval->review_by.size == 0)
            gp_lint_tell(lint, GP_RULE_REVIEW_MISSING, lint->path, section->line,
                         "add review_by: to the article or to the section",
                         "%.*s is approved, and nothing says until when", GP_STR_ARGS(section->id));
        else if (gp_section_audience(document, section) == GP_PUBLIC)
            missing = missing || lint->checks->review_by;
    }
    if (missing)
        gp_lint_tell(lint, GP_RULE_REVIEW_MISSING, lint->path, 1,
                     "add review_by: YYYY-MM-DD to the front matter",
                     "the article has no review_by:, and guidepost.yaml asks for one");
}

/* ---- all ------------------------------------------------------------------------------------ */

static void point_to_related(gp_lint *lint, const gp_document *document)
{
    for (size_t i = 0; i < document->related.count; i++)
        gp_lint_point(lint, GP_RULE_RELATED_UNKNOWN, document->related.items[i], document->audience,
                      lint->path, 1);
}

void gp_lint_article(gp_lint *lint, const gp_document *document)
{
    bool rows = gp_reader_wants_lines(lint->path);

    if (!rows)
        check_levels(lint, document);
    check_empty(lint, document);
    check_anchors(lint, document);
    check_reviews(lint, document);
    point_to_related(lint, document);
    gp_lint_targets(lint, document);
    gp_lint_links(lint, document);
    gp_lint_words(lint, document);
    gp_lint_questions(lint, document);
    gp_lint_short_forms(lint, document);
}
