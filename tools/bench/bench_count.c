/* bench_count.c - what counting a question costs the request that asked it.
 *
 * usage: bench_count INDEX
 *
 * 2,000 questions of eight words of the index, each asked by 4 visitors (hashes alone), by a fifth (every
 * word is looked up), by 40 more (a known question), and by all of them again (known visitors).
 */
#include "base/hash.h"
#include "desk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    QUESTIONS = 2000,
    WORDS = 8,
    TODAY = 20000
};

typedef struct bench {
    gp_store *store;
    gp_tokenizer *tokenizer;
    gp_desk *desk;
    gp_arena arena;
    gp_str questions[QUESTIONS];
} bench;

static void fail(const char *what)
{
    (void)fprintf(stderr, "bench_count: %s\n", what);
    exit(4);
}

static void make_questions(bench *self)
{
    size_t count;
    const gp_word *words = gp_store_vocabulary(self->store, &count);
    uint64_t random = 1;
    size_t at;

    if (count < 100)
        fail("the index has too few words");
    for (size_t i = 0; i < QUESTIONS; i++) {
        gp_buf buf;
        gp_buf_init(&buf, 1024);
        for (size_t j = 0; j < WORDS; j++) {
            random = random * 6364136223846793005u + 1442695040888963407u; /* Knuth's */
            at = (size_t)(random >> 33) % count;
            while (words[at].form.data[0] < 'a') /* numbers are not counted */
                at = (at + 1) % count;
            gp_buf_add(&buf, words[at].form);
            gp_buf_add_byte(&buf, ' ');
        }
        self->questions[i] = gp_arena_take(&self->arena, &buf);
        gp_buf_clear(&buf);
    }
}

/* Of this thread alone: waiting for a processor is not counting. */
static double cpu_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Every question by visitors [first, last]. */
static void ask(bench *self, const char *what, unsigned first, unsigned last)
{
    double start = cpu_ns();

    for (unsigned visitor = first; visitor <= last; visitor++) {
        char address[32];
        (void)snprintf(address, sizeof address, "192.0.2.%u", visitor);
        for (size_t i = 0; i < QUESTIONS; i++) {
            gp_asked asked = {TODAY,          gp_str_of(address), self->questions[i],
                              GP_ASKED_EXACT, self->store,        self->tokenizer};
            gp_desk_count(self->desk, &asked);
        }
    }
    printf("%-40s %6.0f ns\n", what, (cpu_ns() - start) / QUESTIONS / (last - first + 1));
}

int main(int argc, char **argv)
{
    static bench self;
    char folder[] = "/tmp/gp-count-XXXXXX";
    char path[64];
    gp_error error;

    if (argc != 2 || gp_hash_init() != GP_OK || mkdtemp(folder) == NULL)
        fail("usage: bench_count INDEX");
    (void)snprintf(path, sizeof path, "%s/desk.db", folder);
    gp_arena_init(&self.arena, 16 << 20);
    if (gp_store_open(argv[1], GP_PUBLIC, &self.store, &error) != GP_OK ||
        gp_tokenizer_open("en", &self.tokenizer, &error) != GP_OK ||
        gp_desk_open(path, &self.desk, &error) != GP_OK)
        fail(error.text);
    make_questions(&self);
    ask(&self, "a question of which a hash is held", 1, 4);
    ask(&self, "the fifth visitor", 5, 5);
    ask(&self, "a question that is known", 6, 45);
    ask(&self, "a visitor who asks again", 1, 45);
    gp_desk_close(self.desk);
    gp_tokenizer_close(self.tokenizer);
    gp_store_close(self.store);
    gp_arena_clear(&self.arena);
    return unlink(path) | unlink(strcat(path, "-journal")) | rmdir(folder);
}
