#include "text/fold.h"

#include <stdbool.h>
#include <utf8proc.h>

typedef struct range {
    uint32_t first, last;
} range;

static bool in_ranges(uint32_t code, const range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}

/* Thai, Lao, Myanmar, Khmer, kana and Han: no blanks between words. */
static bool without_blanks(uint32_t code)
{
    static const range scripts[] = {{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF},
                                    {0x3040, 0x30FF}, {0x31F0, 0x31FF}, {0x3400, 0x4DBF},
                                    {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};

    return code >= 0x0E00 && in_ranges(code, scripts, sizeof scripts / sizeof scripts[0]);
}

/* Vulgar fractions and raised digits stand beside a number or a word without a blank: NFKC would make
 * "1\u00bd" into 112 and the footnote of "PHP\u00b9" into php1. */
static bool stands_apart(uint32_t code)
{
    static const range signs[] = {{0x00B2, 0x00B3}, {0x00B9, 0x00B9}, {0x00BC, 0x00BE},
                                  {0x2070, 0x2070}, {0x2074, 0x2079}, {0x2150, 0x215F},
                                  {0x2189, 0x2189}};

    return in_ranges(code, signs, sizeof signs / sizeof signs[0]);
}

static bool fraction(uint32_t code)
{
    return (code >= 0x00BC && code <= 0x00BE) || (code >= 0x2150 && code <= 0x215F) ||
           code == 0x2189;
}

/* The blocks of combining marks that only adorn a letter. */
static bool ornament(uint32_t code)
{
    static const range blocks[] = {
        {0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};

    return in_ranges(code, blocks, sizeof blocks / sizeof blocks[0]);
}

static gp_character by_category(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return without_blanks(code) ? GP_SINGLE : GP_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return stands_apart(code) ? GP_SINGLE : GP_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return GP_MARK;
    default:
        return GP_SEPARATOR;
    }
}

gp_character gp_character_of(uint32_t code)
{
    switch (code) {
    case '\'':
    case 0x2019: /* right single quotation mark */
    case 0x02BC: /* modifier letter apostrophe */
    case 0xFF07: /* fullwidth apostrophe */
        return GP_APOSTROPHE;
    case 0x200B: /* zero width space: invisible, but it is there to separate */
        return GP_SEPARATOR;
    default:
        /* soft hyphen, joiners, direction marks, variation selectors ... */
        return utf8proc_get_property((utf8proc_int32_t)code)->ignorable ? GP_IGNORED
                                                                        : by_category(code);
    }
}

size_t gp_fold(uint32_t code, char out[GP_FOLD_MAX])
{
    utf8proc_int32_t parts[18]; /* the longest compatibility decomposition (U+FDFA) */
    int boundary = 0;
    size_t size = 0;
    utf8proc_ssize_t count;

    /* NFKC keeps Hangul syllables whole; a fraction would become two numbers without its bar */
    if ((code >= 0xAC00 && code <= 0xD7A3) || fraction(code))
        return (size_t)utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
    count = utf8proc_decompose_char((utf8proc_int32_t)code, parts, 18,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                    &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 18 && size + 4 <= GP_FOLD_MAX; i++) {
        gp_character kind = gp_character_of((uint32_t)parts[i]);
        if (kind == GP_SEPARATOR || kind == GP_APOSTROPHE || kind == GP_IGNORED ||
            ornament((uint32_t)parts[i]))
            continue;
        size += (size_t)utf8proc_encode_char(parts[i], (utf8proc_uint8_t *)out + size);
    }
    return size;
}
