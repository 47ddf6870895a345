/* file.c - the index file as bytes: whose it is, what it says it is, and that it is undamaged.
 *
 * All this happens before SQLite sees a byte: a crafted FTS5 file can crash SQLite 3.40, so what our
 * indexer did not write is never opened.
 */
#include "store/sqlite/internal.h"

#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HASH_SIZE = GP_HASH_SIZE,
    HEADER_SIZE = 100,
    VERSION_AT = 60,
    APPLICATION_AT = 68
};

/* Up to this size the index is read into memory, where nobody can change or shorten it. */
#define READ_UP_TO ((size_t)256 << 20)
#define WINDOW     ((size_t)8 << 20)

/* Sixteen bytes that no UTF-8 text holds, before the place of the checksum. */
static const unsigned char mark_head[GP_MARK_SIZE - HASH_SIZE] = {
    0xFE, 'g', 'u', 'i', 'd', 'e', 'p', 'o', 's', 't', 0xFF, 0xC0, 'h', 'a', 's', 'h'};

void gp_index_mark(unsigned char mark[GP_MARK_SIZE])
{
    memset(mark, 0, GP_MARK_SIZE);
    memcpy(mark, mark_head, sizeof mark_head);
}

/* ---- the checksum ---------------------------------------------------------------------------- */

/* One pass over the bytes, a window at a time: BLAKE2b with the checksum's own bytes as zeros. The mark
 * stands before them, so it is met before they are. */
typedef struct hashing {
    crypto_generichash_state state;
    size_t hash_at; /* where the checksum stands; 0: not met yet */
    size_t marks;
} hashing;

/* Marks that end in [from, to) of the bytes. */
static void look_for_marks(hashing *self, const unsigned char *bytes, size_t from, size_t to)
{
    size_t at = from >= sizeof mark_head ? from - sizeof mark_head + 1 : 0;
    const unsigned char *found;

    while ((found = memmem(bytes + at, to - at, mark_head, sizeof mark_head)) != NULL) {
        at = (size_t)(found - bytes) + sizeof mark_head;
        self->hash_at = at;
        self->marks++;
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void hash_window(hashing *self, const unsigned char *bytes, size_t from, size_t to)
{
    static const unsigned char zeros[HASH_SIZE];
    size_t own = self->hash_at, behind = own + HASH_SIZE;

    while (from < to) {
        bool inside = own > 0 && from >= own && from < behind;
        size_t stop = inside ? smaller(to, behind) : own > 0 && from < own ? smaller(to, own) : to;
        (void)crypto_generichash_update(&self->state, inside ? zeros : bytes + from, stop - from);
        from = stop;
    }
}

/* Where bytes go that are copied while they are hashed. */
typedef struct copying {
    int to;
    bool failed;
} copying;

/* Hashes all bytes, and copies them on the way unless `copy` is NULL. Pages of a `mapped` file are given
 * back behind the window: else a large index would count as this program's memory.
 * `*hash_at` is 0 unless there is exactly one mark. GP_IO: `copy` cannot be written. */
static gp_status hash_file(unsigned char *bytes, size_t size, bool mapped, copying *copy,
                           unsigned char hash[HASH_SIZE], size_t *hash_at)
{
    hashing self = {.hash_at = 0};

    (void)crypto_generichash_init(&self.state, NULL, 0, HASH_SIZE);
    for (size_t from = 0; from < size; from += WINDOW) {
        size_t to = smaller(size, from + WINDOW);
        look_for_marks(&self, bytes, from, to);
        hash_window(&self, bytes, from, to);
        if (copy != NULL)
            copy->failed =
                gp_file_put(copy->to, (gp_str){(const char *)bytes + from, to - from}) != GP_OK;
        if (copy != NULL && copy->failed)
            return GP_IO;
        if (mapped)
            (void)madvise(bytes + from, to - from, MADV_DONTNEED);
    }
    (void)crypto_generichash_final(&self.state, hash, HASH_SIZE);
    *hash_at = self.marks == 1 && size - self.hash_at >= HASH_SIZE ? self.hash_at : 0;
    return GP_OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static gp_status check_header(const char *path, const gp_index_file *file, gp_error *error)
{
    uint32_t format;

    if (file->size < HEADER_SIZE || memcmp(file->bytes, "SQLite format 3", 16) != 0 ||
        big_endian(file->bytes + APPLICATION_AT) != GP_INDEX_APPLICATION)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: not a Guidepost index; make one with: guidepost index --db FILE "
                            "CORPUS",
                            path);
    format = big_endian(file->bytes + VERSION_AT);
    if (format > GP_INDEX_FORMAT)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: made by a newer Guidepost (format %u, this one reads %d); update "
                            "this program or index again",
                            path, format, GP_INDEX_FORMAT);
    if (format < GP_INDEX_FORMAT)
        return gp_error_set(error, GP_CORRUPT, "%s: of an older format (%u); index again", path,
                            format);
    return GP_OK;
}

static gp_status check_bytes(const char *path, gp_index_file *file, copying *copy, gp_error *error)
{
    unsigned char hash[HASH_SIZE];
    gp_status status = check_header(path, file, error);
    size_t hash_at = 0;

    if (status == GP_OK)
        status = hash_file(file->bytes, file->size, file->mapped, copy, hash, &hash_at);
    if (status == GP_IO)
        return gp_error_set(error, GP_IO, "%s: its copy cannot be written: %s", path,
                            strerror(errno));
    if (status != GP_OK)
        return status;
    if (hash_at == 0 || memcmp(hash, file->bytes + hash_at, HASH_SIZE) != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: damaged or cut short (its checksum does not fit); index again, or "
                            "put %s.old in its place",
                            path, path);
    sodium_bin2hex(file->checksum, sizeof file->checksum, hash, sizeof hash);
    return GP_OK;
}

static gp_status check_owner(const char *path, const struct stat *info, gp_error *error)
{
    if (!S_ISREG(info->st_mode))
        return gp_error_set(error, GP_CORRUPT, "%s: not a file; --db wants an index file", path);
    if (info->st_uid != geteuid() && info->st_uid != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: owned by another user; an index is opened only if this user or "
                            "root made it",
                            path);
    if ((info->st_mode & S_IWOTH) != 0)
        return gp_error_set(error, GP_CORRUPT,
                            "%s: anybody may write to it; take that away with: chmod o-w", path);
    return GP_OK;
}

/* A fresh file is our own, locked, and looked at once: mapped, which is a twentieth of a build faster, or, if
 * it is large, read by SQLite by its name, since of a mapping all that was looked at would stay in
 * memory. Only its header is looked at here. */
static gp_status load(int descriptor, size_t size, const char *fresh, gp_index_file *file)
{
    size_t have = 0;

    file->size = size;
    file->mapped = fresh != NULL || size > READ_UP_TO;
    file->by_name = size > READ_UP_TO ? fresh : NULL;
    if (file->mapped) {
        void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        file->bytes = map != MAP_FAILED ? map : NULL;
        return file->bytes != NULL ? GP_OK : GP_IO;
    }
    file->bytes = gp_alloc(size);
    if (file->bytes == NULL)
        return GP_NO_MEMORY;
    while (have < size) {
        ssize_t got = read(descriptor, file->bytes + have, size - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break; /* shorter than it was: the checksum will say so */
        have += (size_t)got;
    }
    file->size = have;
    return GP_OK;
}

/* `copy` may be NULL. */
static gp_status open_file(const char *path, bool fresh, copying *copy, gp_index_file *file,
                           gp_error *error)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat info;
    gp_status status;

    memset(file, 0, sizeof *file);
    if (descriptor < 0 && errno == ENOENT)
        return gp_error_set(error, GP_NOT_FOUND,
                            "%s: there is no index; make one with: guidepost index --db %s CORPUS",
                            path, path);
    if (descriptor < 0 || fstat(descriptor, &info) != 0) {
        status = gp_error_set(error, GP_IO, "%s: cannot be opened: %s", path, strerror(errno));
        if (descriptor >= 0)
            (void)close(descriptor);
        return status;
    }
    status = check_owner(path, &info, error);
    if (status == GP_OK) {
        status = load(descriptor, (size_t)info.st_size, fresh ? path : NULL, file);
        if (status != GP_OK)
            (void)gp_error_set(error, status, "%s: not enough memory to open it", path);
    }
    (void)close(descriptor);
    if (status == GP_OK)
        status = fresh ? check_header(path, file, error) : check_bytes(path, file, copy, error);
    if (status != GP_OK)
        gp_index_file_close(file);
    return status;
}

gp_status gp_index_file_open(const char *path, bool fresh, gp_index_file *file, gp_error *error)
{
    return open_file(path, fresh, NULL, file, error);
}

gp_status gp_index_file_copy(const char *path, int to, bool *sound, gp_error *error)
{
    gp_index_file file;
    copying copy = {to, false};
    gp_status status = open_file(path, false, &copy, &file, error);

    *sound = status == GP_OK;
    if (*sound)
        gp_index_file_close(&file);
    return *sound || copy.failed || status == GP_NO_MEMORY ? status : GP_OK;
}

void gp_index_file_close(gp_index_file *file)
{
    if (file->mapped && file->bytes != NULL)
        (void)munmap(file->bytes, file->size);
    else
        gp_free(file->bytes);
    memset(file, 0, sizeof *file);
}

/* ---- sealing --------------------------------------------------------------------------------- */

/* On a thread of its own, or on the caller's where there can be none. */
static void *hash_all(void *context)
{
    gp_sealing *self = context;
    unsigned char *bytes = mmap(NULL, self->size, PROT_READ, MAP_SHARED, self->descriptor, 0);

    self->mapped = bytes != MAP_FAILED;
    if (!self->mapped)
        return NULL;
    /* what it cannot do is to copy */
    (void)hash_file(bytes, self->size, true, NULL, self->hash, &self->hash_at);
    (void)munmap(bytes, self->size);
    return NULL;
}

gp_status gp_sealing_begin(const char *path, gp_sealing *self, gp_error *error)
{
    struct stat info;

    *self = (gp_sealing){.path = path, .descriptor = open(path, O_RDWR | O_CLOEXEC)};
    if (self->descriptor < 0)
        return gp_error_set(error, GP_IO, "%s: cannot be opened: %s", path, strerror(errno));
    if (fstat(self->descriptor, &info) != 0 || info.st_size < HEADER_SIZE) {
        (void)close(self->descriptor);
        return gp_error_set(error, GP_IO, "%s: the new index is not whole", path);
    }
    self->size = (size_t)info.st_size;
    self->beside = pthread_create(&self->thread, NULL, hash_all, self) == 0;
    if (!self->beside)
        (void)hash_all(self);
    return GP_OK;
}

static gp_status write_hash(const gp_sealing *self, gp_error *error)
{
    if (!self->mapped)
        return gp_error_set(error, GP_IO, "%s: cannot be mapped", self->path);
    if (self->hash_at == 0)
        return gp_error_set(error, GP_CORRUPT, "%s: the new index has no place for its checksum",
                            self->path);
    if (pwrite(self->descriptor, self->hash, sizeof self->hash, (off_t)self->hash_at) !=
        (ssize_t)sizeof self->hash)
        return gp_error_set(error, GP_IO, "%s: cannot be written: %s", self->path, strerror(errno));
    if (fsync(self->descriptor) != 0)
        return gp_error_set(error, GP_IO, "%s: cannot be synced: %s", self->path, strerror(errno));
    return GP_OK;
}

gp_status gp_sealing_end(gp_sealing *self, gp_status verified, gp_error *error)
{
    if (self->beside)
        (void)pthread_join(self->thread, NULL);
    if (verified == GP_OK)
        verified = write_hash(self, error);
    (void)close(self->descriptor);
    return verified;
}
