/* test.h - what cmocka needs included before it, in the order it needs it. */
#ifndef GP_TESTS_TEST_H
#define GP_TESTS_TEST_H

// clang-format off
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
// clang-format on

#endif
