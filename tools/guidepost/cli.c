/* cli.c - getopt_long behind a table. */
#include "cli.h"

#include "base/utf8.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    OPTIONS_MAX = 32
};

/* ---- help ----------------------------------------------------------------------------------- */

static void print_option(const cli_option *option)
{
    char form[64];
    bool is_short = option->letter >= 'a' && option->letter <= 'z';
    char letter[8] = "    ";

    if (is_short)
        (void)snprintf(letter, sizeof letter, "-%c, ", option->letter);
    (void)snprintf(form, sizeof form, "%s--%s%s%s", letter, option->name,
                   option->argument != NULL ? " " : "",
                   option->argument != NULL ? option->argument : "");
    (void)printf("  %-24s %s\n", form, option->help);
}

static void print_help(const cli_command *command)
{
    static const cli_option help = {'h', "help", NULL, "this text"};

    (void)printf("usage: guidepost %s %s\n\n%s\n\n", command->name, command->usage,
                 command->purpose);
    for (const cli_option *option = command->options; option->name != NULL; option++)
        print_option(option);
    print_option(&help);
    if (command->notes != NULL)
        (void)printf("\n%s\n", command->notes);
}

/* ---- options -------------------------------------------------------------------------------- */

/* getopt's own two forms of the table. */
static void fill_tables(const cli_command *command, struct option *longs, char *shorts)
{
    size_t count = 0;
    size_t used = 0;

    shorts[used++] = ':'; /* a missing value is told apart from an unknown option */
    for (const cli_option *option = command->options; option->name != NULL && count < OPTIONS_MAX;
         option++) {
        longs[count++] = (struct option){option->name,
                                         option->argument != NULL ? required_argument : no_argument,
                                         NULL, option->letter};
        if (option->letter < 'a' || option->letter > 'z')
            continue;
        shorts[used++] = option->letter;
        if (option->argument != NULL)
            shorts[used++] = ':';
    }
    longs[count++] = (struct option){"help", no_argument, NULL, 'h'};
    shorts[used++] = 'h';
    longs[count] = (struct option){0};
    shorts[used] = '\0';
}

int cli_next(const cli_command *command, int argc, char **argv, const char **value, int *code)
{
    struct option longs[OPTIONS_MAX + 2];
    char shorts[2 * OPTIONS_MAX + 4];
    int letter;

    fill_tables(command, longs, shorts);
    opterr = 0;
    letter = getopt_long(argc, argv, shorts, longs, NULL);
    *value = optarg;
    switch (letter) {
    case -1:
        return 0;
    case 'h':
        print_help(command);
        *code = cli_finish(CLI_DONE);
        return -1;
    case ':':
        *code = cli_usage_error(command, "%s wants a value", argv[optind - 1]);
        return -1;
    case '?':
        if (optopt > 0 && optopt < 128 && strncmp(argv[optind - 1], "--", 2) != 0)
            *code = cli_usage_error(command, "no such option: -%c", optopt);
        else
            *code = cli_usage_error(command, "no such option, or a value it does not take: %s",
                                    argv[optind - 1]);
        return -1;
    default:
        return letter;
    }
}

/* ---- errors --------------------------------------------------------------------------------- */

int cli_usage_error(const cli_command *command, const char *format, ...)
{
    char text[GP_ERROR_SIZE];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)fprintf(stderr, "guidepost: %s: ", command->name);
    cli_put(stderr, gp_str_of(text));
    (void)fprintf(stderr, "; see guidepost help %s\n", command->name);
    return CLI_USAGE;
}

int cli_exit_of(gp_status status)
{
    switch (status) {
    case GP_OK:
        return CLI_DONE;
    case GP_NOT_FOUND:
    case GP_INVALID:
    case GP_TOO_LARGE:
        return CLI_REFUSED;
    case GP_NO_MEMORY:
    case GP_IO:
    case GP_CORRUPT:
    case GP_BUSY:
    case GP_TIMEOUT:
    case GP_CONFLICT:
        break;
    }
    return CLI_FAILED;
}

int cli_error(const gp_error *error)
{
    (void)fputs("guidepost: ", stderr);
    cli_put(stderr, gp_str_of(error->text));
    (void)fputc('\n', stderr);
    return cli_exit_of(error->status);
}

/* ---- output --------------------------------------------------------------------------------- */

void cli_put(FILE *out, gp_str text)
{
    size_t at = 0;

    while (at < text.size) {
        size_t before = at;
        uint32_t code = gp_utf8_next(text, &at);
        bool malformed = code == 0xFFFD && at - before == 1;
        if (malformed || gp_utf8_is_obeyed(code))
            (void)fputc('?', out);
        else
            (void)fwrite(text.data + before, 1, at - before, out);
    }
}

bool cli_color(FILE *out)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    return (no_color == NULL || no_color[0] == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0) && isatty(fileno(out)) == 1;
}

int cli_finish(int code)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return code;
    if (errno != EPIPE) /* whoever closed the pipe has seen enough */
        (void)fprintf(stderr, "guidepost: standard output: cannot be written: %s\n",
                      strerror(errno));
    return CLI_FAILED;
}

void cli_limit(size_t bytes)
{
    struct rlimit limit = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &limit);
#ifdef GP_SANITIZE
    (void)bytes;
#else
    if (bytes > 0 && getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_max > bytes) {
        limit.rlim_cur = bytes;
        (void)setrlimit(RLIMIT_AS, &limit);
    }
#endif
}
