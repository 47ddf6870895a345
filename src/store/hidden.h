/* hidden.h - what an image must not know on a day: words that only hidden articles hold.
 *
 * Idea:     an article before its publish_on, or from its expires_on on, is in the index and in the image, and
 *           every match leaves it out by its dates. Its words, frequencies and acronyms would still show:
 *           in corrections, completions, and by making a word a known one. So they are taken out when an
 *           index is opened for a day, and the index is opened anew for a day on which a date falls.
 * Limits:   the forms of a stem go with the stem: an inflection that only a hidden article has stays. An index
 *           too large for its postings to be held in memory keeps its words (postings.h).
 * Cost:     nothing where no article is hidden; else the postings once, and those of the acronyms' words.
 */
#ifndef GP_STORE_HIDDEN_H
#define GP_STORE_HIDDEN_H

#include "store/image.h"

/* Takes out of a sealed image with postings, which nobody else uses yet, what only sections hold that `today`
 * hides; 0: nothing. Frequencies count what is shown. GP_NO_MEMORY: the image is half done, close it. */
gp_status gp_image_hide(gp_image *image, int32_t today) GP_MUST_CHECK;
/* True when a document is shown on one of the days and not on the other. O(documents). */
bool gp_image_days_differ(const gp_image *image, int32_t one, int32_t other);

#endif
