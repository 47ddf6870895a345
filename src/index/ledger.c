/* ledger.c - entries to stamps and back. */
#include "index/ledger.h"

#include <stdlib.h>

static gp_status no_memory(gp_error *error)
{
    return gp_error_set(error, GP_NO_MEMORY, "not enough memory to compare with the last index");
}

/* ---- the stamps behind a file's own --------------------------------------------------------- */

static gp_str image_key(const gp_ledger_entry *entry, size_t i, gp_arena *arena)
{
    return gp_arena_printf(arena, "%.*s\timage\t%.*s", GP_STR_ARGS(entry->path),
                           GP_STR_ARGS(entry->images.items[i].name));
}

/* Numbered, so that they come back in order and two that read alike stay two. */
static gp_str note_key(const gp_ledger_entry *entry, size_t i, gp_arena *arena)
{
    const gp_note *note = &entry->notes.items[i];

    return gp_arena_printf(arena, "%.*s\tnote\t%04zu\t%c\t%zu\t%.*s", GP_STR_ARGS(entry->path), i,
                           (char)note->kind, note->line, GP_STR_ARGS(note->what));
}

static bool take_note(gp_str rest, gp_arena *arena, gp_ledger_entry *entry)
{
    gp_str number, kind, line;
    gp_note *note;

    if (!gp_str_next(&rest, '\t', &number) || !gp_str_next(&rest, '\t', &kind) ||
        !gp_str_next(&rest, '\t', &line) || kind.size != 1)
        return true; /* of another version: the problem is told when the file is next read */
    note = GP_VEC_PUSH(arena, &entry->notes);
    if (note == NULL)
        return false;
    note->kind = (gp_note_kind)kind.data[0];
    note->what = rest;
    (void)gp_str_to_size(line, SIZE_MAX / 16, &note->line);
    return true;
}

/* A stamp "path TAB kind TAB rest" goes to the entry before it. */
static bool take_detail(const gp_stamp *stamp, gp_str detail, gp_arena *arena, gp_ledger *ledger)
{
    gp_ledger_entry *entry;
    gp_str path = gp_str_slice(stamp->path, 0, (size_t)(detail.data - stamp->path.data) - 1);
    gp_str kind;
    gp_image *image;

    if (ledger->entries.count == 0)
        return true;
    entry = &ledger->entries.items[ledger->entries.count - 1];
    if (!gp_str_equal(entry->path, path) || !gp_str_next(&detail, '\t', &kind))
        return true;
    if (gp_str_equal(kind, GP_STR("note")))
        return take_note(detail, arena, entry);
    if (!gp_str_equal(kind, GP_STR("image")))
        return true;
    image = GP_VEC_PUSH(arena, &entry->images);
    if (image == NULL)
        return false;
    *image = (gp_image){detail, stamp->hash};
    return true;
}

gp_status gp_ledger_load(gp_build *build, gp_arena *arena, gp_ledger *ledger, gp_error *error)
{
    gp_stamp_list stamps = {NULL, 0, 0};
    gp_status status = gp_build_stamps(build, arena, &stamps, error);

    ledger->entries.items = NULL;
    ledger->entries.count = ledger->entries.capacity = 0;
    for (size_t i = 0; i < stamps.count && status == GP_OK; i++) {
        const gp_stamp *stamp = &stamps.items[i];
        size_t tab = gp_str_find_byte(stamp->path, '\t', 0);
        gp_ledger_entry *entry;
        if (tab < stamp->path.size) {
            gp_str detail = gp_str_slice(stamp->path, tab + 1, stamp->path.size);
            if (!take_detail(stamp, detail, arena, ledger))
                status = no_memory(error);
            continue;
        }
        entry = GP_VEC_PUSH(arena, &ledger->entries);
        if (entry == NULL)
            return no_memory(error);
        *entry = (gp_ledger_entry){.path = stamp->path,
                                   .hash = stamp->hash,
                                   .documents = stamp->documents,
                                   .sections = stamp->sections};
    }
    return status;
}

static int compare_key(const void *key, const void *item)
{
    const gp_str *path = key;
    const gp_ledger_entry *entry = item;

    return gp_str_compare(*path, entry->path);
}

const gp_ledger_entry *gp_ledger_find(const gp_ledger *ledger, gp_str path)
{
    if (ledger->entries.count == 0)
        return NULL;
    return bsearch(&path, ledger->entries.items, ledger->entries.count,
                   sizeof ledger->entries.items[0], compare_key);
}

/* ---- writing -------------------------------------------------------------------------------- */

static gp_status put_stamp(gp_build *build, gp_str key, gp_str hash, gp_error *error)
{
    gp_stamp stamp = {.path = key, .hash = hash};

    return key.data != NULL ? gp_build_stamp(build, &stamp, error) : no_memory(error);
}

gp_status gp_ledger_write(gp_build *build, const gp_ledger_entry *entry, gp_arena *scratch,
                          gp_error *error)
{
    gp_stamp stamp = {entry->path, entry->hash, entry->documents, entry->sections};
    gp_status status = gp_build_stamp(build, &stamp, error);

    for (size_t i = 0; i < entry->images.count && status == GP_OK; i++)
        status = put_stamp(build, image_key(entry, i, scratch), entry->images.items[i].hash, error);
    for (size_t i = 0; i < entry->notes.count && status == GP_OK; i++)
        status = put_stamp(build, note_key(entry, i, scratch), GP_STR(""), error);
    return status;
}

static gp_status drop_stamp(gp_build *build, gp_str key, gp_error *error)
{
    return key.data != NULL ? gp_build_drop(build, key, error) : no_memory(error);
}

gp_status gp_ledger_drop(gp_build *build, const gp_ledger_entry *entry, gp_arena *scratch,
                         gp_error *error)
{
    gp_status status = gp_build_drop(build, entry->path, error);

    for (size_t i = 0; i < entry->images.count && status == GP_OK; i++)
        status = drop_stamp(build, image_key(entry, i, scratch), error);
    for (size_t i = 0; i < entry->notes.count && status == GP_OK; i++)
        status = drop_stamp(build, note_key(entry, i, scratch), error);
    return status;
}
