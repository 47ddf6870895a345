/* The table is made at the first question and then only read: a cache of what the binary holds, no
 * state. Compressing here, not in tools/embed, keeps zlib out of the build's host program. */
#include "view/asset.h"

#include "base/file.h"
#include "base/hash.h"
#include "view/embedded.h"

#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST /* zlib promises not to write to its input */
#include <zlib.h>

enum {
    ASSETS_MAX = 64,
    VERSION_DIGITS = 12,
    ETAG_DIGITS = 32,
    GZIP_WINDOW = 15 + 16 /* zlib's way of asking for the gzip format */
};
#define TABLE_LIMIT (8u << 20)
#define WITH        "// with: "

static struct {
    gp_arena memory;
    gp_asset assets[ASSETS_MAX]; /* by index in gp_web_files; mime NULL: no asset */
    gp_str version;
} table;
static pthread_once_t table_made = PTHREAD_ONCE_INIT;

static const char *mime_of(gp_str name)
{
    static const struct {
        const char *ending, *mime;
    } types[] = {{".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".mjs", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".ico", "image/x-icon"},
                 {".png", "image/png"},
                 {".woff2", "font/woff2"}};

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (gp_str_ends(name, gp_str_of(types[i].ending)))
            return types[i].mime;
    }
    return NULL;
}

/* ---- bytes ---------------------------------------------------------------------------------- */

static gp_str embedded_bytes(gp_str name)
{
    for (size_t i = 0; i < gp_web_file_count; i++) {
        if (gp_str_equal(gp_str_of(gp_web_files[i].name), name))
            return (gp_str){(const char *)gp_web_files[i].data, gp_web_files[i].size};
    }
    return (gp_str){NULL, 0};
}

static gp_status folder_bytes(gp_str name, const char *web_folder, gp_arena *arena, gp_str *bytes)
{
    gp_str path = gp_arena_copy(arena, name);
    gp_status status;
    int folder;

    if (path.data == NULL)
        return GP_NO_MEMORY;
    folder = open(web_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return GP_NOT_FOUND;
    status = gp_file_read(folder, path.data, GP_ASSET_LIMIT, arena, bytes, NULL);
    (void)close(folder);
    return status == GP_OK || status == GP_NO_MEMORY ? status : GP_NOT_FOUND;
}

/* A script whose first line is "// with: a.js, b.js" is sent behind those: one request and one address
 * to keep, while each source stays small, and no version of one ever meets another of its partner.
 * Empty: not enough memory. */
static gp_str with_partners(gp_str bytes, const char *web_folder, gp_arena *arena)
{
    gp_str line = gp_str_slice(bytes, 0, gp_str_find_byte(bytes, '\n', 0));
    gp_str name, part;
    gp_buf all;

    if (!gp_str_starts(line, GP_STR(WITH)))
        return bytes;
    line = gp_str_slice(line, sizeof WITH - 1, line.size);
    gp_buf_init(&all, GP_ASSET_LIMIT);
    while (gp_str_next(&line, ',', &name)) {
        name = gp_str_trim(name);
        if (web_folder == NULL || folder_bytes(name, web_folder, arena, &part) != GP_OK)
            part = embedded_bytes(name);
        gp_buf_add(&all, part);
    }
    gp_buf_add(&all, bytes);
    part = gp_arena_take(arena, &all);
    gp_buf_clear(&all);
    return part;
}

/* ---- made once ------------------------------------------------------------------------------ */

static gp_str compress_bytes(gp_str bytes, gp_arena *arena)
{
    z_stream stream;
    uLong bound;
    Bytef *room;
    gp_str packed = {NULL, 0};

    memset(&stream, 0, sizeof stream);
    if (bytes.size > UINT32_MAX || deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED,
                                                GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return packed;
    bound = deflateBound(&stream, bytes.size);
    room = gp_arena_alloc(arena, bound);
    if (room != NULL) {
        stream.next_in = (const Bytef *)bytes.data;
        stream.avail_in = (uInt)bytes.size;
        stream.next_out = room;
        stream.avail_out = (uInt)bound;
        if (deflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out < bytes.size)
            packed = (gp_str){(const char *)room, stream.total_out};
    }
    (void)deflateEnd(&stream);
    return packed;
}

static gp_str etag_of(gp_str bytes, gp_arena *arena)
{
    gp_str hash = gp_sha256_hex(arena, bytes);

    if (hash.size < ETAG_DIGITS)
        return (gp_str){NULL, 0};
    return gp_arena_printf(arena, "\"%.*s\"", ETAG_DIGITS, hash.data);
}

static void make_table(void)
{
    gp_buf all;
    gp_str hash;

    gp_arena_init(&table.memory, TABLE_LIMIT);
    gp_buf_init(&all, TABLE_LIMIT);
    for (size_t i = 0; i < gp_web_file_count && i < ASSETS_MAX; i++) {
        const gp_embedded *file = &gp_web_files[i];
        gp_asset *asset = &table.assets[i];
        asset->mime = mime_of(gp_str_of(file->name));
        if (asset->mime == NULL)
            continue;
        asset->bytes =
            with_partners((gp_str){(const char *)file->data, file->size}, NULL, &table.memory);
        asset->gzip = compress_bytes(asset->bytes, &table.memory);
        asset->etag = etag_of(asset->bytes, &table.memory);
        gp_buf_add(&all, asset->etag);
    }
    hash = gp_sha256_hex(&table.memory, gp_buf_str(&all));
    table.version = gp_str_slice(hash, 0, VERSION_DIGITS);
    gp_buf_clear(&all);
}

/* ---- asked ---------------------------------------------------------------------------------- */

static gp_status find_embedded(gp_str name, gp_asset *asset)
{
    (void)pthread_once(&table_made, make_table);
    for (size_t i = 0; i < gp_web_file_count && i < ASSETS_MAX; i++) {
        if (table.assets[i].mime == NULL || !gp_str_equal(gp_str_of(gp_web_files[i].name), name))
            continue;
        *asset = table.assets[i];
        return GP_OK;
    }
    return GP_NOT_FOUND;
}

static gp_status read_asset(gp_str name, const char *web_folder, gp_arena *arena, gp_asset *asset)
{
    gp_str bytes;
    gp_status status = folder_bytes(name, web_folder, arena, &bytes);

    if (status != GP_OK)
        return status;
    bytes = with_partners(bytes, web_folder, arena);
    *asset = (gp_asset){.bytes = bytes, .mime = mime_of(name), .etag = etag_of(bytes, arena)};
    return bytes.data != NULL && asset->etag.size > 0 ? GP_OK : GP_NO_MEMORY;
}

gp_status gp_asset_find(gp_str name, const char *web_folder, gp_arena *arena, gp_asset *asset)
{
    *asset = (gp_asset){.mime = NULL};
    /* a name, not a path: what holds a NUL or a slash was never ours */
    if (mime_of(name) == NULL || gp_str_find_byte(name, '/', 0) < name.size ||
        gp_str_find_byte(name, '\0', 0) < name.size)
        return GP_NOT_FOUND;
    if (web_folder != NULL) {
        gp_status status = read_asset(name, web_folder, arena, asset);
        if (status != GP_NOT_FOUND)
            return status;
    }
    return find_embedded(name, asset);
}

gp_str gp_asset_version(void)
{
    (void)pthread_once(&table_made, make_table);
    return table.version;
}
