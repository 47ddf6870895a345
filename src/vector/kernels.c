#include "vector/kernels.h"

static const gp_kernels portable = {"portable", gp_dense_portable, gp_scan_portable};

#ifdef __x86_64__
static const gp_kernels avx2 = {"avx2", gp_dense_avx2, gp_scan_avx2};

static bool has_avx2(void)
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") != 0;
}
#endif

const gp_kernels *gp_kernels_at(size_t index)
{
    if (index == 0)
        return &portable;
#ifdef __x86_64__
    if (index == 1 && has_avx2())
        return &avx2;
#endif
    return NULL;
}

const gp_kernels *gp_kernels_best(void)
{
    const gp_kernels *fast = gp_kernels_at(1);

    return fast != NULL ? fast : &portable;
}
