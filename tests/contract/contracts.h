/* contracts.h - runs each test on each engine, named "<engine>: <sentence>". */
#ifndef GP_TESTS_CONTRACT_CONTRACTS_H
#define GP_TESTS_CONTRACT_CONTRACTS_H

#include "compare.h"

typedef struct contract {
    const char *name;
    void (*run)(world *w);
    bool untraced; /* opens no store: the tracing engine has nothing to tell */
} contract;

// clang-format off
#define CONTRACT(test)          {#test, test, false}
#define CONTRACT_UNTRACED(test) {#test, test, true}
// clang-format on

enum {
    ENGINES = 4,
    CONTRACTS_MAX = 32
};

typedef struct plan {
    engine engine;
    const contract *contract;
} plan;

static inline void run_contract(void **state)
{
    const plan *own = *state;
    world *w = world_open(own->engine);

    own->contract->run(w);
    if (own->engine == ENGINE_TRACE && !own->contract->untraced)
        assert_true(w->traced > 0);
    world_close(w);
}

static inline int run_contracts(const char *group, const contract *contracts, size_t count)
{
    static const char *const engines[ENGINES] = {"memory", "sqlite", "fts", "trace"};
    static plan plans[ENGINES * CONTRACTS_MAX];
    static char names[ENGINES * CONTRACTS_MAX][112];
    static struct CMUnitTest tests[ENGINES * CONTRACTS_MAX];

    if (count > CONTRACTS_MAX)
        return 1;
    for (size_t i = 0; i < ENGINES * count; i++) {
        plans[i] = (plan){(engine)(i / count), &contracts[i % count]};
        (void)snprintf(names[i], sizeof names[i], "%s: %s", engines[i / count],
                       contracts[i % count].name);
        tests[i] = (struct CMUnitTest){names[i], run_contract, NULL, NULL, &plans[i]};
    }
    return _cmocka_run_group_tests(group, tests, ENGINES * count, NULL, NULL);
}

#endif
