#include "base/clock.h"

#include <stdio.h>
#include <time.h>

uint64_t gp_clock_us(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

int64_t gp_clock_now(void)
{
    return (int64_t)time(NULL);
}

int32_t gp_clock_today(void)
{
    return (int32_t)(time(NULL) / 86400);
}

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 to the first of March of the shifted year: H. Hinnant, "chrono-compatible
 * low-level date algorithms", days_from_civil. */
static int32_t days_from_civil(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = shifted / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static bool parse_civil(gp_str text, int *year, int *month, int *day)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t y, m, d, last;

    if (text.size < 10 || text.data[4] != '-' || text.data[7] != '-' ||
        !gp_str_to_size(gp_str_slice(text, 0, 4), 9999, &y) ||
        !gp_str_to_size(gp_str_slice(text, 5, 7), 12, &m) ||
        !gp_str_to_size(gp_str_slice(text, 8, 10), 31, &d) || y < 1900 || m < 1 || d < 1)
        return false;
    last = (size_t)month_days[m - 1] + (m == 2 && leap((int)y) ? 1 : 0);
    if (d > last)
        return false;
    *year = (int)y;
    *month = (int)m;
    *day = (int)d;
    return true;
}

bool gp_date_parse(gp_str text, int32_t *days)
{
    int year, month, day;

    if (!parse_civil(text, &year, &month, &day))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

/* The same source, civil_from_days. */
void gp_date_write(int32_t days, char out[GP_DATE_TEXT])
{
    int32_t first = days_from_civil(1900, 1, 1);
    int32_t last = days_from_civil(9999, 12, 31);
    int32_t shifted = (days < first ? first : days > last ? last : days) + 719468;
    int era = shifted / 146097;
    int day_of_era = shifted - era * 146097;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int part = (5 * day_of_year + 2) / 153;
    int month = part < 10 ? part + 3 : part - 9;
    int year = year_of_era + era * 400 + (month <= 2);

    (void)snprintf(out, GP_DATE_TEXT, "%04d-%02d-%02d", year % 10000, month % 100,
                   (day_of_year - (153 * part + 2) / 5 + 1) % 100);
}

void gp_date_words(gp_str date, char *out, size_t out_size)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int year, month, day;

    if (parse_civil(date, &year, &month, &day))
        (void)snprintf(out, out_size, "%s %d, %d", names[month - 1], day, year);
    else
        (void)snprintf(out, out_size, "%.*s", GP_STR_ARGS(date));
}
