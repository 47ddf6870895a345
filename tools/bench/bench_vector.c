/* bench_vector.c - what a vector costs: opening, a question, a group of 60 words, a scan.
 *
 * usage: bench_vector MODEL-FILE
 *
 * Each figure is the median of repeated runs, for each kernel that this processor runs.
 */
#include "base/clock.h"
#include "base/hash.h"
#include "vector/cosine.h"
#include "vector/encoder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RUNS = 101,
    UNITS = 20000
};

/* 60 characters; 60 words. */
static const char question[] = "how many hours a week is the program, and who will be paying?";
static const char group[] =
    "An intensive outpatient program is treatment of at least nine hours a week. You live at home "
    "and "
    "keep your job, your school and your family around you. Most people come three evenings a "
    "week, "
    "three hours each, for eight to twelve weeks. Your insurance may ask for a prior authorization "
    "before it pays for any of the two.";

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static double median_ms(uint64_t times[RUNS])
{
    qsort(times, RUNS, sizeof times[0], by_size);
    return (double)times[RUNS / 2] / 1000;
}

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_vector: %s\n", what);
    exit(4);
}

static long resident_kib(void)
{
    char line[128];
    long kib = 0;
    FILE *file = fopen("/proc/self/status", "r");

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    }
    if (file != NULL)
        (void)fclose(file);
    return kib;
}

static void bench_open(const char *path)
{
    uint64_t times[RUNS];
    gp_encoder *encoder;
    gp_error error;

    for (size_t i = 0; i < RUNS; i++) {
        uint64_t start = gp_clock_us();
        if (gp_encoder_open(path, &encoder, &error) != GP_OK)
            fail(error.text);
        times[i] = gp_clock_us() - start;
        gp_encoder_close(encoder);
    }
    (void)printf("open                    %8.2f ms\n", median_ms(times));
}

static void bench_encode(gp_encoder *encoder, const gp_kernels *kernels, const char *name,
                         const char *text)
{
    float vector[GP_VECTOR_SIZE];
    uint16_t ids[GP_PIECES_MAX];
    uint64_t times[RUNS];
    size_t pieces = gp_encoder_pieces(encoder, gp_str_of(text), ids);

    gp_encoder_use(encoder, kernels);
    for (size_t i = 0; i < RUNS; i++) {
        uint64_t start = gp_clock_us();
        gp_encoder_encode(encoder, gp_str_of(text), vector);
        times[i] = gp_clock_us() - start;
    }
    (void)printf("%-10s %-10s   %8.2f ms   (%zu characters, %zu pieces)\n", kernels->name, name,
                 median_ms(times), strlen(text), pieces);
}

static void bench_scan(const gp_kernels *kernels)
{
    static int8_t units[UNITS * GP_VECTOR_SIZE];
    static int32_t dots[UNITS];
    uint64_t times[RUNS], sum = 0;

    for (size_t i = 0; i < sizeof units; i++)
        units[i] = (int8_t)(i * 2654435761u >> 24 & 127);
    for (size_t i = 0; i < RUNS; i++) {
        uint64_t start = gp_clock_us();
        kernels->scan(units, units, UNITS, dots);
        times[i] = gp_clock_us() - start;
        sum += (uint64_t)dots[i];
    }
    if (sum == 0)
        fail("the scan found nothing");
    (void)printf("%-10s scan         %8.2f ms   (%d units)\n", kernels->name, median_ms(times),
                 UNITS);
}

int main(int argc, char **argv)
{
    gp_encoder *encoder;
    gp_error error;
    const gp_kernels *kernels;
    long before;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: bench_vector MODEL-FILE\n");
        return 2;
    }
    if (gp_hash_init() != GP_OK)
        fail("no randomness");
    before = resident_kib();
    if (gp_encoder_open(argv[1], &encoder, &error) != GP_OK)
        fail(error.text);
    for (size_t i = 0; (kernels = gp_kernels_at(i)) != NULL; i++)
        bench_encode(encoder, kernels, "question", question);
    for (size_t i = 0; (kernels = gp_kernels_at(i)) != NULL; i++)
        bench_encode(encoder, kernels, "group", group);
    (void)printf("resident                %8ld KiB  (the mapped model included)\n",
                 resident_kib() - before);
    gp_encoder_close(encoder);
    bench_open(argv[1]);
    for (size_t i = 0; (kernels = gp_kernels_at(i)) != NULL; i++)
        bench_scan(kernels);
    return 0;
}
