/* fuzz_wxr.c - any bytes as a WordPress export: refused, or items of valid text whose posts become Markdown that
 * the indexer's reader takes and from which nothing but our own tags comes. No DOCTYPE is ever read past. */
#include "checks.h"
#include "content/markdown.h"
#include "content/wordpress.h"
#include "content/wxr.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_LIMIT ((size_t)64 << 20)
#define TEXT_LIMIT  ((size_t)1 << 20)

enum {
    ITEMS_MAX = 50 /* of an input that are turned into Markdown */
};

typedef struct taken {
    gp_arena memory, item;
    gp_str_list dropped, images, names;
    gp_str host;
    size_t items;
} taken;

static void check_field(gp_str text)
{
    require(gp_utf8_valid(text, NULL));
    require(text.size == 0 || memchr(text.data, '\0', text.size) == NULL);
}

static void read_markdown(taken *self, gp_str markdown)
{
    gp_document document = {.path = GP_STR("fuzz.md"), .slug = GP_STR("fuzz")};
    gp_problem_list problems = {NULL, 0, 0};
    gp_error error = {.status = GP_OK};
    gp_status status;

    if (!gp_utf8_valid(markdown, NULL))
        abort();
    status = gp_markdown_read(markdown, 1, &self->item, &document, &problems, &error);
    require(status == GP_OK || status == GP_INVALID || status == GP_NO_MEMORY);
    if (status == GP_OK)
        check_document(&document, true);
}

static gp_status take(void *context, const gp_wxr_item *item)
{
    taken *self = context;
    gp_wordpress_options options = {.host = self->host,
                                    .memory = &self->memory,
                                    .dropped = &self->dropped,
                                    .images = &self->images,
                                    .names = &self->names};
    const gp_str fields[] = {item->title, item->link,    item->content, item->excerpt,
                             item->name,  item->type,    item->status,  item->password,
                             item->date,  item->modified};
    gp_error error = {.status = GP_OK};
    gp_buf text;
    gp_status status;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        check_field(fields[i]);
    for (size_t i = 0; i < item->tags.count; i++)
        check_field(item->tags.items[i]);
    if (self->items++ >= ITEMS_MAX)
        return GP_OK;
    gp_buf_init(&text, TEXT_LIMIT);
    status = gp_wordpress_markdown(item->content, &options, &self->item, &text, &error);
    require(status == GP_OK || status == GP_INVALID || status == GP_TOO_LARGE ||
            status == GP_NO_MEMORY);
    require(self->images.count == self->names.count);
    if (status == GP_OK)
        read_markdown(self, gp_buf_str(&text));
    gp_buf_clear(&text);
    gp_arena_clear(&self->item);
    return status == GP_NO_MEMORY ? status : GP_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("export", MFD_CLOEXEC);
    taken self = {.items = 0};
    gp_error error = {.status = GP_OK};
    char path[64];
    gp_status status;

    require(file >= 0 && write(file, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    gp_arena_init(&self.memory, ARENA_LIMIT);
    gp_arena_init(&self.item, ARENA_LIMIT);
    status = gp_wxr_read(path, &self.memory, &self.host, take, &self, &error);
    require(status == GP_OK || status == GP_INVALID || status == GP_TOO_LARGE ||
            status == GP_NO_MEMORY);
    if (status == GP_INVALID)
        require(gp_str_starts(gp_str_of(error.text), GP_STR("line ")));
    check_field(self.host);
    gp_arena_clear(&self.item);
    gp_arena_clear(&self.memory);
    (void)close(file);
    return 0;
}
