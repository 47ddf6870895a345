/* sentence.h - plain text to sentences and list items, as byte ranges.
 *
 * Input:    a section's plain text: paragraphs and list items are separated by "\n"; a list item's
 *           line begins with "- " or "1. " (see content/document.h).
 * Rule:     a sentence ends at . ! ? … followed by blank and an upper-case letter, digit or quote,
 *           but not after a known abbreviation ("Dr.", "e.g.", "vs.", "No." before a number), or
 *           inside a number ("2.5"). After an initial ("J."), "U.S.", "p.m.", "Inc." it ends only
 *           if a function word follows ("... in the U.S. We ..."). Closing quotes and brackets
 *           belong to the sentence before.
 * Cost:     linear in the text, whatever its shape.
 * Threads:  pure.
 */
#ifndef GP_TEXT_SENTENCE_H
#define GP_TEXT_SENTENCE_H

#include "base/arena.h"

typedef struct gp_sentence {
    size_t start,
        end;   /* bytes [start, end) in the text, without blanks at the ends or item marks */
    bool item; /* an item of a list (all of its sentences have it) */
    bool lead; /* ends in ":" and list items follow: the list is its continuation */
} gp_sentence;
typedef GP_VEC(gp_sentence) gp_sentence_list;

/* At most `max` sentences (the rest is left out). GP_NO_MEMORY when the arena is full. */
gp_status gp_sentences(gp_str text, size_t max, gp_arena *arena,
                       gp_sentence_list *sentences) GP_MUST_CHECK;

#endif
