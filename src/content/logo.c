#include "content/logo.h"

#include <sodium.h>

enum {
    HEAD = 24, /* signature, and the first chunk up to width and height */
    BASE64 = sodium_base64_VARIANT_ORIGINAL
};

static uint32_t number_at(gp_str bytes, size_t at)
{
    const unsigned char *b = (const unsigned char *)bytes.data + at;

    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

gp_status gp_logo_take(gp_logo *logo, gp_str bytes, gp_error *error)
{
    uint32_t width, height;

    if (bytes.size > GP_LOGO_MAX)
        return gp_error_set(error, GP_INVALID, "the file is larger than 64 KiB; make it smaller");
    if (bytes.size < HEAD || !gp_str_starts(bytes, GP_STR("\x89PNG\r\n\x1A\n")) ||
        !gp_str_equal(gp_str_slice(bytes, 12, 16), GP_STR("IHDR")))
        return gp_error_set(error, GP_INVALID, "it is no PNG file; save it as PNG");
    width = number_at(bytes, 16);
    height = number_at(bytes, 20);
    if (width < 1 || height < 1 || width > GP_LOGO_PIXELS || height > GP_LOGO_PIXELS)
        return gp_error_set(error, GP_INVALID,
                            "the picture is %u by %u pixels; 1 to 2000 are shown", width, height);
    logo->bytes = bytes;
    logo->width = width;
    logo->height = height;
    return GP_OK;
}

gp_str gp_logo_encode(const gp_logo *logo, gp_arena *arena)
{
    size_t size = sodium_base64_encoded_len(logo->bytes.size, BASE64);
    char *text = logo->bytes.size > 0 ? gp_arena_alloc(arena, size) : NULL;

    if (text == NULL)
        return (gp_str){NULL, 0};
    (void)sodium_bin2base64(text, size, (const unsigned char *)logo->bytes.data, logo->bytes.size,
                            BASE64);
    return (gp_str){text, size - 1};
}

gp_str gp_logo_decode(gp_str text, gp_arena *arena)
{
    unsigned char *bytes = text.size > 0 ? gp_arena_alloc(arena, text.size) : NULL;
    size_t size;

    if (bytes == NULL ||
        sodium_base642bin(bytes, text.size, text.data, text.size, NULL, &size, NULL, BASE64) != 0)
        return (gp_str){NULL, 0};
    return (gp_str){(const char *)bytes, size};
}
