/* reading.h - a file's bytes to documents, for the tests of the readers: what came, in short. */
#ifndef GP_TESTS_READING_H
#define GP_TESTS_READING_H

#include "content/reader.h"

/* One document as the callback saw it; a document's own memory ends with the call. */
typedef struct seen {
    gp_document document;
    gp_section first; /* its first section */
} seen;

typedef struct witness {
    gp_arena arena, keep;
    gp_problem_list problems;
    gp_approval_list approvals;
    GP_VEC(seen) documents;
    gp_status answer; /* of the callback */
} witness;

static inline gp_str kept(witness *r, gp_str text)
{
    return gp_arena_copy(&r->keep, text);
}

static inline gp_status remember(void *context, gp_document *document)
{
    witness *r = context;
    seen *item = GP_VEC_PUSH(&r->keep, &r->documents);

    if (item == NULL)
        return GP_NO_MEMORY;
    item->document = *document;
    item->document.slug = kept(r, document->slug);
    item->document.title = kept(r, document->title);
    if (document->sections.count > 0) {
        item->first = document->sections.items[0];
        item->first.id = kept(r, item->first.id);
        item->first.anchor = kept(r, item->first.anchor);
        item->first.heading = kept(r, item->first.heading);
        item->first.text = kept(r, item->first.text);
        item->first.html = kept(r, item->first.html);
        item->first.url = kept(r, item->first.url);
    }
    if (document->tags.count > 0)
        item->document.owner = kept(r, document->tags.items[0]); /* the first tag, to look at */
    return r->answer;
}

static inline gp_reading reading_of(witness *r, const char *path)
{
    return (gp_reading){.path = gp_str_of(path),
                        .approvals = &r->approvals,
                        .arena = &r->arena,
                        .keep = &r->keep,
                        .problems = &r->problems,
                        .fn = remember,
                        .context = r};
}

static inline void witness_init(witness *r)
{
    *r = (witness){.answer = GP_OK};
    gp_arena_init(&r->arena, (size_t)64 << 20);
    gp_arena_init(&r->keep, (size_t)64 << 20);
}

static inline void witness_clear(witness *r)
{
    gp_arena_clear(&r->arena);
    gp_arena_clear(&r->keep);
}

#endif
