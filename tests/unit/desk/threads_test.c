/* Counting, voting and tending at the same time, from several threads. */
#include "unit/desk/office.h"

#include <pthread.h>

enum {
    THREADS = 4,
    VISITORS = 60, /* of each thread */
    VOTES = 10
};

typedef struct crowd {
    office office; /* a copy: its tokenizer is the thread's own, its desk the one desk */
    unsigned number;
    bool failed;
} crowd;

static void *ask_and_vote(void *context)
{
    crowd *self = context;
    gp_error error;

    for (unsigned i = 0; i < VISITORS; i++) {
        unsigned visitor = self->number * VISITORS + i;
        char address[32];
        gp_vote vote = {DAY, GP_STR("page"), GP_STR("0"), i % 2 == 0, GP_REASON_NONE};
        office_ask(&self->office, visitor, visitor, "how many hours");
        office_ask(&self->office, visitor, visitor, "is treatment private");
        if (i >= VOTES)
            continue;
        (void)snprintf(address, sizeof address, "10.0.%u.%u", self->number, i);
        self->failed = self->failed ||
                       gp_desk_vote(self->office.desk, gp_str_of(address), &vote, &error) != GP_OK;
    }
    return NULL;
}

static void nothing_is_lost_between_threads(void **state)
{
    office *o = *state;
    crowd crowds[THREADS];
    pthread_t threads[THREADS];

    for (unsigned i = 0; i < THREADS; i++) {
        crowds[i] = (crowd){.office = *o, .number = i};
        assert_int_equal(gp_tokenizer_open("en", &crowds[i].office.tokenizer, &o->error), GP_OK);
        assert_int_equal(pthread_create(&threads[i], NULL, ask_and_vote, &crowds[i]), 0);
    }
    for (int i = 0; i < 20; i++) {
        gp_str_list shown;
        office_tend(o, DAY);
        assert_int_equal(gp_desk_most_asked(o->desk, &o->arena, &shown), GP_OK);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_false(crowds[i].failed);
        gp_tokenizer_close(crowds[i].office.tokenizer);
    }
    office_tend(o, DAY);
    assert_int_equal(number_of(o, "SELECT min(asked) FROM asked"), THREADS * VISITORS);
    assert_int_equal(number_of(o, "SELECT count(*) FROM asked"), 2);
    assert_int_equal(number_of(o, "SELECT sum(votes) FROM vote"), THREADS * VOTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(nothing_is_lost_between_threads),
    };

    return cmocka_run_group_tests_name("desk threads", tests, NULL, NULL);
}
