/* site_rules.c - what guidepost.yaml and approvals.jsonl say about articles. */
#include "check/lint.h"

#include "text/stop_words.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    WORDS_MAX = 32,
    PHRASE_MIN = 2 /* a longer run of function words, "made to go", says something by itself */
};

/* One member of a group of synonyms. */
typedef struct member {
    gp_str key; /* its forms */
    gp_str words;
    size_t group, line;
} member;
typedef GP_VEC(member) member_list;

static void tell(gp_lint *lint, gp_rule rule, size_t line, gp_str words, const char *why,
                 const char *mend)
{
    gp_lint_tell(lint, rule, lint->path, line, mend, "synonyms: \"%.*s\" %s",
                 GP_STR_ARGS(gp_str_slice(words, 0, 100)), why);
}

/* Its forms as one text; what cannot be found by is told. */
static gp_str key_of(gp_lint *lint, gp_str words, size_t line)
{
    gp_token_list tokens = {NULL, 0, 0};
    gp_str key = {"", 0};
    bool function = true;

    if (gp_tokenizer_list(lint->tokenizer, words, WORDS_MAX, &lint->scratch, &tokens) != GP_OK)
        lint->arena->failed = true;
    for (size_t i = 0; i < tokens.count; i++) {
        gp_str form = tokens.items[i].form;
        function = function && gp_stop_word(form);
        key = gp_arena_printf(&lint->scratch, "%.*s %.*s", GP_STR_ARGS(key), GP_STR_ARGS(form));
    }
    if (tokens.count == 0)
        tell(lint, GP_RULE_SYNONYM_INVALID, line, words, "has no word in it", "take it out");
    else if (function && tokens.count <= PHRASE_MIN)
        tell(lint, GP_RULE_SYNONYM_INVALID, line, words, "is function words only",
             "take it out: every question has such words");
    return key;
}

static int by_key(const void *a, const void *b)
{
    const member *left = a;
    const member *right = b;
    int order = gp_str_compare(left->key, right->key);

    if (order != 0)
        return order;
    return left->group < right->group ? -1 : left->group > right->group;
}

static void check_repeated(gp_lint *lint, const member_list *members)
{
    for (size_t i = 1; i < members->count; i++) {
        const member *before = &members->items[i - 1];
        const member *item = &members->items[i];
        char why[80];
        if (item->key.size == 0 || !gp_str_equal(before->key, item->key))
            continue;
        (void)snprintf(why, sizeof why, "stands in the group of line %zu, too", before->line);
        if (before->group == item->group)
            tell(lint, GP_RULE_SYNONYM_INVALID, item->line, item->words,
                 "stands twice in its group", "take one of the two out");
        else
            tell(lint, GP_RULE_SYNONYM_REPEATED, item->line, item->words, why,
                 "join the groups, or take it out of one: it leads from neither to all of the "
                 "other");
    }
}

static void check_synonyms(gp_lint *lint)
{
    const gp_site *site = &lint->input.site;
    member_list members = {NULL, 0, 0};

    for (size_t i = 0; i < site->synonyms.count; i++) {
        const gp_synonyms *group = &site->synonyms.items[i];
        for (size_t j = 0; j < group->words.count; j++) {
            gp_str words = group->words.items[j];
            gp_str key = key_of(lint, words, group->line);
            member *item = GP_VEC_PUSH(&lint->scratch, &members);
            if (item != NULL)
                *item = (member){key, words, i, group->line};
        }
    }
    if (members.count > 0)
        qsort(members.items, members.count, sizeof members.items[0], by_key);
    check_repeated(lint, &members);
    if (lint->scratch.failed)
        lint->arena->failed = true;
    gp_arena_reset(&lint->scratch);
}

/* Staff may be led anywhere, and a pin to a section for staff is for them. */
void gp_lint_site(gp_lint *lint)
{
    check_synonyms(lint);
    for (size_t i = 0; i < lint->input.site.pins.count; i++) {
        const gp_pin *pin = &lint->input.site.pins.items[i];
        gp_lint_point(lint, GP_RULE_PIN_UNKNOWN, pin->section, GP_STAFF, lint->path, pin->line);
    }
}

void gp_lint_approvals(gp_lint *lint)
{
    for (size_t i = 0; i < lint->input.root_count; i++) {
        const gp_input_root *root = &lint->input.roots[i];
        gp_str path = gp_arena_printf(lint->arena, "%.*s%.*s" GP_APPROVALS_FILE,
                                      GP_STR_ARGS(lint->input.base), GP_STR_ARGS(root->prefix));
        for (size_t j = 0; j < root->approvals.count; j++) {
            const gp_approval_record *record = &root->approvals.items[j];
            gp_lint_point(lint, GP_RULE_APPROVAL_UNKNOWN, record->section, GP_STAFF, path,
                          record->line);
        }
    }
}
