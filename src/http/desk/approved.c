#include "http/desk/approved.h"

#include "base/memory.h"
#include "view/label.h"

#include <pthread.h>
#include <string.h>

enum {
    NAME_SIZE = 64, /* of a generation */
    BATCH_LIMIT = 8 << 20
};

/* What a set was made of: equal keys, equal sets. */
typedef struct approved_key {
    char generation[NAME_SIZE];
    uint64_t words; /* the book's version */
    int32_t today;
} approved_key;

typedef struct held_set {
    gp_handle_set set; /* first: a reader's pointer is this one's */
    approved_key key;
    unsigned users; /* guarded by the lock; the current one has one for being it */
    uint64_t bits[];
} held_set;

struct gp_approved {
    pthread_mutex_t lock;
    held_set *current; /* NULL: none was asked for yet */
};

gp_status gp_approved_open(gp_approved **approved)
{
    *approved = gp_alloc(sizeof **approved);
    if (*approved == NULL)
        return GP_NO_MEMORY;
    (void)pthread_mutex_init(&(*approved)->lock, NULL);
    return GP_OK;
}

void gp_approved_close(gp_approved *approved)
{
    if (approved == NULL)
        return;
    gp_free(approved->current);
    (void)pthread_mutex_destroy(&approved->lock);
    gp_free(approved);
}

/* The lock is held. */
static void release(held_set *held)
{
    if (held != NULL && --held->users == 0)
        gp_free(held);
}

static gp_status judge_all(held_set *held, gp_store *store, const gp_book *book, gp_error *error)
{
    gp_status status = GP_OK;
    gp_arena arena;

    gp_arena_init(&arena, BATCH_LIMIT);
    for (gp_handle handle = 0; handle < held->set.count && status == GP_OK; handle++) {
        gp_stored_section stored;
        status = gp_store_fetch(store, &handle, 1, true, &arena, &stored, error);
        if (status == GP_OK) {
            gp_book_judge(book, &stored.section, &arena);
            if (gp_label_section_verified(&stored.section, held->key.today))
                held->bits[handle / 64] |= UINT64_C(1) << handle % 64;
        }
        if (status == GP_OK && arena.failed)
            status = gp_error_set(error, GP_NO_MEMORY, "approved sections: not enough memory");
        gp_arena_reset(&arena);
    }
    gp_arena_clear(&arena);
    return status;
}

static gp_status make(gp_store *store, const gp_book *book, const approved_key *key,
                      held_set **held, gp_error *error)
{
    gp_corpus corpus;
    size_t words;
    gp_status status;

    gp_store_corpus(store, &corpus);
    words = corpus.sections / 64 + 1;
    *held = gp_alloc(sizeof **held + words * sizeof(uint64_t));
    if (*held == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "approved sections: not enough memory");
    (*held)->set = (gp_handle_set){(*held)->bits, corpus.sections};
    (*held)->key = *key;
    (*held)->users = 1;
    status = judge_all(*held, store, book, error);
    if (status != GP_OK) {
        gp_free(*held);
        *held = NULL;
    }
    return status;
}

static approved_key key_of(const gp_store *store, const gp_book *book, int32_t today)
{
    gp_str generation = gp_store_generation(store);
    approved_key key = {.words = book != NULL ? book->version : 0, .today = today};

    memcpy(key.generation, generation.data,
           generation.size < NAME_SIZE ? generation.size : NAME_SIZE);
    return key;
}

static bool is_of(const held_set *held, const approved_key *key)
{
    return held != NULL && held->key.words == key->words && held->key.today == key->today &&
           memcmp(held->key.generation, key->generation, NAME_SIZE) == 0;
}

gp_status gp_approved_take(gp_approved *approved, gp_store *store, const gp_book *book,
                           int32_t today, const gp_handle_set **set, gp_error *error)
{
    const approved_key key = key_of(store, book, today);
    gp_status status = GP_OK;
    held_set *made;

    *set = NULL;
    (void)pthread_mutex_lock(&approved->lock);
    if (!is_of(approved->current, &key)) {
        status = make(store, book, &key, &made, error);
        if (status == GP_OK) {
            release(approved->current);
            approved->current = made;
        }
    }
    if (status == GP_OK) {
        approved->current->users++;
        *set = &approved->current->set;
    }
    (void)pthread_mutex_unlock(&approved->lock);
    return status;
}

void gp_approved_give(gp_approved *approved, const gp_handle_set *set)
{
    held_set *held;

    if (set == NULL)
        return;
    /* a reader's set is const to it, not to who counts its readers */
    memcpy(&held, &set, sizeof held);
    (void)pthread_mutex_lock(&approved->lock);
    release(held);
    (void)pthread_mutex_unlock(&approved->lock);
}
