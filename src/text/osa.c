#include "text/osa.h"

#include "text/tokenizer.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row: slips from the first i letters of `a` to each beginning of `b`. Returns the row's least. */
static size_t next_row(gp_str a, gp_str b, size_t i, size_t rows[3][GP_FORM_MAX + 1])
{
    size_t *now = rows[i % 3];
    const size_t *before = rows[(i + 2) % 3];
    const size_t *two_before = rows[(i + 1) % 3];
    size_t lowest = i;

    now[0] = i;
    for (size_t j = 1; j <= b.size; j++) {
        size_t cost = a.data[i - 1] == b.data[j - 1] ? 0 : 1;
        now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + cost);
        if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1])
            now[j] = least(now[j], two_before[j - 2] + 1);
        lowest = least(lowest, now[j]);
    }
    return lowest;
}

/* The last row in `rows`; false when every way soon takes more than `limit` slips. */
static bool fill_rows(gp_str a, gp_str b, size_t limit, size_t rows[3][GP_FORM_MAX + 1])
{
    size_t before = 0;

    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t lowest = next_row(a, b, i, rows);
        if (lowest > limit && before > limit) /* a swap may still come from the row before */
            return false;
        before = lowest;
    }
    return true;
}

bool gp_osa_within(gp_str a, gp_str b, size_t limit)
{
    size_t rows[3][GP_FORM_MAX + 1];

    if (a.size > b.size + limit || b.size > a.size + limit)
        return false;
    return fill_rows(a, b, limit, rows) && rows[a.size % 3][b.size] <= limit;
}

bool gp_osa_begins(gp_str typed, gp_str word, size_t limit)
{
    size_t rows[3][GP_FORM_MAX + 1];
    gp_str begin = gp_str_slice(word, 0, typed.size + limit);
    size_t lowest = limit + 1;

    if (typed.size > word.size + limit || !fill_rows(typed, begin, limit, rows))
        return false;
    for (size_t j = 0; j <= begin.size; j++)
        lowest = least(lowest, rows[typed.size % 3][j]);
    return lowest <= limit;
}
