#include "base/memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

static atomic_ulong allocations;
static atomic_ulong fail_at;
static atomic_bool fail_after;

static bool refused(void)
{
    unsigned long count = atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed) + 1;
    unsigned long nth = atomic_load_explicit(&fail_at, memory_order_relaxed);

    if (nth == 0)
        return false;
    return count == nth || (count > nth && atomic_load_explicit(&fail_after, memory_order_relaxed));
}

void *gp_alloc(size_t size)
{
    return refused() ? NULL : calloc(1, size > 0 ? size : 1);
}

void *gp_realloc(void *old, size_t size)
{
    return refused() ? NULL : realloc(old, size > 0 ? size : 1);
}

void gp_free(void *memory)
{
    free(memory);
}

void gp_memory_fail_at(unsigned long nth, int sticky)
{
    atomic_store(&fail_at, nth);
    atomic_store(&fail_after, sticky != 0);
    atomic_store(&allocations, 0);
}

unsigned long gp_memory_count(void)
{
    return atomic_load(&allocations);
}
