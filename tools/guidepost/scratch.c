/* scratch.c - made by mkdtemp; removed by name, since a signal handler may not read a folder. */
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FOLDER_MAX = 512,
    PATH_SIZE = FOLDER_MAX + 32
};

/* All that a build leaves beside its index (store.h), in the order of removal. */
static const char *const endings[] = {"", ".new", ".old"};
#define FILE_COUNT (sizeof endings / sizeof endings[0])

static const int fatal[] = {SIGINT, SIGTERM, SIGHUP};

static char folder[FOLDER_MAX];
static char files[FILE_COUNT][PATH_SIZE];
static volatile sig_atomic_t stands;

void gp_scratch_remove(void)
{
    if (!stands)
        return;
    for (size_t i = 0; i < FILE_COUNT; i++)
        (void)unlink(files[i]);
    (void)rmdir(folder);
    stands = 0;
}

/* SA_RESETHAND: raised again, the signal does what it always did. */
static void remove_and_end(int number)
{
    gp_scratch_remove();
    (void)raise(number);
}

static void watch_signals(void)
{
    struct sigaction action = {.sa_handler = remove_and_end, .sa_flags = (int)SA_RESETHAND};

    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++) {
        struct sigaction before;
        /* what nohup ignores stays ignored */
        if (sigaction(fatal[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            (void)sigaction(fatal[i], &action, NULL);
    }
}

gp_status gp_scratch_make(const char **db, gp_error *error)
{
    const char *parent = getenv("TMPDIR");
    int length;

    *db = NULL;
    if (parent == NULL || parent[0] == '\0')
        parent = "/tmp";
    length = snprintf(folder, sizeof folder, "%s/guidepost-XXXXXX", parent);
    if (length < 0 || (size_t)length >= sizeof folder)
        return gp_error_set(error, GP_IO, "TMPDIR: the path is too long; set a shorter one");
    if (mkdtemp(folder) == NULL)
        return gp_error_set(error, GP_IO, "%s: no temporary folder can be made: %s", parent,
                            strerror(errno));
    for (size_t i = 0; i < FILE_COUNT; i++)
        (void)snprintf(files[i], sizeof files[i], "%s/index.db%s", folder, endings[i]);
    stands = 1;
    watch_signals();
    *db = files[0];
    return GP_OK;
}
