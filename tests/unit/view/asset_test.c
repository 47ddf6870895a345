/* Assets: found by name only, compressed and hashed once; and what the style sheet promises. */
#include "test.h"

#include "base/utf8.h"
#include "view/asset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum {
    STYLE_MAX = 6 * 1024,  /* bytes compressed */
    SCRIPT_MAX = 12 * 1024 /* bytes compressed: all scripts of a page; so the one of embed.js */
};

/* ---- finding -------------------------------------------------------------------------------- */

static void names_that_are_no_asset_are_not_found(void **state)
{
    static const char *const names[] = {"",           "layout.html",  "style",
                                        "none.css",   "../style.css", "a/../style.css",
                                        "/style.css", ".css"};
    gp_asset asset;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_equal(gp_asset_find(gp_str_of(names[i]), NULL, NULL, &asset), GP_NOT_FOUND);
        assert_int_equal(asset.bytes.size, 0);
        assert_null(asset.mime);
    }
    assert_int_equal(gp_asset_find(GP_STR("style.css\0.css"), NULL, NULL, &asset), GP_NOT_FOUND);
}

static void the_style_sheet_is_found_with_type_and_etag(void **state)
{
    gp_asset asset, again;

    (void)state;
    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &asset), GP_OK);
    assert_string_equal(asset.mime, "text/css; charset=utf-8");
    assert_int_equal(asset.etag.size, 34);
    assert_true(asset.etag.data[0] == '"' && asset.etag.data[33] == '"');
    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &again), GP_OK);
    assert_ptr_equal(asset.bytes.data, again.bytes.data);
    assert_ptr_equal(asset.gzip.data, again.gzip.data);
    assert_int_equal(gp_asset_find(GP_STR("icon.svg"), NULL, NULL, &asset), GP_OK);
    assert_string_equal(asset.mime, "image/svg+xml");
}

static void the_compressed_form_unpacks_to_the_same(void **state)
{
    gp_asset asset;
    z_stream stream;
    unsigned char *out;

    (void)state;
    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &asset), GP_OK);
    assert_true(asset.gzip.size > 0 && asset.gzip.size < asset.bytes.size / 2);
    out = malloc(asset.bytes.size + 1);
    assert_non_null(out);
    memset(&stream, 0, sizeof stream);
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    stream.next_in = (z_const Bytef *)(uintptr_t)asset.gzip.data;
    stream.avail_in = (uInt)asset.gzip.size;
    stream.next_out = out;
    stream.avail_out = (uInt)asset.bytes.size + 1;
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, asset.bytes.size);
    assert_memory_equal(out, asset.bytes.data, asset.bytes.size);
    assert_int_equal(inflateEnd(&stream), Z_OK);
    free(out);
}

static void the_version_is_twelve_hex_digits_and_stays(void **state)
{
    gp_str version = gp_asset_version();

    (void)state;
    assert_int_equal(version.size, 12);
    for (size_t i = 0; i < version.size; i++)
        assert_non_null(strchr("0123456789abcdef", version.data[i]));
    assert_true(gp_str_equal(version, gp_asset_version()));
}

static void a_designers_folder_comes_first_and_ours_behind_it(void **state)
{
    char folder[] = "/tmp/guidepost-asset-XXXXXX";
    char path[80];
    gp_asset asset;
    gp_arena arena;
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/style.css", folder);
    file = fopen(path, "wb");
    assert_non_null(file);
    (void)fputs("p{}", file);
    assert_int_equal(fclose(file), 0);
    gp_arena_init(&arena, 4u << 20);
    assert_int_equal(gp_asset_find(GP_STR("style.css"), folder, &arena, &asset), GP_OK);
    assert_true(gp_str_equal(asset.bytes, GP_STR("p{}")));
    assert_int_equal(asset.gzip.size, 0);
    assert_int_equal(asset.etag.size, 34);
    assert_int_equal(gp_asset_find(GP_STR("icon.svg"), folder, &arena, &asset), GP_OK);
    assert_int_equal(gp_asset_find(GP_STR("none.svg"), folder, &arena, &asset), GP_NOT_FOUND);
    assert_int_equal(gp_asset_find(GP_STR("style.css\0.css"), folder, &arena, &asset),
                     GP_NOT_FOUND);
    assert_int_equal(gp_asset_find(GP_STR("style.css"), "/nonexistent", &arena, &asset), GP_OK);
    (void)unlink(path);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    assert_int_equal(gp_asset_find(GP_STR("style.css"), folder, &arena, &asset), GP_OK);
    assert_true(asset.bytes.size > 1000);
    gp_arena_clear(&arena);
    gp_arena_init(&arena, 8);
    assert_int_equal(gp_asset_find(GP_STR("style.css"), folder, &arena, &asset), GP_NO_MEMORY);
    gp_arena_clear(&arena);
    (void)unlink(path);
    (void)rmdir(folder);
}

/* ---- scripts -------------------------------------------------------------------------------- */

static bool holds(gp_str text, const char *part)
{
    return gp_str_find(text, gp_str_of(part), 0) < text.size;
}

static void a_script_is_sent_behind_its_partners(void **state)
{
    gp_asset page, embed, partner;

    (void)state;
    assert_int_equal(gp_asset_find(GP_STR("search.js"), NULL, NULL, &page), GP_OK);
    assert_int_equal(gp_asset_find(GP_STR("embed.js"), NULL, NULL, &embed), GP_OK);
    assert_int_equal(gp_asset_find(GP_STR("combobox.js"), NULL, NULL, &partner), GP_OK);
    assert_string_equal(page.mime, "text/javascript; charset=utf-8");
    assert_true(gp_str_starts(page.bytes, partner.bytes));
    assert_true(gp_str_starts(embed.bytes, partner.bytes));
    assert_true(holds(page.bytes, "\n// with: combobox.js, results.js, page.js\n"));
    assert_true(holds(page.bytes, "function liveResults("));
    assert_true(holds(page.bytes, "function startPage("));
    assert_false(gp_str_equal(page.etag, partner.etag));
    assert_true(page.gzip.size > 1000 && page.gzip.size < SCRIPT_MAX);
    assert_true(embed.gzip.size > 1000 && embed.gzip.size < SCRIPT_MAX);
}

static void scripts_never_make_code_or_markup_of_text(void **state)
{
    static const char *const names[] = {"search.js", "embed.js"};
    static const char *const forbidden[] = {
        "innerHTML",      "outerHTML",    "insertAdjacentHTML",
        "eval(",          "new Function", ".setAttribute('style'",
        "document.write", "cookie =",     "sendBeacon",
        "import(",        "http://",      "https://",
        "srcdoc",         "javascript:"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        gp_asset asset;
        assert_int_equal(gp_asset_find(gp_str_of(names[i]), NULL, NULL, &asset), GP_OK);
        for (size_t j = 0; j < sizeof forbidden / sizeof forbidden[0]; j++) {
            if (holds(asset.bytes, forbidden[j]))
                fail_msg("%s holds \"%s\"", names[i], forbidden[j]);
        }
    }
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[80];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void a_designers_partner_is_used_and_one_that_is_nowhere_left_out(void **state)
{
    char folder[] = "/tmp/guidepost-asset-XXXXXX";
    char path[80];
    gp_asset asset;
    gp_arena arena;

    (void)state;
    assert_non_null(mkdtemp(folder));
    write_file(folder, "a.js", "// with: b.js, none.js, ../b.js\nlet a;\n");
    write_file(folder, "b.js", "let b;\n");
    gp_arena_init(&arena, 4u << 20);
    assert_int_equal(gp_asset_find(GP_STR("a.js"), folder, &arena, &asset), GP_OK);
    assert_true(
        gp_str_equal(asset.bytes, GP_STR("let b;\n// with: b.js, none.js, ../b.js\nlet a;\n")));
    gp_arena_clear(&arena);
    (void)snprintf(path, sizeof path, "%s/a.js", folder);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/b.js", folder);
    (void)unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- the style sheet ------------------------------------------------------------------------ */

static gp_str style(void)
{
    gp_asset asset;

    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &asset), GP_OK);
    return asset.bytes;
}

static void the_style_sheet_is_small_and_loads_nothing(void **state)
{
    static const char *const forbidden[] = {
        "url(",       "@import",     "http:",        "https:",       "animation",    "transition",
        "!important", "margin-left", "margin-right", "padding-left", "padding-right"};
    gp_str css = style();
    gp_asset asset;

    (void)state;
    assert_int_equal(gp_asset_find(GP_STR("style.css"), NULL, NULL, &asset), GP_OK);
    assert_true(asset.gzip.size > 1000 && asset.gzip.size < STYLE_MAX);
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        if (gp_str_find(css, gp_str_of(forbidden[i]), 0) < css.size)
            fail_msg("style.css holds \"%s\"", forbidden[i]);
    }
}

static unsigned hex_digit(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a' + 10);
}

/* Relative luminance of the nth color that a variable is given (WCAG 2.2). */
static double luminance(gp_str css, const char *name, int nth)
{
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    char wanted[32];
    size_t at = 0;
    double sum = 0;

    (void)snprintf(wanted, sizeof wanted, "--%s: #", name);
    at = gp_str_find(css, gp_str_of(wanted), 0);
    if (nth > 0)
        at = gp_str_find(css, gp_str_of(wanted), at + 1);
    if (at == css.size)
        fail_msg("no color --%s, number %d", name, nth);
    at += strlen(wanted);
    for (size_t i = 0; i < 3; i++) {
        bool brief = css.data[at + 3] == ';';
        unsigned high = hex_digit(css.data[at + (brief ? i : 2 * i)]);
        unsigned low = hex_digit(css.data[at + (brief ? i : 2 * i + 1)]);
        double part = (high * 16 + low) / 255.0;
        sum += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(gp_str css, const char *a, const char *b, int nth)
{
    double first = luminance(css, a, nth);
    double second = luminance(css, b, nth);

    return first > second ? (first + .05) / (second + .05) : (second + .05) / (first + .05);
}

static void every_text_has_enough_contrast_by_day_and_by_night(void **state)
{
    static const char *const texts[][2] = {
        {"ink", "paper"},        {"ink", "card"},         {"ink", "tint"},
        {"ink", "alarm-tint"},   {"soft", "tint"},        {"soft", "paper"},
        {"soft", "card"},        {"accent", "paper"},     {"accent", "card"},
        {"accent", "tint"},      {"on-accent", "accent"}, {"on-mark", "mark"},
        {"alarm", "alarm-tint"}, {"on-alarm", "alarm"},   {"accent", "alarm-tint"}};
    static const char *const edges[][2] = {{"edge", "paper"},   {"edge", "card"},
                                           {"edge", "tint"},    {"alarm", "paper"},
                                           {"accent", "paper"}, {"accent", "tint"}};
    gp_str css = style();

    (void)state;
    for (int scheme = 0; scheme < 2; scheme++) {
        for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
            double ratio = contrast(css, texts[i][0], texts[i][1], scheme);
            if (ratio < 4.5)
                fail_msg("%s on %s: %.2f", texts[i][0], texts[i][1], ratio);
        }
        for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
            double ratio = contrast(css, edges[i][0], edges[i][1], scheme);
            if (ratio < 3)
                fail_msg("%s on %s: %.2f", edges[i][0], edges[i][1], ratio);
        }
    }
    assert_true(contrast(css, "bar", "on-bar", 0) > 4.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_are_no_asset_are_not_found),
        cmocka_unit_test(the_style_sheet_is_found_with_type_and_etag),
        cmocka_unit_test(the_compressed_form_unpacks_to_the_same),
        cmocka_unit_test(the_version_is_twelve_hex_digits_and_stays),
        cmocka_unit_test(a_designers_folder_comes_first_and_ours_behind_it),
        cmocka_unit_test(a_script_is_sent_behind_its_partners),
        cmocka_unit_test(scripts_never_make_code_or_markup_of_text),
        cmocka_unit_test(a_designers_partner_is_used_and_one_that_is_nowhere_left_out),
        cmocka_unit_test(the_style_sheet_is_small_and_loads_nothing),
        cmocka_unit_test(every_text_has_enough_contrast_by_day_and_by_night),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
