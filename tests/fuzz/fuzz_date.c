/* fuzz_date.c - any bytes as a date: what is taken is a day of the calendar, the same that the C library counts,
 * and nothing behind its ten bytes matters. */
#include "base/clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition)
{
    if (!condition)
        abort();
}

static int digits(const uint8_t *data, size_t count)
{
    int value = 0;

    for (size_t i = 0; i < count; i++) {
        must(data[i] >= '0' && data[i] <= '9');
        value = value * 10 + (data[i] - '0');
    }
    return value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gp_str text = {(const char *)data, size};
    int32_t day = 0;
    int32_t again = 0;
    struct tm parts = {.tm_hour = 12};
    struct tm counted;
    time_t seconds;
    char words[64];

    gp_date_words(text, words, sizeof words);
    must(memchr(words, '\0', sizeof words) != NULL);
    if (!gp_date_parse(text, &day))
        return 0;
    must(size >= 10 && data[4] == '-' && data[7] == '-');
    parts.tm_year = digits(data, 4) - 1900;
    parts.tm_mon = digits(data + 5, 2) - 1;
    parts.tm_mday = digits(data + 8, 2);
    counted = parts;
    seconds = timegm(&counted);
    /* timegm makes March of February 30: then the parts would not be the same */
    must(counted.tm_mon == parts.tm_mon && counted.tm_mday == parts.tm_mday);
    must((int64_t)seconds == (int64_t)day * 86400 + 43200);
    must(gp_date_parse(gp_str_slice(text, 0, 10), &again) && again == day);
    return 0;
}
