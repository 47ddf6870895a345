/* replay.c - runs a fuzz target over the files of its corpus folder, where there is no libFuzzer.
 * An empty or missing folder is a failure: a check that finds nothing to check fails. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    PATH_SIZE = 4096,
    INPUT_MAX = 4 << 20
};

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(INPUT_MAX);
    size_t size;

    if (file == NULL || data == NULL) {
        (void)fprintf(stderr, "replay: %s: cannot be read\n", path);
        exit(1);
    }
    size = fread(data, 1, INPUT_MAX, file);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    /* all short beginnings too: half an escape is where parsers read too far */
    for (size_t cut = 0; cut < size && cut < 256; cut++) {
        uint8_t *exact = malloc(cut > 0 ? cut : 1);
        if (exact == NULL)
            exit(1);
        memcpy(exact, data, cut);
        (void)LLVMFuzzerTestOneInput(exact, cut);
        free(exact);
    }
    free(data);
    return 1;
}

int main(int argc, char **argv)
{
    int count = 0;
    char path[PATH_SIZE];
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;

    if (folder == NULL) {
        (void)fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        count += replay(path);
    }
    (void)closedir(folder);
    (void)printf("%d inputs replayed\n", count);
    return count > 0 ? 0 : 1;
}
