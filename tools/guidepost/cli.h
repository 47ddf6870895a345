/* cli.h - what all commands share: options, help, errors, exit codes.
 *
 * Idea:     a command is one table: from it come the parser, `--help` and the usage line, so none can
 *           say what the others do not know.
 * Rule:     data on stdout, everything else on stderr; one line an error.
 */
#ifndef GUIDEPOST_CLI_H
#define GUIDEPOST_CLI_H

#include "base/status.h"
#include "base/str.h"

#include <stdio.h>

/* Exit codes; the table is in CONTRACT.md. */
typedef enum cli_exit {
    CLI_DONE = 0,
    CLI_NO = 1,      /* it ran, and the answer is no */
    CLI_USAGE = 2,   /* wrong usage */
    CLI_REFUSED = 3, /* input refused: nothing was written */
    CLI_FAILED = 4   /* the environment failed */
} cli_exit;

typedef struct cli_option {
    char letter;      /* what cli_next returns; a short option too when it is a lower-case one */
    const char *name; /* long, without "--" */
    const char *argument; /* its name in the help; NULL: none */
    const char *help;     /* one line */
} cli_option;

typedef struct cli_command {
    const char *name;
    const char *usage;         /* behind the name: "[--db FILE] PATH..." */
    const char *purpose;       /* one line */
    const cli_option *options; /* ends with a zeroed one; --help is every command's */
    const char *notes;         /* paragraphs behind the options; may be NULL */
} cli_command;

/* Steps through a command's options: the letter of the next one with `*value` (NULL without), or 0
 * when there are no more; the arguments are then argv[optind..argc). After --help (printed to stdout)
 * or wrong usage (told on stderr) it returns -1, and `*code` is what to exit with. argv[0] is the
 * command's name; call it from the first option to the last without pause. */
int cli_next(const cli_command *command, int argc, char **argv, const char **value, int *code);
/* "guidepost: index: <why>; see guidepost help index" on stderr; returns CLI_USAGE. */
int cli_usage_error(const cli_command *command, const char *format, ...) GP_PRINTF(2, 3);
/* "guidepost: <text>" on stderr; returns the exit code of its status. */
int cli_error(const gp_error *error);
/* The exit code of a status. */
int cli_exit_of(gp_status status);

/* Writes text for people: what a terminal might obey (gp_utf8_is_obeyed) and malformed bytes become "?". So
 * give whole characters. */
void cli_put(FILE *out, gp_str text);
/* True when `out` is a terminal, NO_COLOR is not set and TERM is not "dumb". */
bool cli_color(FILE *out);
/* Flushes stdout; a failure (a full disk, a closed pipe) is told. Returns `code`, or CLI_FAILED. */
int cli_finish(int code);
/* No core dumps (they would hold what visitors asked), and at most `bytes` of address space (0: any;
 * not in sanitizer builds, which reserve terabytes). */
void cli_limit(size_t bytes);

#endif
