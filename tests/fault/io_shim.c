/* io_shim.c - loaded before the C library (LD_PRELOAD): the nth writing call fails.
 *
 * GP_FAIL_AT   which call, from 1; 0 or nothing: none
 * GP_FAIL_ALL  set: every later one too (a disk that stays full)
 * GP_FAIL_WITH "EIO" or "ENOSPC" (usual)
 * GP_COUNT_TO  a file that gets the number of calls when the program ends
 * Counted: write to files, pwrite, pwrite64, fsync, fdatasync, ftruncate, ftruncate64, rename, renameat2, link.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned long calls;

/* True when this call is to fail; errno says why. */
static bool fails(void)
{
    const char *at = getenv("GP_FAIL_AT");
    const char *with = getenv("GP_FAIL_WITH");
    unsigned long nth = at != NULL ? strtoul(at, NULL, 10) : 0;

    calls++;
    if (nth == 0 || calls < nth || (calls > nth && getenv("GP_FAIL_ALL") == NULL))
        return false;
    errno = with != NULL && strcmp(with, "EIO") == 0 ? EIO : ENOSPC;
    return true;
}

__attribute__((destructor)) static void tell_count(void)
{
    const char *path = getenv("GP_COUNT_TO");
    FILE *file = path != NULL ? fopen(path, "w") : NULL;

    if (file == NULL)
        return;
    (void)fprintf(file, "%lu\n", calls);
    (void)fclose(file);
}

/* The C library's own function; POSIX lets data pointers of dlsym be functions, ISO C does not. */
#define REAL(function, name)                                                                       \
    do {                                                                                           \
        void *found = dlsym(RTLD_NEXT, name);                                                      \
        memcpy(&(function), &found, sizeof found);                                                 \
    } while (0)

ssize_t write(int file, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t);

    REAL(real, "write");
    return file > 2 && fails() ? -1 : real(file, bytes, size); /* 1 and 2 are for the messages */
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    ssize_t (*real)(int, const void *, size_t, off_t);

    REAL(real, "pwrite");
    return fails() ? -1 : real(file, bytes, size, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    ssize_t (*real)(int, const void *, size_t, off64_t);

    REAL(real, "pwrite64");
    return fails() ? -1 : real(file, bytes, size, at);
}

int fsync(int file)
{
    int (*real)(int);

    REAL(real, "fsync");
    return fails() ? -1 : real(file);
}

int fdatasync(int file)
{
    int (*real)(int);

    REAL(real, "fdatasync");
    return fails() ? -1 : real(file);
}

int ftruncate(int file, off_t size)
{
    int (*real)(int, off_t);

    REAL(real, "ftruncate");
    return fails() ? -1 : real(file, size);
}

int ftruncate64(int file, off64_t size)
{
    int (*real)(int, off64_t);

    REAL(real, "ftruncate64");
    return fails() ? -1 : real(file, size);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);

    REAL(real, "rename");
    return fails() ? -1 : real(from, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    int (*real)(int, const char *, int, const char *, unsigned);

    REAL(real, "renameat2");
    return fails() ? -1 : real(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    int (*real)(const char *, const char *);

    REAL(real, "link");
    return fails() ? -1 : real(from, to);
}
