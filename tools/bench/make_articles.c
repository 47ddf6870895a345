/* make_articles.c - a corpus as large as is asked for: Markdown articles of made-up words, always the same.
 *
 * usage: make_articles FOLDER ARTICLES [WORDS]
 *
 * Each article has front matter, an introduction and nine headed sections, so ten in the index, of WORDS
 * words (100). Words are drawn as in a language: the nth most frequent about 1/n as often as the first,
 * 30,000 of them, besides one in each heading that no other section has. A hundred articles a folder.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
    VOCABULARY = 30000,
    SECTIONS = 10,
    IN_A_FOLDER = 100,
    SENTENCE = 12
};

static uint64_t state = 88172645463325252u;

/* xorshift64, Marsaglia 2003; in [0, 1) */
static double chance(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

static void put_word(FILE *file, unsigned number)
{
    static const char *const beginnings[] = {"b", "d", "f", "gr", "k", "l", "m", "pl", "s", "t"};
    static const char vowels[] = "aeiou";

    do {
        (void)fputs(beginnings[number % 10], file);
        number /= 10;
        (void)fputc(vowels[number % 5], file);
        number /= 5;
    } while (number > 0);
}

static void put_text(FILE *file, int words)
{
    for (int i = 0; i < words; i++) {
        put_word(file, (unsigned)exp(chance() * log(VOCABULARY)));
        (void)fputs(i % SENTENCE == SENTENCE - 1 ? ". " : " ", file);
    }
    (void)fputs("end.\n", file);
}

static void make(const char *folder, int article, int words)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%03d", folder, article / IN_A_FOLDER);
    if (article % IN_A_FOLDER == 0)
        (void)mkdir(path, 0755);
    (void)snprintf(path, sizeof path, "%s/%03d/article-%d.md", folder, article / IN_A_FOLDER,
                   article);
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(4);
    }
    (void)fprintf(file, "---\ntitle: Article %d\ntags: [made, of-%d]\n---\n\n", article,
                  article % 50);
    put_text(file, words);
    for (int i = 1; i < SECTIONS; i++) {
        (void)fprintf(file, "\n## What about n%dx%d and ", article, i);
        put_word(file, (unsigned)exp(chance() * log(VOCABULARY)));
        (void)fputs("?\n\n", file);
        put_text(file, words);
    }
    if (fclose(file) != 0) {
        perror(path);
        exit(4);
    }
}

int main(int argc, char **argv)
{
    int articles = argc > 2 ? atoi(argv[2]) : 0;
    int words = argc > 3 ? atoi(argv[3]) : 100;

    if (articles < 1 || words < 1) {
        (void)fputs("usage: make_articles FOLDER ARTICLES [WORDS]\n", stderr);
        return 2;
    }
    (void)mkdir(argv[1], 0755);
    for (int i = 0; i < articles; i++)
        make(argv[1], i, words);
    return 0;
}
