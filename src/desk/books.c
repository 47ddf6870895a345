#include "desk/books.h"

#include "base/memory.h"

#include <pthread.h>
#include <string.h>

#define BOOK_MEMORY ((size_t)256 << 20)

typedef struct held_book {
    gp_book book; /* first: a reader's pointer is this one's */
    gp_arena arena;
    unsigned users; /* guarded by the lock; the current one has one for being it */
} held_book;

struct gp_books {
    pthread_mutex_t lock;
    held_book *current;
};

static void drop(held_book *held)
{
    gp_arena_clear(&held->arena);
    gp_free(held);
}

static gp_status read_book(gp_desk_file *file, held_book **book, gp_error *error)
{
    held_book *made = gp_alloc(sizeof *made);
    gp_approval_rows rows;
    gp_verdict_list verdicts = {NULL, 0, 0};
    gp_status status;

    *book = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "approvals: not enough memory");
    made->users = 1;
    gp_arena_init(&made->arena, BOOK_MEMORY);
    status = gp_desk_file_approvals(file, false, &made->arena, &rows, error);
    for (size_t i = 0; status == GP_OK && i < rows.count; i++) {
        gp_verdict *verdict = GP_VEC_PUSH(&made->arena, &verdicts);
        if (verdict == NULL)
            status = gp_error_set(error, GP_NO_MEMORY, "approvals: not enough memory");
        else
            *verdict = rows.items[i].verdict;
    }
    if (status != GP_OK) {
        drop(made);
        return status;
    }
    made->book = (gp_book){verdicts.items, verdicts.count,
                           gp_book_version_of(verdicts.items, verdicts.count)};
    *book = made;
    return GP_OK;
}

gp_status gp_books_open(gp_desk_file *file, gp_books **books, gp_error *error)
{
    gp_books *made = gp_alloc(sizeof *made);
    gp_status status;

    *books = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "approvals: not enough memory");
    (void)pthread_mutex_init(&made->lock, NULL);
    status = read_book(file, &made->current, error);
    if (status != GP_OK) {
        gp_books_close(made);
        return status;
    }
    *books = made;
    return GP_OK;
}

void gp_books_close(gp_books *books)
{
    if (books == NULL)
        return;
    if (books->current != NULL)
        drop(books->current);
    (void)pthread_mutex_destroy(&books->lock);
    gp_free(books);
}

static void release(gp_books *books, held_book *held)
{
    bool last;

    (void)pthread_mutex_lock(&books->lock);
    last = --held->users == 0;
    (void)pthread_mutex_unlock(&books->lock);
    if (last)
        drop(held);
}

gp_status gp_books_read(gp_books *books, gp_desk_file *file, gp_error *error)
{
    held_book *made;
    held_book *before;
    gp_status status = read_book(file, &made, error);

    if (status != GP_OK)
        return status;
    (void)pthread_mutex_lock(&books->lock);
    before = books->current;
    books->current = made;
    (void)pthread_mutex_unlock(&books->lock);
    release(books, before);
    return GP_OK;
}

const gp_book *gp_books_acquire(gp_books *books)
{
    held_book *held;

    (void)pthread_mutex_lock(&books->lock);
    held = books->current;
    held->users++;
    (void)pthread_mutex_unlock(&books->lock);
    return &held->book;
}

void gp_books_release(gp_books *books, const gp_book *book)
{
    held_book *held;

    /* a reader's book is const to it, not to who counts its readers */
    memcpy(&held, &book, sizeof held);
    release(books, held);
}
