/* template.h - templates without logic: {{name}} slots in the parts of a file of web/.
 *
 * Idea:     a file is split into parts by lines "<!-- part: name -->"; a part is markup with
 *           slots. What goes into a slot is said in C: text (escaped), an address (checked and
 *           escaped), html (as it is, so only what the index or base/html.h made), or a function
 *           that writes there, which is how loops and choices nest without scratch buffers.
 * Errors:   sticky in the output buffer: GP_INVALID for a part or slot that is not there and, with
 *           the binary's templates, for a value that no slot took; GP_NO_MEMORY, GP_TOO_LARGE.
 * Memory:   a designer's files are read once a rendering and kept until gp_template_clear.
 * Threads:  one rendering, one thread.
 */
#ifndef GP_VIEW_TEMPLATE_H
#define GP_VIEW_TEMPLATE_H

#include "base/arena.h"

#define GP_SLOTS_MAX 32 /* values of one part; more: GP_INVALID */

typedef struct gp_template_file {
    const char *name;
    gp_str text;
} gp_template_file;

/* One rendering: where it goes, and where its templates come from. */
typedef struct gp_template {
    gp_buf *out;
    const char *folder; /* NULL: the binary's templates */
    gp_arena memory;    /* of files, and of small texts that live as long as the rendering */
    GP_VEC(gp_template_file) files; /* of the folder, read so far */
} gp_template;

/* Writes to template->out. */
typedef void gp_slot_fn(gp_template *template, const void *context);

typedef enum gp_slot_kind {
    GP_SLOT_TEXT,
    GP_SLOT_ADDRESS,
    GP_SLOT_HTML,
    GP_SLOT_FILL
} gp_slot_kind;

typedef struct gp_slot {
    const char *name; /* NULL: end of the list */
    gp_slot_kind kind;
    gp_str value;
    gp_slot_fn *fill; /* may be NULL: nothing */
    const void *context;
} gp_slot;

/* clang-format off */
#define GP_TEXT(slot, text)        {.name = (slot), .kind = GP_SLOT_TEXT, .value = (text)}
/* Our own paths, "#..." and http(s), mailto, tel, sms; any other address becomes "#". */
#define GP_ADDRESS(slot, url)      {.name = (slot), .kind = GP_SLOT_ADDRESS, .value = (url)}
#define GP_HTML(slot, html)        {.name = (slot), .kind = GP_SLOT_HTML, .value = (html)}
#define GP_FILL(slot, fn, subject)                                                                 \
    {.name = (slot), .kind = GP_SLOT_FILL, .fill = (fn), .context = (subject)}
/* The list of values of a part. */
#define GP_SLOTS(...)              ((const gp_slot[]){__VA_ARGS__, {.name = NULL}})
/* clang-format on */

void gp_template_init(gp_template *template, gp_buf *out, const char *folder);
void gp_template_clear(gp_template *template);
/* Writes part `part` of `file` ("results.html"); `slots` may be NULL when the part has none. */
void gp_template_add(gp_template *template, const char *file, const char *part,
                     const gp_slot *slots);
/* True for an address that a page may link to: see GP_ADDRESS. */
bool gp_address_safe(gp_str url);

#endif
