/* gap_groups.c - like questions together.
 *
 * Idea:     the most asked question leads; a later one joins the leader it is most like, if it is like enough,
 *           else it leads a group of its own. So no chain of small likenesses ties strangers together, and what
 *           stands for a group is what most visitors asked.
 * Likeness: Dice's coefficient of the stems; or the cosine of the sentences' vectors, where there is a model.
 *           Either may find it.
 */
#include "gaps/gaps.h"

#include "vector/cosine.h"

#include <stdlib.h>

#define ALIKE_WORDS 0.6 /* three of four stems shared, or two of three */
#define ALIKE_MEANING                                                                              \
    0.75 /* other wordings of one question lie above, other questions of one topic below */

static int most_asked_first(const void *a, const void *b)
{
    const gp_gap_question *left = a;
    const gp_gap_question *right = b;

    if (left->asked != right->asked)
        return left->asked > right->asked ? -1 : 1;
    if (left->match != right->match) /* only texts that were cut can be the same */
        return left->match < right->match ? -1 : 1;
    return gp_str_compare(left->text, right->text);
}

static double dice(const gp_str_list *a, const gp_str_list *b)
{
    size_t i = 0;
    size_t j = 0;
    size_t shared = 0;

    while (i < a->count && j < b->count) {
        int order = gp_str_compare(a->items[i], b->items[j]);
        shared += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return a->count + b->count > 0 ? 2.0 * (double)shared / (double)(a->count + b->count) : 0;
}

/* 0: not alike; else the more the nearer to 1. */
static double likeness(const gp_gap_question *one, const gp_gap_question *other)
{
    double words = dice(&one->stems, &other->stems);
    double best = words >= ALIKE_WORDS ? words : 0;
    float cosine = 0;

    if (one->vector != NULL && other->vector != NULL)
        gp_vector_scan(one->vector, other->vector, 1, &cosine);
    if ((double)cosine >= ALIKE_MEANING && (double)cosine > best)
        best = (double)cosine;
    return best;
}

static gp_gap_group *find_group(const gp_gap_question_list *questions,
                                const gp_gap_question *question, gp_gap_group_list *groups)
{
    gp_gap_group *best = NULL;
    double most = 0;

    for (size_t i = 0; i < groups->count; i++) {
        gp_gap_group *group = &groups->items[i];
        double like = likeness(&questions->items[group->questions.items[0]], question);
        if (like > most) {
            best = group;
            most = like;
        }
    }
    return best;
}

static int unanswered_first(const void *a, const void *b)
{
    const gp_gap_group *left = a;
    const gp_gap_group *right = b;

    if (left->unanswered != right->unanswered)
        return left->unanswered ? -1 : 1;
    if (left->asked != right->asked)
        return left->asked > right->asked ? -1 : 1;
    return left->questions.items[0] < right->questions.items[0] ? -1 : 1;
}

gp_status gp_gaps_group(gp_gap_question_list *questions, gp_arena *arena, gp_gap_group_list *groups)
{
    *groups = (gp_gap_group_list){NULL, 0, 0};
    if (questions->count > 1)
        qsort(questions->items, questions->count, sizeof questions->items[0], most_asked_first);
    for (size_t i = 0; i < questions->count; i++) {
        gp_gap_question *question = &questions->items[i];
        gp_gap_group *group = find_group(questions, question, groups);
        size_t *place;
        if (group == NULL) {
            group = GP_VEC_PUSH(arena, groups);
            if (group == NULL)
                return GP_NO_MEMORY;
            *group = (gp_gap_group){.unanswered = question->match == GP_MATCH_NONE,
                                    .nearest = question->nearest};
        }
        place = GP_VEC_PUSH(arena, &group->questions);
        if (place == NULL)
            return GP_NO_MEMORY;
        *place = i;
        group->asked += question->asked;
    }
    if (groups->count > 1)
        qsort(groups->items, groups->count, sizeof groups->items[0], unanswered_first);
    for (size_t i = 0; i < groups->count; i++) {
        for (size_t j = 0; j < groups->items[i].questions.count; j++)
            questions->items[groups->items[i].questions.items[j]].group = i;
    }
    return GP_OK;
}
