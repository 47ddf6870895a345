/* memory.h - the only callers of malloc, realloc and free.
 *
 * Idea:     one door to the heap, so that a test can make the nth allocation fail.
 * Threads:  any thread; the fault counter is atomic.
 */
#ifndef GP_BASE_MEMORY_H
#define GP_BASE_MEMORY_H

#include <stddef.h>

/* `size` bytes, zeroed, or NULL when there are none (or the fault counter says so).
 * Size 0 gives a unique pointer. Free with gp_free. */
void *gp_alloc(size_t size);

/* Like realloc: NULL leaves `old` as it was. New bytes are not zeroed. */
void *gp_realloc(void *old, size_t size);

/* NULL is fine. */
void gp_free(void *memory);

/* Tests only: the `nth` allocation from now on (1 = the next) fails, and every later one when
 * `sticky`; 0 turns faults off. */
void gp_memory_fail_at(unsigned long nth, int sticky);

/* Allocations since the last gp_memory_fail_at; tells a fault test when it has tried them all. */
unsigned long gp_memory_count(void);

#endif
