#include "content/link.h"

#include "base/html.h"
#include "base/utf8.h"
#include "content/anchor.h"

enum {
    ADDRESS_MAX = 2048 /* bytes; what browsers and servers agree on */
};

static bool begins(gp_str address, const char *scheme)
{
    gp_str wanted = gp_str_of(scheme);

    return address.size > wanted.size &&
           gp_str_equal_nocase(gp_str_slice(address, 0, wanted.size), wanted);
}

/* Blanks and controls inside an address are what scanners miss and browsers forgive. */
static bool clean(gp_str address)
{
    for (size_t i = 0; i < address.size; i++) {
        unsigned char byte = (unsigned char)address.data[i];
        if (byte <= 0x20 || byte == 0x7F || byte == '\\')
            return false;
    }
    return address.size > 0 && address.size <= ADDRESS_MAX;
}

/* A relative path as the file system knows it: %XX decoded, without "./". */
static gp_str file_name(gp_str path, gp_arena *arena)
{
    gp_buf buf;
    gp_str name;

    gp_buf_init(&buf, ADDRESS_MAX);
    gp_url_add_decoded(&buf, path, false);
    name = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return gp_str_starts(name, GP_STR("./")) ? gp_str_slice(name, 2, name.size) : name;
}

static bool article_ending(gp_str path)
{
    static const char *const endings[] = {".md", ".markdown", ".mdx", ".html", ".htm"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (gp_str_ends(path, gp_str_of(endings[i])))
            return true;
    }
    return false;
}

/* "folder/other.md#x" to "/a/other#x". */
static bool corpus_link(gp_str address, gp_arena *arena, gp_str *target)
{
    size_t hash = gp_str_find_byte(address, '#', 0);
    gp_str path = gp_str_slice(address, 0, hash);
    gp_str slug;
    gp_buf buf;

    if (!article_ending(path) || gp_str_find_byte(path, ':', 0) < path.size)
        return false;
    slug = gp_slug_of_path(file_name(path, arena), arena);
    if (!gp_slug_valid(slug))
        return false;
    gp_buf_init(&buf, 4 * ADDRESS_MAX);
    gp_buf_add_text(&buf, "/a/");
    gp_url_add_part(&buf, slug);
    gp_buf_add(&buf, gp_str_slice(address, hash, address.size));
    *target = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return target->data != NULL;
}

gp_link gp_link_check(gp_str address, gp_arena *arena, gp_str *target)
{
    *target = address;
    if (!clean(address) || gp_str_starts(address, GP_STR("//")))
        return GP_LINK_REFUSED;
    if (begins(address, "https://") || begins(address, "http://"))
        return GP_LINK_OUTSIDE;
    if (begins(address, "mailto:") || begins(address, "tel:") || begins(address, "sms:"))
        return GP_LINK_LOCAL;
    if (address.data[0] == '/' || address.data[0] == '#')
        return GP_LINK_LOCAL;
    return corpus_link(address, arena, target) ? GP_LINK_LOCAL : GP_LINK_REFUSED;
}

static bool image_ending(gp_str name)
{
    static const char *const endings[] = {".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        gp_str ending = gp_str_of(endings[i]);
        if (name.size > ending.size &&
            gp_str_equal_nocase(gp_str_slice(name, name.size - ending.size, name.size), ending))
            return true;
    }
    return false;
}

bool gp_link_image(gp_str address, gp_arena *arena, gp_str *name)
{
    if (address.size > ADDRESS_MAX || gp_str_find_byte(address, '?', 0) < address.size ||
        gp_str_find_byte(address, '#', 0) < address.size)
        return false;
    *name = file_name(address, arena);
    for (size_t i = 0; i < name->size; i++) {
        unsigned char byte = (unsigned char)name->data[i];
        if (byte < 0x20 || byte == 0x7F || byte == ':' || byte == '\\')
            return false;
    }
    return image_ending(*name) && name->data[0] != '/' && name->data[0] != '.' &&
           gp_str_find(*name, GP_STR(".."), 0) == name->size && gp_utf8_valid(*name, NULL);
}
