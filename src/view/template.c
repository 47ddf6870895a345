/* The binary's parts are found once, at the first page, and looked up by hash afterwards: searching the
 * files for each part took half of a page's time. A designer's files are searched each time: they may
 * change while one looks. Rejected: conditions and loops in templates (a second language to escape
 * correctly), and rendering nested parts into buffers first (every part would be copied once for
 * each part around it). */
#include "view/template.h"

#include "base/file.h"
#include "base/html.h"
#include "view/embedded.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum {
    TABLE_SIZE = 1024, /* a power of two, well above the number of parts in web/ */
    PARTS_MAX = TABLE_SIZE / 2
};

#define MEMORY_LIMIT (4u << 20)
#define FILE_LIMIT   (1u << 20)

static const char part_open[] = "<!-- part: ";
static const char part_close[] = " -->\n";

void gp_template_init(gp_template *template, gp_buf *out, const char *folder)
{
    *template = (gp_template){.out = out, .folder = folder};
    gp_arena_init(&template->memory, MEMORY_LIMIT);
}

void gp_template_clear(gp_template *template)
{
    gp_arena_clear(&template->memory);
}

/* The first failure counts, as everywhere in a buffer. */
static void fail(gp_template *template, gp_status status)
{
    if (template->out->status == GP_OK)
        template->out->status = status;
}

/* ---- files and parts ---------------------------------------------------------------------- */

static gp_str embedded_file(const char *name)
{
    for (size_t i = 0; i < gp_web_file_count; i++) {
        if (strcmp(gp_web_files[i].name, name) == 0)
            return (gp_str){(const char *)gp_web_files[i].data, gp_web_files[i].size};
    }
    return (gp_str){NULL, 0};
}

/* A designer's file; ours where the folder has none of that name. */
static gp_str read_file(gp_template *template, const char *name)
{
    gp_str text = {NULL, 0};
    int folder = open(template->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gp_status status;

    if (folder < 0)
        return text;
    status = gp_file_read(folder, name, FILE_LIMIT, &template->memory, &text, NULL);
    (void)close(folder);
    if (status == GP_NOT_FOUND)
        return embedded_file(name);
    return status == GP_OK ? text : (gp_str){NULL, 0};
}

static gp_str file_text(gp_template *template, const char *name)
{
    gp_template_file *file;

    for (size_t i = 0; i < template->files.count; i++) {
        if (strcmp(template->files.items[i].name, name) == 0)
            return template->files.items[i].text;
    }
    file = GP_VEC_PUSH(&template->memory, &template->files);
    if (file == NULL)
        return (gp_str){NULL, 0};
    *file = (gp_template_file){name, read_file(template, name)};
    return file->text;
}

/* The part whose line begins at or behind `at`; false when there is none. `*next` is where the one
 * behind it begins. */
static bool next_part(gp_str file, size_t at, gp_str *name, gp_str *markup, size_t *next)
{
    gp_str open = gp_str_of(part_open);
    gp_str close = gp_str_of(part_close);
    size_t start = gp_str_find(file, open, at);
    size_t end = gp_str_find(file, close, start);

    if (end >= file.size)
        return false;
    *next = gp_str_find(file, open, end);
    *name = gp_str_slice(file, start + open.size, end);
    *markup = gp_str_slice(file, end + close.size, *next);
    return true;
}

/* The markup between a part's line and the next part's. */
static bool find_part(gp_str file, gp_str name, gp_str *markup)
{
    gp_str found;
    size_t at = 0;

    while (next_part(file, at, &found, markup, &at)) {
        if (gp_str_equal(found, name))
            return true;
    }
    return false;
}

/* ---- the binary's parts ------------------------------------------------------------------- */

typedef struct known_part {
    const char *file; /* NULL: an empty place */
    gp_str name, markup;
} known_part;

static known_part known[TABLE_SIZE]; /* written once, then only read */
static pthread_once_t known_made = PTHREAD_ONCE_INIT;

/* FNV-1a (Fowler, Noll, Vo: the 32-bit constants). */
static uint32_t hash_text(uint32_t hash, gp_str text)
{
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * 16777619u;
    return hash;
}

/* Where the part is, or the empty place where it would be. */
static known_part *place_of(const char *file, gp_str name)
{
    uint32_t at = hash_text(hash_text(2166136261u, gp_str_of(file)), name);

    while (known[at % TABLE_SIZE].file != NULL &&
           !(gp_str_equal(known[at % TABLE_SIZE].name, name) &&
             strcmp(known[at % TABLE_SIZE].file, file) == 0))
        at++;
    return &known[at % TABLE_SIZE];
}

static void make_known(void)
{
    size_t count = 0;

    for (size_t i = 0; i < gp_web_file_count; i++) {
        gp_str text = {(const char *)gp_web_files[i].data, gp_web_files[i].size};
        gp_str name, markup;
        size_t at = 0;
        while (count < PARTS_MAX && next_part(text, at, &name, &markup, &at)) {
            known_part *place = place_of(gp_web_files[i].name, name);
            if (place->file == NULL)
                *place = (known_part){gp_web_files[i].name, name, markup};
            count++;
        }
    }
}

static bool find_known(const char *file, gp_str name, gp_str *markup)
{
    const known_part *place;

    (void)pthread_once(&known_made, make_known);
    place = place_of(file, name);
    *markup = place->markup;
    return place->file != NULL;
}

/* ---- slots -------------------------------------------------------------------------------- */

bool gp_address_safe(gp_str url)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:", "sms:", "#"};

    for (size_t i = 0; i < url.size; i++) {
        /* browsers drop tabs and line ends and read a backslash as a slash: neither is ours */
        if ((unsigned char)url.data[i] <= ' ' || url.data[i] == '\\')
            return false;
    }
    if (url.size > 0 && url.data[0] == '/')
        return url.size == 1 || url.data[1] != '/';
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        gp_str scheme = gp_str_of(schemes[i]);
        if (gp_str_equal_nocase(gp_str_slice(url, 0, scheme.size), scheme))
            return true;
    }
    return false;
}

static void add_slot(gp_template *template, const gp_slot *slot)
{
    switch (slot->kind) {
    case GP_SLOT_TEXT:
        gp_html_add_text(template->out, slot->value);
        break;
    case GP_SLOT_ADDRESS:
        gp_html_add_text(template->out, gp_address_safe(slot->value) ? slot->value : GP_STR("#"));
        break;
    case GP_SLOT_HTML:
        gp_buf_add(template->out, slot->value);
        break;
    case GP_SLOT_FILL:
        if (slot->fill != NULL)
            slot->fill(template, slot->context);
        break;
    }
}

/* The value named `name`, marked as used; NULL when there is none. */
static const gp_slot *find_slot(const gp_slot *slots, size_t count, gp_str name, uint32_t *used)
{
    for (size_t i = 0; i < count; i++) {
        if (gp_str_equal(gp_str_of(slots[i].name), name)) {
            *used |= 1u << i;
            return &slots[i];
        }
    }
    return NULL;
}

static void add_markup(gp_template *template, gp_str markup, const gp_slot *slots, size_t count)
{
    uint32_t used = 0;
    size_t at = 0;

    while (at < markup.size) {
        size_t open = gp_str_find(markup, GP_STR("{{"), at);
        size_t close = gp_str_find(markup, GP_STR("}}"), open);
        const gp_slot *slot;
        gp_buf_add(template->out, gp_str_slice(markup, at, open));
        if (open == markup.size)
            break;
        slot = find_slot(slots, count, gp_str_slice(markup, open + 2, close), &used);
        if (slot == NULL) {
            fail(template, GP_INVALID);
            return;
        }
        add_slot(template, slot);
        at = close + 2;
    }
    /* a designer may leave something out; our own templates and code must agree */
    if (template->folder == NULL && used != (uint32_t)((UINT64_C(1) << count) - 1))
        fail(template, GP_INVALID);
}

void gp_template_add(gp_template *template, const char *file, const char *part,
                     const gp_slot *slots)
{
    gp_str name = gp_str_of(part);
    gp_str markup = {NULL, 0};
    size_t count = 0;
    bool found;

    while (slots != NULL && slots[count].name != NULL)
        count++;
    found = template->folder == NULL ? find_known(file, name, &markup)
                                     : find_part(file_text(template, file), name, &markup);
    if (count > GP_SLOTS_MAX || !found) {
        fail(template, template->memory.failed ? GP_NO_MEMORY : GP_INVALID);
        return;
    }
    add_markup(template, markup, slots, count);
}
