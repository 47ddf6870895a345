#include "search/query_pieces.h"

#include <string.h>

enum {
    EXCLUDED_FROM = 3 /* letters of a word that a minus excludes */
};

/* The length of a quotation mark at `at`: " or one of the typographic double ones; 0: none. */
static size_t quote_at(gp_str text, size_t at)
{
    if (at >= text.size)
        return 0;
    if (text.data[at] == '"')
        return 1;
    if (text.size - at >= 3 && (memcmp(text.data + at, "\xE2\x80\x9C", 3) == 0 ||
                                memcmp(text.data + at, "\xE2\x80\x9D", 3) == 0 ||
                                memcmp(text.data + at, "\xE2\x80\x9E", 3) == 0))
        return 3;
    return 0;
}

static bool blank_at(gp_str text, size_t at)
{
    return text.data[at] == ' ' || text.data[at] == '\n' || text.data[at] == '\t';
}

/* A minus that excludes stands behind a blank: in "co-occurring" and "--" it does not. */
static bool minus_at(gp_str text, size_t at)
{
    return text.data[at] == '-' && (at == 0 || blank_at(text, at - 1)) && at + 1 < text.size &&
           text.data[at + 1] != '-';
}

/* True when a word of three letters or more begins here: "-o" is an option of some program. */
static bool excludable_at(gp_str text, size_t at)
{
    size_t letters = 0;

    for (; at < text.size && !blank_at(text, at) && letters < EXCLUDED_FROM; at++)
        letters += ((unsigned char)text.data[at] & 0xC0) != 0x80;
    return letters == EXCLUDED_FROM;
}

static gp_status add_piece(gp_str text, size_t start, size_t end, gp_role role, gp_arena *arena,
                           gp_piece_list *pieces)
{
    gp_piece *added;

    if (start >= end)
        return GP_OK;
    added = GP_VEC_PUSH(arena, pieces);
    if (added == NULL)
        return GP_NO_MEMORY;
    *added = (gp_piece){gp_str_slice(text, start, end), role};
    return GP_OK;
}

static size_t closing_quote(gp_str text, size_t from)
{
    while (from < text.size && quote_at(text, from) == 0)
        from++;
    return from;
}

static size_t word_end(gp_str text, size_t from)
{
    while (from < text.size && !blank_at(text, from))
        from++;
    return from;
}

gp_status gp_query_split(gp_str text, gp_arena *arena, gp_piece_list *pieces, bool *ends_open)
{
    size_t start = 0;
    size_t at = 0;
    gp_status status = GP_OK;

    while (at < text.size && status == GP_OK) {
        size_t minus = minus_at(text, at) ? 1 : 0;
        size_t quote = quote_at(text, at + minus);
        size_t inside = at + minus + quote;
        size_t end = quote > 0 ? closing_quote(text, inside) : text.size;
        bool quoted = end < text.size; /* a lone quotation mark says nothing */
        if (!quoted && (minus == 0 || !excludable_at(text, inside))) {
            at++;
            continue;
        }
        if (!quoted)
            end = word_end(text, inside);
        status = add_piece(text, start, at, GP_SHOULD, arena, pieces);
        if (status == GP_OK)
            status = add_piece(text, inside, end, minus > 0 ? GP_MUST_NOT : GP_MUST, arena, pieces);
        at = quoted ? end + quote_at(text, end) : end;
        start = at;
    }
    *ends_open = start < text.size && !blank_at(text, text.size - 1);
    return status == GP_OK ? add_piece(text, start, text.size, GP_SHOULD, arena, pieces) : status;
}
