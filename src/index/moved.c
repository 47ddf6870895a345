#include "index/moved.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

enum {
    ALIKE = 19,      /* of GP_SKETCH: about six words of ten are shared */
    SAME_ANCHOR = 7, /* what an equal heading adds */
    PAIRS = 4000000, /* compared by words at most */
    SAME_TEXTS = 64  /* looked at for one section */
};

typedef gp_moves_section section;

/* ---- notes ---------------------------------------------------------------------------------- */

/* Each place of the sketch keeps the least of the words' hashes by a function of its own. */
static void sketch(gp_str text, uint32_t out[GP_SKETCH])
{
    size_t at = 0;

    memset(out, 0xFF, GP_SKETCH * sizeof out[0]);
    while (at < text.size) {
        size_t start = at;
        uint64_t word;
        while (at < text.size && text.data[at] != ' ' && text.data[at] != '\n')
            at++;
        word = gp_hash64(gp_str_slice(text, start, at));
        for (size_t i = 0; at > start && i < GP_SKETCH; i++) {
            uint32_t one = (uint32_t)((word * (2 * i + 1) + (word >> 32) * (i << 8)) >> 32);
            one ^= (uint32_t)(i * 0x9E3779B9U);
            one = (one ^ (one >> 15)) * 0x85EBCA6BU;
            if (one < out[i])
                out[i] = one;
        }
        at++;
    }
}

static bool note(section *noted, gp_arena *arena, gp_str path, gp_str slug, const gp_section *from)
{
    if (noted == NULL)
        return false;
    noted->path = path;
    noted->slug = slug;
    noted->anchor = gp_arena_copy(arena, from->anchor);
    noted->id = from->anchor.size == 0 ? slug
                                       : gp_arena_printf(arena, "%.*s#%.*s", GP_STR_ARGS(slug),
                                                         GP_STR_ARGS(noted->anchor));
    noted->text = gp_hash64(from->text);
    noted->empty = from->text.size == 0;
    sketch(from->text, noted->sketch);
    return !arena->failed;
}

typedef struct dropping {
    gp_moves *moves;
    gp_arena *arena;
    gp_str path, slug;
} dropping;

/* gp_build_section_fn */
static gp_status note_gone(void *context, gp_str slug, const gp_section *from)
{
    dropping *self = context;

    if (!gp_str_equal(self->slug, slug))
        self->slug = gp_arena_copy(self->arena, slug);
    return note(GP_VEC_PUSH(self->arena, &self->moves->gone), self->arena, self->path, self->slug,
                from)
               ? GP_OK
               : GP_NO_MEMORY;
}

/* Only there can the mend be written. */
static bool has_front_matter(gp_str path)
{
    return gp_str_ends(path, GP_STR(".md")) || gp_str_ends(path, GP_STR(".markdown"));
}

gp_status gp_moves_drop(gp_moves *moves, gp_build *build, const gp_ledger_entry *entry,
                        gp_arena *arena, gp_arena *scratch, gp_error *error)
{
    dropping self = {moves, arena, entry->path, {NULL, 0}};
    gp_status status = GP_OK;

    if (!gp_str_ends(entry->path, GP_STR(".jsonl")))
        status = gp_build_sections(build, entry->path, note_gone, &self, error);
    if (status == GP_OK)
        status = gp_ledger_drop(build, entry, scratch, error);
    gp_arena_reset(scratch);
    return status;
}

static bool keep_name(gp_moves *moves, gp_arena *arena, gp_str from, gp_str to)
{
    gp_moves_name *name = GP_VEC_PUSH(arena, &moves->kept);

    if (name != NULL)
        *name = (gp_moves_name){from, to};
    return name != NULL && from.data != NULL && to.data != NULL;
}

static bool keep_anchors(gp_moves *moves, gp_arena *arena, gp_str slug, const gp_section *from)
{
    for (size_t i = 0; i < from->aliases.count; i++) {
        gp_str alias = from->aliases.items[i];
        gp_str old_slug, anchor;
        gp_str old =
            gp_alias_parts(alias, &old_slug, &anchor)
                ? gp_arena_copy(arena, alias)
                : gp_arena_printf(arena, "%.*s#%.*s", GP_STR_ARGS(slug), GP_STR_ARGS(alias));
        if (!keep_name(moves, arena, old, slug))
            return false;
    }
    return true;
}

gp_status gp_moves_put(gp_moves *moves, const gp_document *document, gp_arena *arena)
{
    gp_str path, slug;
    bool good = true;

    if (gp_str_ends(document->path, GP_STR(".jsonl")))
        return GP_OK;
    path = gp_arena_copy(arena, document->path);
    slug = gp_arena_copy(arena, document->slug);
    for (size_t i = 0; i < document->aliases.count && good; i++)
        good = keep_name(moves, arena, gp_arena_copy(arena, document->aliases.items[i]), slug);
    for (size_t i = 0; i < document->sections.count && good; i++) {
        const gp_section *from = &document->sections.items[i];
        good = keep_anchors(moves, arena, slug, from) &&
               note(GP_VEC_PUSH(arena, &moves->put), arena, path, slug, from);
    }
    return good && !arena->failed ? GP_OK : GP_NO_MEMORY;
}

/* ---- who is gone, who is new ---------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return gp_str_compare(((const section *)a)->id, ((const section *)b)->id);
}

static int by_from(const void *a, const void *b)
{
    return gp_str_compare(((const gp_moves_name *)a)->from, ((const gp_moves_name *)b)->from);
}

static int by_text(const void *a, const void *b)
{
    const section *left = *(section *const *)a;
    const section *right = *(section *const *)b;

    if (left->text != right->text)
        return left->text < right->text ? -1 : 1;
    return gp_str_compare(left->id, right->id);
}

static const section *find_id(const section *items, size_t count, gp_str id)
{
    const section wanted = {.id = id};

    return count > 0 ? bsearch(&wanted, items, count, sizeof *items, by_id) : NULL;
}

static const gp_moves_name *find_name(const gp_moves *moves, gp_str from)
{
    const gp_moves_name wanted = {.from = from};

    return moves->kept.count > 0
               ? bsearch(&wanted, moves->kept.items, moves->kept.count, sizeof wanted, by_from)
               : NULL;
}

/* The slug is in use again: "slug" itself or the first of its sections follows. */
static bool slug_is_put(const gp_moves *moves, gp_str slug)
{
    size_t low = 0;
    size_t high = moves->put.count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (gp_str_compare(moves->put.items[middle].id, slug) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < moves->put.count && gp_str_equal(moves->put.items[low].slug, slug);
}

/* ---- pairs ---------------------------------------------------------------------------------- */

typedef struct pairing {
    section **gone, **fresh; /* the fresh by their texts */
    bool *taken;             /* of fresh */
    size_t gone_count, fresh_count;
} pairing;

static int likeness(const section *old, const section *new)
{
    int shared = gp_str_equal(old->anchor, new->anchor) ? SAME_ANCHOR : 0;

    for (size_t i = 0; i < GP_SKETCH; i++)
        shared += old->sketch[i] == new->sketch[i];
    return shared;
}

/* Equal texts; of several the one under the same heading, then that of the same article. */
static void pair_same(pairing *self, section *old)
{
    size_t low = 0;
    size_t high = self->fresh_count;
    size_t best = self->fresh_count;
    int best_score = -1;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (self->fresh[middle]->text < old->text)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < self->fresh_count && i < low + SAME_TEXTS; i++) {
        const section *new = self->fresh[i];
        int score = 2 * gp_str_equal(new->anchor, old->anchor) + gp_str_equal(new->slug, old->slug);
        if (new->text != old->text)
            break;
        if (!self->taken[i] && score > best_score) {
            best = i;
            best_score = score;
        }
    }
    if (best < self->fresh_count) {
        self->taken[best] = true;
        old->at = self->fresh[best];
    }
}

static void pair_alike(pairing *self, section *old)
{
    size_t best = self->fresh_count;
    int best_score = ALIKE - 1;

    for (size_t i = 0; i < self->fresh_count; i++) {
        int score = self->taken[i] ? 0 : likeness(old, self->fresh[i]);
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    if (best < self->fresh_count) {
        self->taken[best] = true;
        old->at = self->fresh[best];
    }
}

static void pair_all(pairing *self)
{
    if (self->fresh_count == 0)
        return;
    qsort(self->fresh, self->fresh_count, sizeof(section *), by_text);
    for (size_t i = 0; i < self->gone_count; i++)
        pair_same(self, self->gone[i]);
    if (self->gone_count > PAIRS / self->fresh_count)
        return;
    for (size_t i = 0; i < self->gone_count; i++) {
        if (self->gone[i]->at == NULL)
            pair_alike(self, self->gone[i]);
    }
}

/* Notes sorted; those that have no other self, with a text, and the new ones that could be it. */
static gp_status pair(gp_moves *moves, gp_arena *arena)
{
    pairing self = {.gone_count = 0};

    self.gone = gp_arena_alloc(arena, (moves->gone.count + 1) * sizeof(section *));
    self.fresh = gp_arena_alloc(arena, (moves->put.count + 1) * sizeof(section *));
    self.taken = gp_arena_alloc(arena, moves->put.count + 1);
    if (arena->failed)
        return GP_NO_MEMORY;
    for (size_t i = 0; i < moves->gone.count; i++) {
        section *old = &moves->gone.items[i];
        if (!old->empty && find_id(moves->put.items, moves->put.count, old->id) == NULL)
            self.gone[self.gone_count++] = old;
    }
    for (size_t i = 0; i < moves->put.count; i++) {
        section *new = &moves->put.items[i];
        if (!new->empty && has_front_matter(new->path) &&
            find_id(moves->gone.items, moves->gone.count, new->id) == NULL)
            self.fresh[self.fresh_count++] = new;
    }
    pair_all(&self);
    return GP_OK;
}

/* ---- what to say ---------------------------------------------------------------------------- */

static const char *quote(gp_str name)
{
    bool plain = name.size > 0 && ((name.data[0] >= 'a' && name.data[0] <= 'z') ||
                                   (name.data[0] >= '0' && name.data[0] <= '9'));

    return plain && gp_str_find_byte(name, ':', 0) == name.size ? "" : "\"";
}

static gp_status say(gp_old_links *links, gp_arena *arena, gp_str path, gp_str from, gp_str to,
                     gp_str add)
{
    gp_old_link *link = GP_VEC_PUSH(arena, links);

    if (link != NULL)
        *link = (gp_old_link){path, from, to, add};
    return link != NULL && add.data != NULL ? GP_OK : GP_NO_MEMORY;
}

static gp_status say_section(gp_old_links *links, gp_arena *arena, const section *old, gp_str alias)
{
    const section *at = old->at;
    const char *key = quote(at->anchor);
    const char *value = quote(alias);
    gp_str add = gp_arena_printf(arena, "sections: {%s%.*s%s: {aliases: [%s%.*s%s]}}", key,
                                 GP_STR_ARGS(at->anchor), key, value, GP_STR_ARGS(alias), value);

    return say(links, arena, at->path, old->id, at->id, add);
}

/* Where most of gone[0..count), one article's, went; NULL: nowhere. */
static const section *most_went_to(const section *gone, size_t count)
{
    const section *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < count; i++) {
        size_t same = 0;
        if (gone[i].at == NULL || (best != NULL && gp_str_equal(gone[i].at->slug, best->slug)))
            continue;
        for (size_t j = i; j < count; j++)
            same += gone[j].at != NULL && gp_str_equal(gone[j].at->slug, gone[i].at->slug);
        if (same > most) {
            most = same;
            best = gone[i].at;
        }
    }
    return best;
}

/* gone[0..count) are what one article had. `now`: the slug that its address leads to or will. */
static gp_status say_sections(const gp_moves *moves, gp_old_links *links, gp_arena *arena,
                              const section *gone, size_t count, gp_str now)
{
    gp_status status = GP_OK;

    for (size_t i = 0; i < count && status == GP_OK; i++) {
        const section *old = &gone[i];
        bool here = old->at != NULL && gp_str_equal(old->at->slug, now);
        if (old->at == NULL || old->anchor.size == 0 || old->at->anchor.size == 0 ||
            find_name(moves, old->id) != NULL ||
            (here && gp_str_equal(old->at->anchor, old->anchor)))
            continue;
        if (here) {
            gp_str again =
                gp_arena_printf(arena, "%.*s#%.*s", GP_STR_ARGS(now), GP_STR_ARGS(old->anchor));
            if (again.data == NULL)
                return GP_NO_MEMORY;
            if (find_name(moves, again) != NULL)
                continue;
        }
        status = say_section(links, arena, old, here ? old->anchor : old->id);
    }
    return status;
}

static gp_status say_article(const gp_moves *moves, gp_old_links *links, gp_arena *arena,
                             const section *gone, size_t count)
{
    gp_str slug = gone[0].slug;
    const gp_moves_name *kept = find_name(moves, slug);
    gp_str now = slug;
    gp_status status = GP_OK;

    if (kept != NULL) {
        now = kept->to;
    } else if (!slug_is_put(moves, slug)) {
        const section *to = most_went_to(gone, count);
        if (to == NULL)
            return GP_OK;
        now = to->slug;
        status = say(links, arena, to->path, slug, now,
                     gp_arena_printf(arena, "aliases: [%s%.*s%s]", quote(slug), GP_STR_ARGS(slug),
                                     quote(slug)));
    }
    return status == GP_OK ? say_sections(moves, links, arena, gone, count, now) : status;
}

gp_status gp_moves_find(gp_moves *moves, gp_arena *arena, gp_old_links *links)
{
    gp_status status;
    size_t count;

    *links = (gp_old_links){NULL, 0, 0};
    if (moves->gone.count == 0 || moves->put.count == 0)
        return GP_OK;
    qsort(moves->gone.items, moves->gone.count, sizeof(section), by_id);
    qsort(moves->put.items, moves->put.count, sizeof(section), by_id);
    if (moves->kept.count > 0)
        qsort(moves->kept.items, moves->kept.count, sizeof(gp_moves_name), by_from);
    status = pair(moves, arena);
    for (size_t i = 0; i < moves->gone.count && status == GP_OK; i += count) {
        const section *first = &moves->gone.items[i];
        count = 1;
        while (i + count < moves->gone.count && gp_str_equal(first[count].slug, first->slug))
            count++;
        status = say_article(moves, links, arena, first, count);
    }
    return status;
}
