/* embed.c - build-time: files and named SQL statements into C.
 *
 * usage: embed files NAME OUT.c FILE...   const gp_embedded NAME_files[], sorted by name
 *        embed sql OUT.h FILE.sql...      one #define GP_SQL_<NAME> "..." for each "-- name: x"
 *        embed words OUT.c FILE           a word list, a line each: those of a to z in lower case, sorted;
 *                                         which of them may be names; and the short ones that are none
 * A block of SQL runs from its name line to the next; comment lines and indentation are left out.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_SIZE = 4096,
    BYTES_A_LINE = 20
};

static void fail(const char *what, const char *where)
{
    (void)fprintf(stderr, "embed: %s: %s\n", where, what);
    exit(4);
}

static FILE *open_or_fail(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);

    if (file == NULL)
        fail("cannot be opened", path);
    return file;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(base_name(*(char *const *)a), base_name(*(char *const *)b));
}

/* ---- files -------------------------------------------------------------------------------- */

static void write_bytes(FILE *out, const char *path, size_t number)
{
    FILE *in = open_or_fail(path, "rb");
    size_t count = 0;
    int byte;

    (void)fprintf(out, "static const unsigned char file_%zu[] = {", number);
    while ((byte = getc(in)) != EOF) {
        (void)fprintf(out, "%s%d,", count % BYTES_A_LINE == 0 ? "\n" : "", byte);
        count++;
    }
    /* a NUL behind every file, so that no array is empty */
    (void)fprintf(out, "0};\n");
    (void)fclose(in);
}

static void embed_files(const char *name, const char *out_path, char **paths, size_t count)
{
    FILE *out = open_or_fail(out_path, "wb");

    qsort(paths, count, sizeof paths[0], by_name);
    (void)fprintf(out,
                  "/* Made by tools/embed; not for editing. */\n#include \"view/embedded.h\"\n\n");
    for (size_t i = 0; i < count; i++)
        write_bytes(out, paths[i], i);
    (void)fprintf(out, "\nconst gp_embedded %s_files[] = {\n", name);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(out, "    {\"%s\", file_%zu, sizeof file_%zu - 1},\n", base_name(paths[i]), i,
                      i);
    (void)fprintf(out, "};\nconst size_t %s_file_count = %zu;\n", name, count);
    if (fclose(out) != 0)
        fail("cannot be written", out_path);
}

/* ---- SQL ---------------------------------------------------------------------------------- */

static void write_name(FILE *out, const char *name)
{
    (void)fprintf(out, "#define GP_SQL_");
    for (; isalnum((unsigned char)*name) || *name == '_'; name++)
        (void)fputc(toupper((unsigned char)*name), out);
}

static void write_line(FILE *out, const char *line)
{
    (void)fprintf(out, " \\\n    \"");
    for (; *line != '\0' && *line != '\n'; line++) {
        if (*line == '"' || *line == '\\')
            (void)fputc('\\', out);
        (void)fputc(*line, out);
    }
    (void)fprintf(out, "\\n\"");
}

static void embed_sql_file(FILE *out, const char *path)
{
    FILE *in = open_or_fail(path, "rb");
    char line[LINE_SIZE];
    int named = 0;

    while (fgets(line, sizeof line, in) != NULL) {
        const char *text = line + strspn(line, " \t");
        if (strncmp(text, "-- name: ", 9) == 0) {
            (void)fprintf(out, "%s", named ? "\n\n" : "");
            write_name(out, text + 9);
            named = 1;
        } else if (strncmp(text, "--", 2) != 0 && *text != '\n' && *text != '\0') {
            if (!named)
                fail("SQL before the first \"-- name:\" line", path);
            write_line(out, text);
        }
    }
    (void)fprintf(out, "\n\n");
    (void)fclose(in);
}

static void embed_sql(const char *out_path, char **paths, size_t count)
{
    FILE *out = open_or_fail(out_path, "wb");

    qsort(paths, count, sizeof paths[0], by_name);
    (void)fprintf(out, "/* Made by tools/embed; not for editing. */\n");
    for (size_t i = 0; i < count; i++)
        embed_sql_file(out, paths[i]);
    if (fclose(out) != 0)
        fail("cannot be written", out_path);
}

/* ---- words -------------------------------------------------------------------------------- */

enum {
    SHORT_LEAST = 2,
    WORD_LEAST = 5, /* letters: shorter ones are never asked for when spelling is mended */
    WORD_MOST = 30,
    WORDS_MAX = 200000
};

typedef struct word {
    char *text; /* in lower case */
    int name;   /* the list has it with a capital, too or only */
} word;

/* By text; of equal ones, that with a capital first. */
static int by_text(const void *a, const void *b)
{
    const word *one = a;
    const word *other = b;
    int order = strcmp(one->text, other->text);

    return order != 0 ? order : other->name - one->name;
}

/* The line in lower case without its end; 0 when it is no plain word. */
static int read_word(char *line, int *name)
{
    size_t size = strcspn(line, "\r\n");

    *name = 0;
    line[size] = '\0';
    for (size_t i = 0; i < size; i++) {
        *name = *name || isupper((unsigned char)line[i]);
        line[i] = (char)tolower((unsigned char)line[i]);
        if (line[i] < 'a' || line[i] > 'z')
            return 0;
    }
    return size >= SHORT_LEAST && size <= WORD_MOST;
}

/* Each word once: one that stands with a capital, too, may be a name ("mark", "smith"). */
static size_t only_once(word *words, size_t count)
{
    size_t kept = 0;

    qsort(words, count, sizeof *words, by_text);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && strcmp(words[i].text, words[kept - 1].text) == 0)
            free(words[i].text);
        else
            words[kept++] = words[i];
    }
    return kept;
}

static size_t read_words(const char *path, word *words)
{
    FILE *in = open_or_fail(path, "rb");
    char line[LINE_SIZE];
    size_t count = 0;
    int name;

    while (fgets(line, sizeof line, in) != NULL) {
        if (!read_word(line, &name))
            continue;
        if (count == WORDS_MAX)
            fail("too many words", path);
        words[count] = (word){strdup(line), name};
        if (words[count++].text == NULL)
            fail("not enough memory", path);
    }
    (void)fclose(in);
    return only_once(words, count);
}

typedef int chosen(const word *item);

static int is_word(const word *item)
{
    return strlen(item->text) >= WORD_LEAST;
}

static int is_name(const word *item)
{
    return item->name && strlen(item->text) >= WORD_LEAST;
}

static int is_short(const word *item)
{
    return !item->name && strlen(item->text) < WORD_LEAST;
}

/* The chosen words as numbers: no string literal may be that long. */
static void write_words(FILE *out, const char *name, const word *words, size_t count,
                        chosen *choose)
{
    size_t written = 0;

    (void)fprintf(out, "\nconst char gp_dictionary_%s[] = {\n", name);
    for (size_t i = 0; i < count; i++) {
        if (!choose(&words[i]))
            continue;
        (void)fprintf(out, "    ");
        for (const char *letter = words[i].text; *letter != '\0'; letter++)
            (void)fprintf(out, "%d,", *letter);
        (void)fprintf(out, "10,\n");
        written++;
    }
    if (written == 0)
        fail("not a list of words, names and short words", name);
    (void)fprintf(out, "};\nconst size_t gp_dictionary_%s_size = sizeof gp_dictionary_%s;\n", name,
                  name);
}

static void embed_words(const char *out_path, const char *path)
{
    word *words = calloc(WORDS_MAX, sizeof *words);
    size_t count = words != NULL ? read_words(path, words) : 0;
    FILE *out = open_or_fail(out_path, "wb");

    if (count < WORDS_MAX / 100)
        fail("not a list of words", path);
    (void)fprintf(out,
                  "/* Made by tools/embed; not for editing. */\n#include \"text/dictionary.h\"\n");
    write_words(out, "words", words, count, is_word);
    write_words(out, "names", words, count, is_name);
    write_words(out, "short", words, count, is_short);
    if (fclose(out) != 0)
        fail("cannot be written", out_path);
    for (size_t i = 0; i < count; i++)
        free(words[i].text);
    free(words);
}

int main(int argc, char **argv)
{
    if (argc > 4 && strcmp(argv[1], "files") == 0) {
        embed_files(argv[2], argv[3], argv + 4, (size_t)argc - 4);
        return 0;
    }
    if (argc > 3 && strcmp(argv[1], "sql") == 0) {
        embed_sql(argv[2], argv + 3, (size_t)argc - 3);
        return 0;
    }
    if (argc == 4 && strcmp(argv[1], "words") == 0) {
        embed_words(argv[2], argv[3]);
        return 0;
    }
    (void)fprintf(stderr, "usage: embed files NAME OUT.c FILE... | embed sql OUT.h FILE.sql... | "
                          "embed words OUT.c FILE\n");
    return 2;
}
