/* io_shim.c - preloaded into the program under test: the nth call that writes to the disk fails.
 *
 * GP_FAIL_AT=n     which call fails (1 = the first); 0: none
 * GP_FAIL_WITH=e   errno it fails with (28 ENOSPC, 5 EIO)
 * GP_COUNT_TO=file where the number of calls is written at the end
 * Calls on stdout and stderr are not counted.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

ssize_t write(int file, const void *bytes, size_t size);
ssize_t pwrite(int file, const void *bytes, size_t size, off_t at);
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at);
int fsync(int file);
int fdatasync(int file);
int ftruncate(int file, off_t size);
int ftruncate64(int file, off64_t size);
int rename(const char *from, const char *to);

static unsigned long calls;

static unsigned long number_of(const char *name)
{
    const char *text = getenv(name);

    return text != NULL ? strtoul(text, NULL, 10) : 0;
}

static void *next_of(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);

    if (found == NULL)
        abort();
    return found;
}

/* Counts a call; true when it is the one that fails, with errno set. */
static int fails(void)
{
    if (++calls != number_of("GP_FAIL_AT"))
        return 0;
    errno = (int)number_of("GP_FAIL_WITH");
    return 1;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("GP_COUNT_TO");
    FILE *out = path != NULL ? fopen(path, "w") : NULL;

    if (out == NULL)
        return;
    (void)fprintf(out, "%lu\n", calls);
    (void)fclose(out);
}

/* dlsym gives an object pointer where a function's is wanted: POSIX says that this cast works. */
#define CALL(name, type, ...) (*(type *)(void *)&(void *){next_of(name)})(__VA_ARGS__)

typedef ssize_t write_fn(int, const void *, size_t);
typedef ssize_t pwrite_fn(int, const void *, size_t, off64_t);
typedef int sync_fn(int);
typedef int truncate_fn(int, off64_t);
typedef int rename_fn(const char *, const char *);

ssize_t write(int file, const void *bytes, size_t size)
{
    if (file > STDERR_FILENO && getenv("GP_COUNT_TO") != NULL && fails())
        return -1;
    return CALL("write", write_fn *, file, bytes, size);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    return fails() ? -1 : CALL("pwrite64", pwrite_fn *, file, bytes, size, at);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    return fails() ? -1 : CALL("pwrite", pwrite_fn *, file, bytes, size, at);
}

int fsync(int file)
{
    return fails() ? -1 : CALL("fsync", sync_fn *, file);
}

int fdatasync(int file)
{
    return fails() ? -1 : CALL("fdatasync", sync_fn *, file);
}

int ftruncate64(int file, off64_t size)
{
    return fails() ? -1 : CALL("ftruncate64", truncate_fn *, file, size);
}

int ftruncate(int file, off_t size)
{
    return fails() ? -1 : CALL("ftruncate", truncate_fn *, file, size);
}

int rename(const char *from, const char *to)
{
    return fails() ? -1 : CALL("rename", rename_fn *, from, to);
}
