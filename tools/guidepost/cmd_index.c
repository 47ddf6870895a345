/* cmd_index.c - guidepost index: the run of src/index, with options in front and a summary behind. */
#include "cli.h"
#include "commands.h"
#include "dry_run.h"
#include "model.h"
#include "progress.h"
#include "rebuild.h"

#include "base/hash.h"
#include "base/json.h"
#include "index/index.h"

#include <getopt.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define RUN_MEMORY     ((size_t)1 << 30)
#define ADDRESS_SPACE  ((size_t)4 << 30)
#define OUTPUT_MEMORY  ((size_t)64 << 20)
#define OUTPUT_WAITING 65536

static const cli_option options[] = {
    {'d', "db", "FILE", "the index to write (guidepost.db)"},
    {'w', "watch", NULL, "stay, and build again whenever a file has changed, until Ctrl-C"},
    {'n', "dry-run", NULL, "write nothing: say which sections and whose answers would change"},
    {'D', "desk", "FILE", "with --dry-run: ask what visitors ask most too"},
    {'S', "strict", NULL, "write nothing if any file or line is refused"},
    {'F', "full", NULL, "read every file, also those that have not changed"},
    {'J', "json", NULL, "the summary as JSON on stdout; with --dry-run, every section too"},
    CLI_MODEL_OPTION,
    {'q', "quiet", NULL, "no progress and no summary; refusals are still told"},
    {0}};

static const cli_command command = {
    "index",
    "[--db FILE] [--model FILE] [--watch | --dry-run] [--strict] [--full] [--json] [--quiet] "
    "PATH...",
    "Builds or refreshes the index from folders and files of Markdown, HTML, plain text and JSON\n"
    "Lines.\n"
    "Only what has changed is read. Whoever reads the index keeps the old one until the new one "
    "is\n"
    "complete and verified; if anything goes wrong, the old one stays.",
    options,
    "A folder's guidepost.yaml and approvals.jsonl are its rules and approvals; README.md is not\n"
    "indexed, nor are drafts. With --watch a file that is refused is named, and its article is "
    "left\n"
    "out until it is mended; with --strict the whole index stays as it was until then. Exit codes: "
    "0 done; 2 wrong usage; 3 input refused, nothing "
    "written;\n"
    "4 the environment failed (disk full, another build under way), the old index stays."};

typedef struct request {
    gp_index_options options;
    const char *model;
    const char *desk; /* NULL: none */
    bool json, quiet, watch;
} request;

/* What the callbacks need while the run goes on. */
typedef struct output {
    cli_progress progress;
    gp_buf buf;
    gp_json json;
    bool list; /* sections are listed */
} output;

/* ---- while it runs -------------------------------------------------------------------------- */

static void flush(output *out, size_t waiting)
{
    if (out->buf.size < waiting || out->buf.status != GP_OK)
        return;
    (void)fwrite(out->buf.data, 1, out->buf.size, stdout);
    gp_buf_reset(&out->buf);
}

static void show_progress(void *context, size_t done, size_t total)
{
    output *out = context;

    cli_progress_update(&out->progress, done, total);
}

static void show_encoding(void *context, size_t done, size_t total)
{
    output *out = context;

    out->progress.what = "encoding";
    cli_progress_update(&out->progress, done, total);
}

static void list_section(void *context, const gp_document *document, const gp_section *section)
{
    output *out = context;
    gp_json *json = &out->json;
    gp_arena arena;

    if (!out->list)
        return;
    gp_arena_init(&arena, 1 << 16);
    gp_json_open(json, '{');
    gp_json_pair(json, "id", section->id);
    gp_json_pair(json, "path", document->path);
    gp_json_pair_int(json, "line", (long long)section->line);
    gp_json_pair(json, "heading", section->heading);
    gp_json_pair(json, "text", section->text);
    gp_json_pair(json, "text_sha256", gp_section_sha256(section, &arena));
    gp_json_pair(json, "audience", gp_str_of(gp_audience_name(section->audience)));
    gp_json_pair(json, "approval", gp_str_of(gp_approval_name(section->approval.state)));
    gp_json_close(json, '}');
    gp_buf_add_byte(&out->buf, '\n');
    gp_arena_clear(&arena);
    flush(out, OUTPUT_WAITING);
}

/* ---- for programs --------------------------------------------------------------------------- */

static void put_flag(gp_json *json, const char *key, bool value)
{
    gp_json_key(json, key);
    gp_json_bool(json, value);
}

static void put_problems(output *out, const char *key, const gp_problem_list *problems)
{
    gp_json *json = &out->json;

    gp_json_key(json, key);
    gp_json_open(json, '[');
    for (size_t i = 0; i < problems->count; i++) {
        const gp_problem *problem = &problems->items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "path", problem->path);
        gp_json_pair_int(json, "line", (long long)problem->line);
        put_flag(json, "refused", problem->refused);
        gp_json_pair(json, "reason", problem->what);
        gp_json_close(json, '}');
        flush(out, OUTPUT_WAITING);
    }
    gp_json_close(json, ']');
}

static void put_links(output *out, const gp_old_links *links)
{
    gp_json *json = &out->json;

    gp_json_key(json, "old_links");
    gp_json_open(json, '[');
    for (size_t i = 0; i < links->count; i++) {
        const gp_old_link *link = &links->items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "path", link->path);
        gp_json_pair(json, "from", link->from);
        gp_json_pair(json, "to", link->to);
        gp_json_pair(json, "add", link->add);
        gp_json_close(json, '}');
        flush(out, OUTPUT_WAITING);
    }
    gp_json_close(json, ']');
}

/* `fault`: why the run failed, or NULL. */
static void put_summary(output *out, const request *asked, const gp_index_summary *summary,
                        const cli_plan *plan, const char *fault)
{
    gp_json *json = &out->json;

    gp_json_pair_int(json, "articles", (long long)summary->articles);
    gp_json_pair_int(json, "sections", (long long)summary->sections);
    gp_json_pair_int(json, "files", (long long)summary->files);
    gp_json_pair_int(json, "changed", (long long)summary->changed);
    gp_json_pair_int(json, "unchanged", (long long)summary->unchanged);
    gp_json_pair_int(json, "removed", (long long)summary->removed);
    gp_json_pair_int(json, "passed_over", (long long)summary->others);
    gp_json_pair_int(json, "refused", (long long)summary->refused);
    put_flag(json, "dry_run", asked->options.dry_run);
    put_flag(json, "published", summary->published);
    gp_json_key(json, "seconds");
    gp_json_number(json, summary->seconds, 6);
    gp_json_key(json, "error");
    gp_json_text_or_null(json, gp_str_of(fault));
    if (asked->options.dry_run)
        cli_plan_put(json, plan);
    put_problems(out, "skipped", &summary->skipped);
    put_problems(out, "warnings", &summary->warnings);
    put_links(out, &summary->links);
    gp_json_close(json, '}');
    gp_buf_add_byte(&out->buf, '\n');
    flush(out, 0);
}

/* ---- for people ----------------------------------------------------------------------------- */

static void tell_result(const request *asked, const gp_index_summary *summary)
{
    const char *what = asked->options.dry_run ? "would index"
                       : summary->published   ? "indexed"
                                              : "nothing has changed:";

    (void)fprintf(stderr, "%s %zu article%s, %zu section%s in %.2f s", what, summary->articles,
                  cli_plural(summary->articles), summary->sections, cli_plural(summary->sections),
                  summary->seconds);
    if (summary->published && summary->unchanged + summary->removed > 0)
        (void)fprintf(stderr, " (%zu file%s read, %zu unchanged, %zu removed)", summary->changed,
                      cli_plural(summary->changed), summary->unchanged, summary->removed);
}

static void tell_summary(const request *asked, const gp_index_summary *summary, gp_status status)
{
    if (asked->quiet) {
        cli_tell_problems(summary->base, &summary->skipped, true);
        return;
    }
    if (status == GP_OK)
        tell_result(asked, summary);
    if (summary->skipped.count > 0)
        (void)fprintf(stderr, "%s%zu skipped:\n", status == GP_OK ? "; " : "",
                      summary->skipped.count);
    else if (status == GP_OK)
        (void)fputc('\n', stderr);
    cli_tell_problems(summary->base, &summary->skipped, false);
    if (summary->warnings.count > 0)
        (void)fprintf(stderr, "%zu warning%s:\n", summary->warnings.count,
                      cli_plural(summary->warnings.count));
    cli_tell_problems(summary->base, &summary->warnings, false);
    if (status == GP_OK)
        cli_tell_links(summary->base, &summary->links);
}

/* ---- the command ---------------------------------------------------------------------------- */

static int read_options(int argc, char **argv, request *asked)
{
    const char *value;
    int letter;
    int code = CLI_DONE;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        switch (letter) {
        case 'd':
            asked->options.db = value;
            break;
        case 'w':
            asked->watch = true;
            break;
        case 'D':
            asked->desk = value;
            break;
        case 'n':
            asked->options.dry_run = true;
            break;
        case 'S':
            asked->options.strict = true;
            break;
        case 'F':
            asked->options.full = true;
            break;
        case 'J':
            asked->json = true;
            break;
        case 'm':
            asked->model = value;
            break;
        default:
            asked->quiet = true;
            break;
        }
    }
    if (letter < 0)
        return code;
    if (optind >= argc)
        return cli_usage_error(&command, "no PATH is given");
    if (asked->options.db[0] == '\0')
        return cli_usage_error(&command, "--db wants a file name");
    if (asked->watch && (asked->json || asked->options.dry_run))
        return cli_usage_error(&command, "--watch goes with neither --json nor --dry-run");
    if (asked->desk != NULL && !asked->options.dry_run)
        return cli_usage_error(&command, "--desk goes with --dry-run alone");
    asked->options.paths = (const char *const *)(argv + optind);
    asked->options.path_count = (size_t)(argc - optind);
    return -1;
}

static gp_status run(request *asked, output *out, gp_arena *arena, gp_index_summary *summary,
                     gp_error *error)
{
    cli_plan plan = {.compared = false};
    gp_status status;

    if (asked->json)
        gp_json_open(&out->json, '{');
    if (out->list) {
        gp_json_key(&out->json, "list");
        gp_json_open(&out->json, '[');
    }
    cli_progress_begin(&out->progress, "indexing", asked->quiet);
    status = cli_encoder_open(asked->model, &asked->options.encoder, error);
    if (status == GP_OK)
        status = gp_index_run(&asked->options, arena, summary, error);
    out->progress.what = "comparing";
    if (status == GP_OK && asked->options.dry_run)
        status = cli_plan_make(&asked->options, asked->desk, arena, &plan, error);
    if (status == GP_OK && asked->options.dry_run)
        summary->links = plan.links;
    gp_encoder_close(asked->options.encoder);
    cli_progress_end(&out->progress);
    if (status == GP_OK && asked->options.dry_run && !asked->json)
        cli_plan_print(&plan);
    if (out->list)
        gp_json_close(&out->json, ']');
    if (asked->json)
        put_summary(out, asked, summary, &plan, status == GP_OK ? NULL : error->text);
    if (out->buf.status != GP_OK && status == GP_OK)
        status = gp_error_set(error, GP_NO_MEMORY, "not enough memory for the summary");
    return status;
}

/* Signals become something to wait for: a build that they meet is finished. */
static int open_signals(gp_error *error)
{
    sigset_t set;
    int signals;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    signals = signalfd(-1, &set, SFD_CLOEXEC);
    if (signals < 0)
        (void)gp_error_set(error, GP_IO, "watch: the system gives no signal descriptor");
    return signals;
}

/* A first build that was refused is told and waited out, as every later one is; a PATH that is not there
 * is most likely a slip of the pen. */
static gp_status watch(request *asked, output *out, gp_arena *arena, gp_error *error)
{
    cli_rebuild rebuild = {.options = asked->options, .quiet = asked->quiet};
    gp_index_summary summary;
    int signals = -1;
    gp_status status;

    cli_progress_begin(&out->progress, "indexing", asked->quiet);
    status = cli_encoder_open(asked->model, &rebuild.options.encoder, error);
    if (status == GP_OK)
        status = cli_rebuild_open(&rebuild, arena, &summary, error);
    cli_progress_end(&out->progress);
    if (rebuild.watch != NULL && (status == GP_OK || status == GP_INVALID)) {
        tell_summary(asked, &summary, status);
        if (status == GP_INVALID)
            (void)cli_error(error);
        cli_progress_begin(&out->progress, "indexing", true); /* its line would be in the way */
        signals = open_signals(error);
        status = signals < 0 ? GP_IO : GP_OK;
        if (status == GP_OK && !asked->quiet)
            (void)fputs("watching; Ctrl-C ends it\n", stderr);
        if (status == GP_OK)
            status = cli_rebuild_until(&rebuild, signals, arena, error);
    }
    if (signals >= 0)
        (void)close(signals);
    cli_rebuild_close(&rebuild);
    gp_encoder_close(rebuild.options.encoder);
    return status;
}

int gp_cmd_index(int argc, char **argv)
{
    request asked = {.options = {.db = "guidepost.db",
                                 .progress = show_progress,
                                 .encoding = show_encoding,
                                 .section = list_section}};
    output out = {.list = false};
    gp_index_summary summary = {.base = GP_STR("")};
    gp_error error = {GP_OK, ""};
    gp_arena arena;
    gp_status status;
    int code = read_options(argc, argv, &asked);

    if (code >= 0)
        return code;
    cli_limit(ADDRESS_SPACE);
    if (gp_hash_init() != GP_OK)
        return cli_error(&(gp_error){GP_IO, "the system gives no randomness"});
    gp_arena_init(&arena, RUN_MEMORY);
    gp_buf_init(&out.buf, OUTPUT_MEMORY);
    gp_json_init(&out.json, &out.buf);
    out.list = asked.json && asked.options.dry_run;
    asked.options.context = &out;
    status = asked.watch ? watch(&asked, &out, &arena, &error)
                         : run(&asked, &out, &arena, &summary, &error);
    if (!asked.watch)
        tell_summary(&asked, &summary, status);
    code = cli_finish(status == GP_OK ? CLI_DONE : cli_error(&error));
    gp_buf_clear(&out.buf);
    gp_arena_clear(&arena);
    return code;
}
