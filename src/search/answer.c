#include "search/answer.h"

#include "content/units.h"
#include "search/link.h"
#include "search/question_type.h"
#include "search/weights.h"
#include "text/sentence.h"

#include <string.h>

enum {
    FEW_WORDS = 5,
    GOOD_LENGTH = 160,   /* bytes: as long as a sentence that says something needs to be */
    ANSWER_LENGTH = 320, /* bytes up to which the next sentence of its line comes along */
    LIST_ITEMS = 12
};

typedef struct chosen {
    const gp_answer_source *source;
    const gp_sentence_list *sentences;
    size_t index;
    double score;
} chosen;

/* ---- scoring --------------------------------------------------------------------------------- */

/* Which terms the section meets outside its body. */
static void mark_heading_terms(const gp_candidate *candidate, bool in_heading[GP_MATCH_TERMS])
{
    for (size_t i = 0; i < candidate->sighting_count; i++) {
        if (candidate->sightings[i].field != GP_FIELD_BODY)
            in_heading[candidate->sightings[i].term] = true;
    }
}

static double cover_of(const gp_query *query, const gp_answer_source *source,
                       const gp_sentence *sentence)
{
    bool in_heading[GP_MATCH_TERMS] = {false};
    bool in_sentence[GP_MATCH_TERMS] = {false};
    double covered = 0;
    double all = 0;

    mark_heading_terms(source->ranked->candidate, in_heading);
    for (size_t i = 0; i < source->marks->count; i++) {
        const gp_mark *mark = &source->marks->items[i];
        if (mark->start >= sentence->start && mark->end <= sentence->end)
            in_sentence[mark->term] = true;
    }
    for (size_t i = 0; i < query->count; i++) {
        const gp_query_term *info = &query->info[i];
        if (info->stop || info->extra || query->terms[i].role == GP_MUST_NOT)
            continue;
        all += info->weight;
        covered += in_sentence[i]  ? info->weight
                   : in_heading[i] ? info->weight * GP_ANSWER_HEADING
                                   : 0;
    }
    return all > 0 ? covered / all : 0;
}

static size_t count_words(gp_str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] != ' ' && (i == 0 || text.data[i - 1] == ' ');
    return count;
}

/* How near in meaning the group of sentences is that a sentence stands in; 0 where that is not known. */
static double meaning_of(const gp_answer_source *source, size_t start)
{
    const char *at = source->stored->section.text.data + start;

    for (size_t i = 0; i < source->groups.count; i++) {
        const gp_str *group = &source->groups.items[i];
        if (at >= group->data && at < group->data + group->size)
            return gp_meaning_of_unit(source->meaning, source->ranked->candidate->handle, i);
    }
    return 0;
}

/* `beat` is the best score so far: whether the sentence fits the question's type is looked at only where
 * it could still decide. */
static double score_sentence(const gp_query *query, const gp_answer_source *source,
                             const gp_sentence_list *sentences, size_t index, gp_question_type type,
                             double beat)
{
    const gp_sentence *sentence = &sentences->items[index];
    gp_str text = gp_str_slice(source->stored->section.text, sentence->start, sentence->end);
    double length = (double)(text.size < GOOD_LENGTH ? text.size : GOOD_LENGTH) / GOOD_LENGTH;
    double score = cover_of(query, source, sentence);

    score += GP_ANSWER_POSITION / (1 + (double)index);
    score += GP_ANSWER_LENGTH * length;
    score -= count_words(text) < FEW_WORDS ? GP_ANSWER_SHORT : 0;
    score -= text.size > 0 && text.data[text.size - 1] == '?' ? GP_ANSWER_SHORT : 0;
    score += GP_ANSWER_MEANING * meaning_of(source, sentence->start);
    score += GP_ANSWER_SECTION * source->ranked->score;
    if (score + GP_ANSWER_TYPE > beat && gp_question_type_fits(type, text))
        score += GP_ANSWER_TYPE;
    return score;
}

static gp_status choose(const gp_query *query, const gp_answer_source *source,
                        gp_question_type type, gp_arena *arena, chosen *best)
{
    gp_sentence_list *sentences = gp_arena_alloc(arena, sizeof *sentences);
    gp_status status;

    if (sentences == NULL)
        return GP_NO_MEMORY;
    status = gp_sentences(source->stored->section.text, GP_ANSWER_SENTENCES, arena, sentences);
    for (size_t i = 0; i < sentences->count && status == GP_OK; i++) {
        double beat = best->source != NULL ? best->score : 0;
        double score = score_sentence(query, source, sentences, i, type, beat);
        if (best->source == NULL || score > best->score + 1e-9)
            *best = (chosen){source, sentences, i, score};
    }
    return status;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The sentence that introduces the list an item stands in; the item itself when there is none. */
static size_t lead_of(const gp_sentence_list *sentences, size_t index)
{
    size_t at = index;

    while (at > 0 && sentences->items[at].item)
        at--;
    return sentences->items[at].lead ? at : index;
}

/* The next sentence of the same paragraph comes along: two sentences hold the answer far more often than
 * one does (relevance notes: 75 to 91 %). */
static size_t end_of_answer(const gp_sentence_list *sentences, size_t index, gp_str text)
{
    const gp_sentence *sentence = &sentences->items[index];
    const gp_sentence *next = index + 1 < sentences->count ? &sentences->items[index + 1] : NULL;

    if (next == NULL || next->item != sentence->item || next->lead ||
        next->end - sentence->start > ANSWER_LENGTH ||
        gp_str_find_byte(text, '\n', sentence->end) < next->start)
        return sentence->end;
    return next->end;
}

static gp_status write_list(const chosen *best, size_t lead, gp_arena *arena, gp_answer *answer)
{
    gp_str text = best->source->stored->section.text;
    const gp_sentence_list *sentences = best->sentences;
    size_t end = sentences->items[lead].end;
    size_t line_start = 0;

    for (size_t i = lead + 1;
         i < sentences->count && sentences->items[i].item && answer->items.count < LIST_ITEMS;
         i++) {
        const gp_sentence *item = &sentences->items[i];
        size_t line_end = gp_str_find_byte(text, '\n', item->start);
        if (item->start < line_start)
            continue; /* a further sentence of an item that is there already */
        line_start = line_end;
        end = line_end;
        if (!gp_str_list_add(
                arena, &answer->items,
                gp_marked_html(text, item->start, line_end, best->source->marks, arena)))
            return GP_NO_MEMORY;
    }
    answer->text = gp_str_slice(text, sentences->items[lead].start, end);
    return GP_OK;
}

static gp_status write_answer(const chosen *best, gp_arena *arena, gp_answer *answer)
{
    const gp_stored_section *stored = best->source->stored;
    gp_str text = stored->section.text;
    size_t index = best->sentences->items[best->index].item ? lead_of(best->sentences, best->index)
                                                            : best->index;
    const gp_sentence *sentence = &best->sentences->items[index];
    size_t end = end_of_answer(best->sentences, index, text);
    gp_status status = GP_OK;

    answer->present = true;
    answer->id = stored->section.id;
    answer->slug = stored->slug;
    answer->title = stored->title;
    answer->heading = stored->section.heading;
    answer->approval = gp_section_approval(&stored->section);
    answer->due = gp_section_due(&stored->section);
    answer->confidence = best->source->ranked->score;
    answer->text = gp_str_slice(text, sentence->start, end);
    answer->html = gp_marked_html(text, sentence->start, sentence->lead ? sentence->end : end,
                                  best->source->marks, arena);
    answer->url = gp_link_to(&stored->section, text, sentence->start, sentence->end, arena);
    if (sentence->lead)
        status = write_list(best, index, arena, answer);
    return arena->failed ? GP_NO_MEMORY : status;
}

gp_status gp_answer_find(const gp_query *query, const gp_answer_source *sources, size_t count,
                         gp_arena *arena, gp_answer *answer)
{
    chosen best = {0};
    gp_question_type type = gp_question_type_of(&query->tokens);
    gp_status status = GP_OK;

    *answer = (gp_answer){0};
    for (size_t i = 0; i < count && status == GP_OK; i++)
        status = choose(query, &sources[i], type, arena, &best);
    if (status != GP_OK || best.source == NULL)
        return status;
    return write_answer(&best, arena, answer);
}
