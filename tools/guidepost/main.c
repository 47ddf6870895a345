/* main.c - guidepost: finds the command and hands over. */
#include "cli.h"
#include "commands.h"

#include "base/hash.h"
#include "base/str.h"

#include <string.h>

/* In the order of a newcomer's day; what each does in detail, its own --help says. */
static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *purpose;
} commands[] = {
    {"index", gp_cmd_index, "build or refresh the index from folders and files"},
    {"check", gp_cmd_check, "read articles and rules, say what to mend, write nothing"},
    {"import", gp_cmd_import, "turn a WordPress export into Markdown files"},
    {"serve", gp_cmd_serve, "serve the pages and the API"},
    {"search", gp_cmd_search, "ask a question from the shell"},
    {"run", gp_cmd_run, "ask many questions, print a TREC run"},
    {"mcp", gp_cmd_mcp, "answer an assistant's questions over stdio"},
    {"eval", gp_cmd_eval, "measure relevance on collections of judged questions"},
    {"report", gp_cmd_report, "show what visitors asked and did not find"},
    {"purge", gp_cmd_purge, "delete old counts and votes from the desk"},
    {"user", gp_cmd_user, "add, change, list and remove accounts of the staff desk"},
    {"desk", gp_cmd_desk, "check the audit of the staff desk"},
    {"export", gp_cmd_export, "write the desk's approvals for approvals.jsonl"},
    {"backup", gp_cmd_backup, "copy the staff desk, or put a copy in its place"},
    {"diff", gp_cmd_diff, "show which questions two builds answer differently, and why"},
};

enum {
    COMMAND_COUNT = sizeof commands / sizeof commands[0]
};

static void print_help(FILE *out)
{
    (void)fputs("usage: guidepost COMMAND [OPTION]... [ARGUMENT]...\n\n"
                "A searchable knowledge base from a folder of articles.\n\n",
                out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        (void)fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].purpose);
    (void)fputs("\nguidepost help COMMAND says more; guidepost --version says which it is.\n", out);
}

static int run(int argc, char **argv)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[0], commands[i].name) == 0)
            return commands[i].run(argc, argv);
    }
    (void)fputs("guidepost: ", stderr);
    cli_put(stderr, gp_str_of(argv[0]));
    (void)fputs(": no such command; see guidepost --help\n", stderr);
    return CLI_USAGE;
}

/* "guidepost help index" is "guidepost index --help". */
static int help(int argc, char **argv)
{
    static char option[] = "--help";
    char *arguments[3] = {NULL, option, NULL};

    if (argc < 2) {
        print_help(stdout);
        return cli_finish(CLI_DONE);
    }
    arguments[0] = argv[1];
    return run(2, arguments);
}

int main(int argc, char **argv)
{
    cli_limit(0);
    if (gp_hash_init() != GP_OK) {
        (void)fputs("guidepost: start: the system gives no random numbers\n", stderr);
        return CLI_FAILED;
    }
    if (argc < 2) {
        print_help(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("guidepost " GP_VERSION);
        return cli_finish(CLI_DONE);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help(1, argv);
    if (strcmp(argv[1], "help") == 0)
        return help(argc - 1, argv + 1);
    return run(argc - 1, argv + 1);
}
