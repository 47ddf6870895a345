/* bench_request.c - what one request costs inside the server: everything but the socket.
 *
 * usage: bench_request INDEX QUESTIONS.tsv [api|page|/PATH [ROUNDS]]     (api, 40)
 *
 * Asks each question of the file (its first column; "#" begins a comment) ROUNDS times, from one thread,
 * through the service and into the bytes of a reply. The figures are times of whole requests.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/html.h"
#include "http/reply.h"
#include "http/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUESTIONS_MAX = 4096,
    LINE_MAX_SIZE = 8192,
    REPLY_LIMIT = 8 << 20
};

typedef struct bench {
    gp_service *service;
    char *queries[QUESTIONS_MAX]; /* "q=..." */
    size_t count, rounds;
    gp_str path;
    double *times; /* µs */
    size_t asked, bytes;
} bench;

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_request: %s\n", what);
    exit(4);
}

static void read_questions(bench *self, const char *path)
{
    char line[LINE_MAX_SIZE];
    FILE *file = fopen(path, "r");

    if (file == NULL)
        fail("the questions cannot be read");
    while (self->count < QUESTIONS_MAX && fgets(line, sizeof line, file) != NULL) {
        gp_buf query;
        line[strcspn(line, "\t\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        gp_buf_init(&query, LINE_MAX_SIZE * 4);
        gp_buf_add_text(&query, "q=");
        gp_url_add_part(&query, gp_str_of(line));
        self->queries[self->count++] = query.data;
    }
    (void)fclose(file);
    if (self->count == 0)
        fail("there is no question in the file");
}

static void ask(bench *self, const char *query)
{
    static const gp_header headers[] = {{{"Host", 4}, {"127.0.0.1", 9}}};
    gp_request request = {.path = self->path,
                          .query = gp_str_of(query),
                          .headers = headers,
                          .header_count = 1,
                          .peer = GP_STR("127.0.0.1")};
    gp_response response;
    gp_buf reply;
    uint64_t start = gp_clock_us();

    gp_response_init(&response, REPLY_LIMIT);
    gp_service_answer(self->service, &request, &response);
    gp_buf_init(&reply, REPLY_LIMIT);
    gp_reply_write(&reply, &request, &response, true);
    self->times[self->asked++] = (double)(gp_clock_us() - start);
    self->bytes += reply.size;
    if (response.status != 200)
        fail("a request was not answered with 200");
    gp_buf_clear(&reply);
    gp_response_clear(&response);
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void report(bench *self)
{
    double sum = 0;

    for (size_t i = 0; i < self->asked; i++)
        sum += self->times[i];
    qsort(self->times, self->asked, sizeof self->times[0], by_time);
    (void)printf("%.*s: %zu requests of %zu questions, mean %.0f us, p50 %.0f us, p99 %.0f us, "
                 "%.1f KB each\n",
                 GP_STR_ARGS(self->path), self->asked, self->count, sum / (double)self->asked,
                 self->times[self->asked / 2], self->times[self->asked * 99 / 100],
                 (double)self->bytes / (double)self->asked / 1024);
}

int main(int argc, char **argv)
{
    static bench self;
    gp_service_options options = {.db = argc > 1 ? argv[1] : "", .threads = 1};
    const char *what = argc > 3 ? argv[3] : "api";
    gp_error error;

    if (argc < 3)
        fail("usage: bench_request INDEX QUESTIONS.tsv [api|page|/PATH [ROUNDS]]");
    self.rounds = argc > 4 ? strtoul(argv[4], NULL, 10) : 40;
    self.path = strcmp(what, "api") == 0    ? GP_STR("/api/v1/search")
                : strcmp(what, "page") == 0 ? GP_STR("/search")
                                            : gp_str_of(what);
    read_questions(&self, argv[2]);
    if (gp_service_open(&options, &self.service, &error) != GP_OK)
        fail(error.text);
    self.times = calloc(self.count * self.rounds + self.count, sizeof *self.times);
    if (self.times == NULL)
        fail("no memory");
    for (size_t round = 0; round < self.rounds; round++) {
        for (size_t i = 0; i < self.count; i++)
            ask(&self, self.queries[i]);
    }
    report(&self);
    gp_service_close(self.service);
    free(self.times);
    for (size_t i = 0; i < self.count; i++)
        free(self.queries[i]);
    return 0;
}
