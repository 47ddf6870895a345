/* status.h - how every function that can fail says so.
 *
 * Idea:     a status is returned, always looked at; one error line is filled where the cause is
 *           known, and each layer above may put its context in front.
 * Memory:   gp_error is the caller's, on the stack; nothing to free.
 * Threads:  pure; any thread.
 */
#ifndef GP_BASE_STATUS_H
#define GP_BASE_STATUS_H

#include <stddef.h>

#define GP_MUST_CHECK        __attribute__((warn_unused_result))
#define GP_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

typedef enum gp_status {
    GP_OK = 0,
    GP_NOT_FOUND, /* what was asked for is not there; often an expected answer */
    GP_INVALID,   /* input refused: malformed, wrong encoding, wrong value */
    GP_TOO_LARGE, /* a limit was reached; nothing partial is kept */
    GP_NO_MEMORY, /* an allocation failed or an arena is full */
    GP_IO,        /* the system refused a read, a write, a rename */
    GP_CORRUPT,   /* a file of ours is damaged, foreign or from a newer version */
    GP_BUSY,      /* somebody else holds it; trying again may work */
    GP_TIMEOUT,   /* the time allowed ran out */
    GP_CONFLICT   /* what one goes by has changed meanwhile; nothing was done, look again */
} gp_status;

#define GP_ERROR_SIZE 240

/* One failure: its status and one line `<what>: <where>: <why>; <what to do>`, NUL-terminated. */
typedef struct gp_error {
    gp_status status;
    char text[GP_ERROR_SIZE];
} gp_error;

/* Fills `error` (which may be NULL) and returns `status`, so that `return gp_error_set(...)` works.
 * A text that does not fit is cut at a character's edge. */
gp_status gp_error_set(gp_error *error, gp_status status, const char *format, ...) GP_PRINTF(3, 4);

/* Puts "<context>: " in front of the text; `error` may be NULL. Returns error->status, or
 * GP_INVALID when `error` is NULL. */
gp_status gp_error_context(gp_error *error, const char *format, ...) GP_PRINTF(2, 3);

/* The field's word for a status ("not found"); static text. */
const char *gp_status_name(gp_status status);

#endif
