#include "content/book.h"

#include "base/hash.h"

#include <stdlib.h>

static uint64_t mixed(uint64_t hash, gp_str text)
{
    return (hash ^ gp_hash64(text)) * UINT64_C(0x9e3779b97f4a7c15);
}

uint64_t gp_book_version_of(const gp_verdict *verdicts, size_t count)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < count; i++) {
        const gp_verdict *verdict = &verdicts[i];
        hash = mixed(hash, verdict->section);
        hash = mixed(hash, verdict->given ? GP_STR("given") : GP_STR("withdrawn"));
        hash = mixed(hash, verdict->text_hash);
        hash = mixed(hash, verdict->by);
        hash = mixed(hash, verdict->on);
        hash = mixed(hash, verdict->review_by);
    }
    return hash;
}

static int compare_section(const void *key, const void *item)
{
    const gp_str *section = key;
    const gp_verdict *verdict = item;

    return gp_str_compare(*section, verdict->section);
}

const gp_verdict *gp_book_find(const gp_book *book, gp_str section)
{
    if (book == NULL || book->count == 0)
        return NULL;
    return bsearch(&section, book->verdicts, book->count, sizeof book->verdicts[0],
                   compare_section);
}

/* Dates of one form: byte order is the order of days. */
bool gp_book_desk_counts(gp_str desk_on, gp_str file_on)
{
    return file_on.size == 0 || gp_str_compare(desk_on, file_on) >= 0;
}

/* The desk's word, when it counts; else NULL. */
static const gp_verdict *counting(const gp_book *book, gp_str section, const gp_approval *indexed)
{
    const gp_verdict *verdict = gp_book_find(book, section);

    if (verdict == NULL)
        return NULL;
    if (indexed->state != GP_UNAPPROVED && !gp_book_desk_counts(verdict->on, indexed->on))
        return NULL;
    return verdict;
}

static gp_approval judged(const gp_verdict *verdict, gp_str text_hash)
{
    if (!verdict->given)
        return (gp_approval){.state = GP_UNAPPROVED};
    return (gp_approval){.state =
                             gp_str_equal(verdict->text_hash, text_hash) ? GP_APPROVED : GP_LAPSED,
                         .by = verdict->by,
                         .on = verdict->on,
                         .review_by = verdict->review_by};
}

gp_approval gp_book_approval(const gp_book *book, gp_str section, const gp_approval *indexed,
                             gp_str text_hash)
{
    const gp_verdict *verdict = counting(book, section, indexed);

    return verdict != NULL ? judged(verdict, text_hash) : *indexed;
}

void gp_book_judge(const gp_book *book, gp_section *section, gp_arena *arena)
{
    const gp_verdict *verdict = counting(book, section->id, &section->approval);

    if (verdict != NULL)
        section->approval =
            judged(verdict, verdict->given ? gp_section_sha256(section, arena) : GP_STR(""));
}
