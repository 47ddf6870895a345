#include "desk/tally.h"

#include "base/memory.h"
#include "desk/seen.h"

#include <string.h>

struct gp_tally_text {
    gp_tally_text *next;
    int32_t day;
    uint32_t entry; /* that leads here, while it is that day */
    uint32_t asked; /* not written yet */
    unsigned level;
    bool written; /* there is a row for it */
    size_t size;
    char text[GP_ASKED_TEXT_MAX];
};

/* A question of today. */
typedef struct entry {
    gp_tally_text *text; /* NULL: it is but a hash */
    uint32_t visitors;   /* that asked it, until there is a text */
    bool refused;        /* its text may not be kept */
} entry;

struct gp_tally {
    int32_t day;
    gp_seen questions; /* value: index into entries */
    gp_seen pairs;
    entry *entries; /* [GP_TALLY_QUESTIONS] */
    gp_tally_text *texts;
    size_t text_count; /* also of days before, while they cannot be written */
};

gp_status gp_tally_open(gp_tally **tally)
{
    gp_tally *made = gp_alloc(sizeof *made);

    *tally = NULL;
    if (made == NULL)
        return GP_NO_MEMORY;
    made->entries = gp_alloc(GP_TALLY_QUESTIONS * sizeof *made->entries);
    if (made->entries == NULL || gp_seen_open(&made->questions, GP_TALLY_QUESTIONS) != GP_OK ||
        gp_seen_open(&made->pairs, GP_TALLY_PAIRS) != GP_OK) {
        gp_tally_close(made);
        return GP_NO_MEMORY;
    }
    *tally = made;
    return GP_OK;
}

void gp_tally_close(gp_tally *tally)
{
    if (tally == NULL)
        return;
    while (tally->texts != NULL) {
        gp_tally_text *text = tally->texts;
        tally->texts = text->next;
        gp_free(text);
    }
    gp_seen_close(&tally->questions);
    gp_seen_close(&tally->pairs);
    gp_free(tally->entries);
    gp_free(tally);
}

void gp_tally_day(gp_tally *tally, int32_t day)
{
    if (tally->day == day)
        return;
    memset(tally->entries, 0, tally->questions.count * sizeof *tally->entries);
    gp_seen_forget(&tally->questions);
    gp_seen_forget(&tally->pairs);
    tally->day = day;
}

static gp_str str_of(const gp_asked_text *text)
{
    return (gp_str){text->bytes, text->size};
}

/* The entry of a question; NULL when the table is full. */
static entry *entry_of(gp_tally *tally, uint64_t question)
{
    bool fresh;
    gp_seen_slot *slot = gp_seen_add(&tally->questions, question, &fresh);

    if (slot == NULL)
        return NULL;
    if (fresh)
        slot->value = tally->questions.count - 1;
    return &tally->entries[slot->value];
}

bool gp_tally_add(gp_tally *tally, int32_t day, gp_str visitor, const gp_asked_text *text,
                  unsigned level)
{
    uint64_t question;
    entry *own;
    bool fresh;

    gp_tally_day(tally, day);
    question = gp_seen_hash(&tally->questions, str_of(text));
    own = entry_of(tally, question);
    if (own == NULL || own->refused ||
        gp_seen_add(&tally->pairs, gp_seen_pair(&tally->pairs, question, visitor), &fresh) ==
            NULL ||
        !fresh)
        return false;
    if (own->text != NULL) {
        own->text->asked++;
        own->text->level = level;
        return false;
    }
    return ++own->visitors >= GP_TALLY_ENOUGH;
}

void gp_tally_decide(gp_tally *tally, const gp_asked_text *text, unsigned level, bool keep)
{
    entry *own = entry_of(tally, gp_seen_hash(&tally->questions, str_of(text)));
    gp_tally_text *kept = NULL;

    if (own == NULL || own->text != NULL)
        return;
    if (keep && tally->text_count < GP_TALLY_QUESTIONS)
        kept = gp_alloc(sizeof *kept);
    own->refused = kept == NULL;
    if (kept == NULL)
        return;
    *kept = (gp_tally_text){.next = tally->texts,
                            .day = tally->day,
                            .entry = (uint32_t)(own - tally->entries),
                            .asked = own->visitors,
                            .level = level,
                            .size = text->size};
    memcpy(kept->text, text->bytes, text->size);
    tally->texts = kept;
    tally->text_count++;
    own->text = kept;
}

gp_status gp_tally_collect(gp_tally *tally, gp_arena *arena, gp_tally_batch *batch)
{
    *batch = (gp_tally_batch){0};
    if (tally->text_count == 0)
        return GP_OK;
    batch->counts = gp_arena_alloc(arena, tally->text_count * sizeof *batch->counts);
    batch->texts = gp_arena_alloc(arena, tally->text_count * sizeof *batch->texts);
    if (batch->counts == NULL || batch->texts == NULL)
        return GP_NO_MEMORY;
    for (gp_tally_text *text = tally->texts; text != NULL; text = text->next) {
        if (text->asked == 0)
            continue;
        batch->texts[batch->count] = text;
        batch->counts[batch->count++] = (gp_asked_count){.day = text->day,
                                                         .question = {text->text, text->size},
                                                         .asked = text->asked,
                                                         .level = text->level,
                                                         .first = !text->written};
    }
    return GP_OK;
}

/* Lets go of the texts of days before that are written. */
static void sweep(gp_tally *tally)
{
    gp_tally_text **link = &tally->texts;

    while (*link != NULL) {
        gp_tally_text *text = *link;
        if (text->day == tally->day || text->asked > 0) {
            link = &text->next;
            continue;
        }
        *link = text->next;
        tally->text_count--;
        gp_free(text);
    }
}

void gp_tally_settle(gp_tally *tally, const gp_tally_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        gp_tally_text *text = batch->texts[i];
        text->written = true;
        text->asked -= batch->counts[i].asked;
        if (!batch->counts[i].gone)
            continue;
        /* a day that has never been makes it a text of the past, which the sweep lets go of */
        if (text->day == tally->day)
            tally->entries[text->entry] = (entry){0};
        text->asked = 0;
        text->day = INT32_MIN;
    }
    sweep(tally);
}
