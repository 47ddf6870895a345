/* judgments.c - lines to sorted judgments. */
#include "judgments.h"

#include "questions.h"

#include <stdlib.h>

enum {
    GRADE_MAX = 1000000
};

typedef struct reading {
    gp_arena *arena;
    gp_judgment_list *judgments;
} reading;

static bool parse_grade(gp_str text, int *grade)
{
    bool negative = gp_str_starts(text, GP_STR("-"));
    size_t number;

    if (!gp_str_to_size(negative ? gp_str_slice(text, 1, text.size) : text, GRADE_MAX, &number))
        return false;
    *grade = negative ? -(int)number : (int)number;
    return true;
}

/* The file's bytes stay in the arena, so the parts need no copies. */
static gp_status read_line(void *context, gp_str line, size_t number, const char **why)
{
    const reading *self = context;
    gp_judgment judgment = {.line = number};
    gp_judgment *added;
    gp_str grade;

    *why = "wants question TAB section TAB grade, a whole number";
    if (!gp_str_next(&line, '\t', &judgment.question) ||
        !gp_str_next(&line, '\t', &judgment.section) || !gp_str_next(&line, '\t', &grade) ||
        line.data != NULL || judgment.question.size == 0 || judgment.section.size == 0 ||
        !parse_grade(grade, &judgment.grade))
        return GP_INVALID;
    added = GP_VEC_PUSH(self->arena, self->judgments);
    if (added == NULL)
        return GP_NO_MEMORY;
    *added = judgment;
    return GP_OK;
}

static bool same_pair(const gp_judgment *a, const gp_judgment *b)
{
    return gp_str_equal(a->question, b->question) && gp_str_equal(a->section, b->section);
}

static int by_pair_and_line(const void *a, const void *b)
{
    const gp_judgment *left = a;
    const gp_judgment *right = b;
    int order = gp_str_compare(left->question, right->question);

    if (order == 0)
        order = gp_str_compare(left->section, right->section);
    if (order == 0)
        order = left->line < right->line ? -1 : left->line > right->line;
    return order;
}

gp_status gp_judgments_read(const char *path, gp_arena *arena, gp_judgment_list *judgments,
                            gp_error *error)
{
    reading self = {arena, judgments};
    gp_judgment *items;
    size_t kept = 0;
    gp_status status;

    *judgments = (gp_judgment_list){NULL, 0, 0};
    status = gp_lines_read(path, arena, read_line, &self, error);
    items = judgments->items;
    if (status != GP_OK || judgments->count == 0)
        return status;
    qsort(items, judgments->count, sizeof *items, by_pair_and_line);
    for (size_t i = 0; i < judgments->count; i++) {
        kept -= kept > 0 && same_pair(&items[kept - 1], &items[i]);
        items[kept++] = items[i];
    }
    judgments->count = kept;
    return GP_OK;
}

size_t gp_judgments_of_one(const gp_judgment_list *judgments, size_t from)
{
    size_t end = from;

    while (end < judgments->count &&
           gp_str_equal(judgments->items[end].question, judgments->items[from].question))
        end++;
    return end - from;
}

static int by_section(const void *key, const void *item)
{
    const gp_str *section = key;
    const gp_judgment *judgment = item;

    return gp_str_compare(*section, judgment->section);
}

int gp_judgment_grade(const gp_judgment *judgments, size_t count, gp_str section)
{
    const gp_judgment *found = bsearch(&section, judgments, count, sizeof *judgments, by_section);

    return found != NULL ? found->grade : 0;
}
