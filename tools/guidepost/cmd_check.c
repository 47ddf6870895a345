/* cmd_check.c - guidepost check: the findings of src/check for people, programs, GitHub and SARIF readers. */
#include "cli.h"
#include "commands.h"
#include "mend.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/json.h"
#include "check/check.h"

#include <getopt.h>
#include <string.h>

#define CHECK_MEMORY  ((size_t)1 << 30)
#define ADDRESS_SPACE ((size_t)4 << 30)
#define OUTPUT_MEMORY ((size_t)256 << 20)

static const cli_option options[] = {
    {'J', "json", NULL, "the findings as a JSON array; the same as --format json"},
    {'f', "format", "NAME", "text, json, github (annotations) or sarif (2.1.0)"},
    {'R', "rules", NULL, "list the rules and what each holds an article to"},
    {'F', "fix", NULL, "make the mends that leave nothing to decide (docs/check.md), then check"},
    {'n', "dry-run", NULL, "with --fix: show them as a diff, write nothing"},
    {'q', "quiet", NULL, "no summary on stderr"},
    {0}};

static const cli_command command = {
    "check", "[--json | --format NAME] [--fix [--dry-run]] [--quiet] PATH...",
    "Reads articles and rules as index does and says what to mend; writes only with --fix.",
    options,
    "One line a finding: \"path:line: rule: what is wrong; how to mend it\". Links, pins and\n"
    "acronyms are judged when a folder is given. guidepost.yaml says which words are banned and\n"
    "which rules are off, and why: check: {off: {rule-name: \"the reason\"}}.\n"
    "Exit codes: 0 nothing to mend; 1 findings; 2 wrong usage; 3 a PATH or guidepost.yaml cannot\n"
    "be read; 4 the environment failed."};

typedef enum shape {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_GITHUB,
    FORMAT_SARIF
} shape;

typedef struct request {
    shape wanted;
    bool quiet, fix, dry_run;
} request;

/* ---- text, GitHub --------------------------------------------------------------------------- */

static void print_text(const gp_check_report *report)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        const gp_finding *finding = &report->findings.items[i];
        cli_put(stdout, finding->path);
        (void)printf(":%zu: %s: ", finding->line, gp_rule_name(finding->rule));
        cli_put(stdout, finding->message);
        (void)fputs("; ", stdout);
        cli_put(stdout, finding->mend);
        (void)putchar('\n');
    }
}

static bool wants_escape(char byte, bool property)
{
    return byte == '%' || byte == '\n' || byte == '\r' ||
           (property && (byte == ':' || byte == ','));
}

/* GitHub's workflow commands take % and line ends escaped, in a property ":" and "," too. */
static void print_escaped(gp_str text, bool property)
{
    size_t from = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (!wants_escape(text.data[i], property))
            continue;
        cli_put(stdout, gp_str_slice(text, from, i));
        (void)printf("%%%02X", (unsigned)text.data[i]);
        from = i + 1;
    }
    cli_put(stdout, gp_str_slice(text, from, text.size));
}

static void print_github(const gp_check_report *report)
{
    for (size_t i = 0; i < report->findings.count; i++) {
        const gp_finding *finding = &report->findings.items[i];
        (void)fputs("::warning file=", stdout);
        print_escaped(finding->path, true);
        (void)printf(",line=%zu,title=%s::", finding->line, gp_rule_name(finding->rule));
        print_escaped(finding->message, false);
        (void)fputs("; ", stdout);
        print_escaped(finding->mend, false);
        (void)putchar('\n');
    }
}

/* ---- JSON, SARIF ---------------------------------------------------------------------------- */

static void put_line(gp_json *json, const char *key, size_t line)
{
    gp_json_pair_int(json, key, (long long)line);
}

static void put_json(const gp_check_report *report, gp_json *json)
{
    gp_json_open(json, '[');
    for (size_t i = 0; i < report->findings.count; i++) {
        const gp_finding *finding = &report->findings.items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "path", finding->path);
        put_line(json, "line", finding->line);
        gp_json_pair(json, "rule", gp_str_of(gp_rule_name(finding->rule)));
        gp_json_pair(json, "message", finding->message);
        gp_json_pair(json, "mend", finding->mend);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
}

static void put_text(gp_json *json, const char *key, gp_str text)
{
    gp_json_key(json, key);
    gp_json_open(json, '{');
    gp_json_pair(json, "text", text);
    gp_json_close(json, '}');
}

static void put_driver(gp_json *json)
{
    gp_json_key(json, "tool");
    gp_json_open(json, '{');
    gp_json_key(json, "driver");
    gp_json_open(json, '{');
    gp_json_pair(json, "name", GP_STR("guidepost check"));
    gp_json_pair(json, "version", GP_STR(GP_VERSION));
    gp_json_key(json, "rules");
    gp_json_open(json, '[');
    for (int i = 0; i < GP_RULE_COUNT; i++) {
        gp_json_open(json, '{');
        gp_json_pair(json, "id", gp_str_of(gp_rule_name((gp_rule)i)));
        put_text(json, "shortDescription", gp_str_of(gp_rule_purpose((gp_rule)i)));
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_close(json, '}');
    gp_json_close(json, '}');
}

/* An artifact's place is a URI: a path relative to where the check was started. */
static void put_place(gp_json *json, const gp_finding *finding, gp_buf *uri)
{
    gp_buf_reset(uri);
    if (gp_str_starts(finding->path, GP_STR("/")))
        gp_buf_add_text(uri, "file://");
    gp_url_add_path(uri, finding->path);
    gp_json_key(json, "locations");
    gp_json_open(json, '[');
    gp_json_open(json, '{');
    gp_json_key(json, "physicalLocation");
    gp_json_open(json, '{');
    gp_json_key(json, "artifactLocation");
    gp_json_open(json, '{');
    gp_json_pair(json, "uri", gp_buf_str(uri));
    gp_json_close(json, '}');
    gp_json_key(json, "region");
    gp_json_open(json, '{');
    put_line(json, "startLine", finding->line);
    gp_json_close(json, '}');
    gp_json_close(json, '}');
    gp_json_close(json, '}');
    gp_json_close(json, ']');
}

static void put_result(gp_json *json, const gp_finding *finding, gp_buf *scratch)
{
    gp_json_open(json, '{');
    gp_json_pair(json, "ruleId", gp_str_of(gp_rule_name(finding->rule)));
    put_line(json, "ruleIndex", (size_t)finding->rule);
    gp_json_pair(json, "level", GP_STR("warning"));
    gp_buf_reset(scratch);
    gp_buf_add(scratch, finding->message);
    gp_buf_add_text(scratch, "; ");
    gp_buf_add(scratch, finding->mend);
    put_text(json, "message", gp_buf_str(scratch));
    put_place(json, finding, scratch);
    gp_json_close(json, '}');
}

static void put_sarif(const gp_check_report *report, gp_json *json)
{
    gp_buf scratch;

    gp_buf_init(&scratch, OUTPUT_MEMORY);
    gp_json_open(json, '{');
    gp_json_pair(json, "$schema", GP_STR("https://json.schemastore.org/sarif-2.1.0.json"));
    gp_json_pair(json, "version", GP_STR("2.1.0"));
    gp_json_key(json, "runs");
    gp_json_open(json, '[');
    gp_json_open(json, '{');
    put_driver(json);
    gp_json_key(json, "results");
    gp_json_open(json, '[');
    for (size_t i = 0; i < report->findings.count; i++)
        put_result(json, &report->findings.items[i], &scratch);
    gp_json_close(json, ']');
    gp_json_close(json, '}');
    gp_json_close(json, ']');
    gp_json_close(json, '}');
    if (scratch.status != GP_OK && json->buf->status == GP_OK)
        json->buf->status = scratch.status;
    gp_buf_clear(&scratch);
}

static gp_status print_object(const gp_check_report *report, shape wanted, gp_error *error)
{
    gp_buf text;
    gp_json json;
    gp_status status;

    gp_buf_init(&text, OUTPUT_MEMORY);
    gp_json_init(&json, &text);
    if (wanted == FORMAT_JSON)
        put_json(report, &json);
    else
        put_sarif(report, &json);
    gp_buf_add_byte(&text, '\n');
    status = text.status;
    if (status == GP_OK)
        (void)fwrite(text.data, 1, text.size, stdout);
    else
        (void)gp_error_set(error, GP_NO_MEMORY, "not enough memory for the findings");
    gp_buf_clear(&text);
    return status == GP_OK ? GP_OK : GP_NO_MEMORY;
}

/* ---- the command ---------------------------------------------------------------------------- */

static void print_rules(void)
{
    for (int i = 0; i < GP_RULE_COUNT; i++)
        (void)printf("%-20s%s\n", gp_rule_name((gp_rule)i), gp_rule_purpose((gp_rule)i));
}

static const char *ending(size_t count)
{
    return count == 1 ? "" : "s";
}

static void print_summary(const gp_check_report *report, uint64_t took_us)
{
    size_t found = report->findings.count;

    (void)fprintf(stderr, "%zu finding%s in %zu article%s, %zu section%s, in %.2f s", found,
                  ending(found), report->articles, ending(report->articles), report->sections,
                  ending(report->sections), (double)took_us / 1e6);
    if (report->drafts > 0)
        (void)fprintf(stderr, "; %zu not published", report->drafts);
    if (report->rules_off > 0)
        (void)fprintf(stderr, "; %zu rule%s off (%zu finding%s)", report->rules_off,
                      ending(report->rules_off), report->off, ending(report->off));
    if (!report->whole)
        (void)fputs("; links to other articles and acronyms are judged when a folder is given",
                    stderr);
    (void)fputc('\n', stderr);
}

static bool parse_format(const char *name, shape *wanted)
{
    static const char *const names[] = {"text", "json", "github", "sarif"};

    for (int i = 0; i < 4; i++) {
        if (strcmp(name, names[i]) == 0) {
            *wanted = (shape)i;
            return true;
        }
    }
    return false;
}

/* -1: go on; else the exit code. */
static int read_options(int argc, char **argv, request *asked)
{
    const char *value;
    int letter;
    int code = CLI_DONE;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'J':
            asked->wanted = FORMAT_JSON;
            break;
        case 'f':
            if (!parse_format(value, &asked->wanted))
                return cli_usage_error(&command, "--format wants text, json, github or sarif");
            break;
        case 'F':
            asked->fix = true;
            break;
        case 'n':
            asked->dry_run = true;
            break;
        case 'R':
            print_rules();
            return cli_finish(CLI_DONE);
        default:
            asked->quiet = true;
            break;
        }
    }
    if (letter < 0)
        return code;
    if (optind >= argc)
        return cli_usage_error(&command, "no PATH is given");
    if (asked->dry_run && !asked->fix)
        return cli_usage_error(&command, "--dry-run goes with --fix alone");
    return -1;
}

static gp_status print_report(const request *asked, const gp_check_report *report, gp_error *error)
{
    if (asked->wanted == FORMAT_TEXT)
        print_text(report);
    else if (asked->wanted == FORMAT_GITHUB)
        print_github(report);
    else
        return print_object(report, asked->wanted, error);
    return GP_OK;
}

/* Mends and checks again: what is then told is what is left. A file that could not be mended keeps its
 * findings, and has been told. */
static gp_status fix(char **paths, size_t count, gp_arena *arena, gp_check_report *report,
                     gp_error *error)
{
    cli_mended mended;
    gp_status status = cli_mend(report, false, &mended, error);

    if (status != GP_OK || mended.mends == 0)
        return status;
    gp_arena_reset(arena);
    return gp_check_run((const char *const *)paths, count, gp_clock_today(), arena, report, error);
}

/* The diff alone: exit code 1 when there is one. */
static int show_fixes(const gp_check_report *report, gp_error *error)
{
    cli_mended mended;

    if (cli_mend(report, true, &mended, error) != GP_OK)
        return cli_error(error);
    return mended.mends > 0 ? CLI_NO : CLI_DONE;
}

int gp_cmd_check(int argc, char **argv)
{
    request asked = {.wanted = FORMAT_TEXT};
    gp_check_report report;
    gp_error error = {GP_OK, ""};
    uint64_t began = gp_clock_us();
    gp_arena arena;
    gp_status status;
    int code = read_options(argc, argv, &asked);

    if (code >= 0)
        return code;
    cli_limit(ADDRESS_SPACE);
    if (gp_hash_init() != GP_OK)
        return cli_error(&(gp_error){GP_IO, "the system gives no randomness"});
    gp_arena_init(&arena, CHECK_MEMORY);
    status = gp_check_run((const char *const *)(argv + optind), (size_t)(argc - optind),
                          gp_clock_today(), &arena, &report, &error);
    if (status == GP_OK && asked.dry_run) {
        code = show_fixes(&report, &error);
        gp_arena_clear(&arena);
        return cli_finish(code);
    }
    if (status == GP_OK && asked.fix)
        status = fix(argv + optind, (size_t)(argc - optind), &arena, &report, &error);
    if (status == GP_OK)
        status = print_report(&asked, &report, &error);
    code = status != GP_OK ? cli_error(&error) : report.findings.count > 0 ? CLI_NO : CLI_DONE;
    if (status == GP_OK && !asked.quiet)
        print_summary(&report, gp_clock_us() - began);
    gp_arena_clear(&arena);
    return cli_finish(code);
}
