/* cmd_serve.c - guidepost serve: the web server, until Ctrl-C. */
#include "cli.h"
#include "commands.h"
#include "desk.h"
#include "model.h"
#include "rebuild.h"
#include "scratch.h"

#include "base/log.h"
#include "desk/accounts.h"
#include "desk/hold.h"
#include "http/server.h"

#include <getopt.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define PREVIEW_MEMORY  ((size_t)1 << 30)
#define ACCOUNTS_MEMORY ((size_t)4 << 20)

enum {
    HOSTS_MAX = 16,
    HOST_SIZE = 128
};

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    CLI_DESK_OPTION,
    {'C', "counts", "on|off",
     "count what is asked, as docs/privacy.md says ($GUIDEPOST_COUNTS, on)"},
    {'S', "staff-header", "NAME",
     "a proxy on this machine says in it who is signed in ($GUIDEPOST_STAFF_HEADER)"},
    {'l', "listen", "ADDR:PORT", "IPv4 address and port (127.0.0.1:8080)"},
    {'H', "host", "NAME[:PORT]", "a Host the server answers to; may be repeated"},
    {'b', "base-url", "URL", "the site's public address (guidepost.yaml's base_url)"},
    {'r', "rate-limit", "N|off", "requests a second for each address (20, bursts of 60)"},
    {'t', "threads", "N", "threads that search (one a core)"},
    {'c', "connections", "N", "connections that may be open (1500)"},
    CLI_MODEL_OPTION,
    {'w', "web", "DIR", "pages and styles from a folder, for designers"},
    {'W', "wait-for-index", NULL, "start without a sound index; pages say so until there is one"},
    {'p', "preview", NULL,
     "for writers: index PATHs with drafts, show them, refresh pages on save"},
    {'q', "quiet", NULL, "no messages but errors"},
    {0},
};

static const cli_command command = {
    .name = "serve",
    .usage = "[--db FILE] [--desk FILE] [--listen ADDR:PORT] [OPTION]...\n"
             "       guidepost serve --preview [--listen 127.0.0.1:PORT] [OPTION]... PATH...",
    .purpose = "Serves the pages and the API. A new index is taken up without a restart.",
    .options = options,
    .notes =
        "HTTP only: put a proxy in front for TLS, and name the public host with --host.\n"
        "--rate-limit off is for benchmarks, on a loopback address only.\n"
        "The desk keeps votes and counts; a desk that was named must be usable, and one server "
        "alone has it.\n"
        "counts: off in guidepost.yaml turns counting off too.\n"
        "--preview builds an index of its own, watches the PATHs, and answers this machine alone; "
        "it "
        "has\n"
        "no desk and counts nothing. See docs/writers.md.",
};

typedef struct arguments {
    gp_service_options service;
    gp_server_options server;
    gp_str hosts[HOSTS_MAX];
    char names[HOSTS_MAX][HOST_SIZE];
    size_t host_count;
    const char *model, *desk, *counts;
    bool quiet, no_rate;
    bool for_all; /* an option was given that makes no sense where only one machine is answered */
    const char *const *paths; /* of a preview */
    size_t path_count;
} arguments;

/* A host and, behind it, a port or nothing. */
static bool add_host(arguments *out, const char *name, const char *port)
{
    int size;

    if (out->host_count >= HOSTS_MAX)
        return false;
    size = snprintf(out->names[out->host_count], HOST_SIZE, "%s%s", name, port);
    if (size <= 0 || size >= HOST_SIZE)
        return false;
    out->hosts[out->host_count] = gp_str_of(out->names[out->host_count]);
    out->host_count++;
    return true;
}

static bool parse_number(const char *value, unsigned max, unsigned *number)
{
    size_t parsed;

    if (!gp_str_to_size(gp_str_of(value), max, &parsed) || parsed == 0)
        return false;
    *number = (unsigned)parsed;
    return true;
}

/* The options that take numbers; 0 when the value is fine. */
static int parse_numbers(int letter, const char *value, arguments *out)
{
    unsigned rate = 0;

    if (letter == 't' && !parse_number(value, 64, &out->service.threads))
        return cli_usage_error(&command, "--threads wants a number from 1 to 64");
    if (letter == 'c' && !parse_number(value, 4096, &out->server.connections))
        return cli_usage_error(&command, "--connections wants a number from 16 to 4096");
    if (letter == 'r' && strcmp(value, "off") == 0) {
        out->no_rate = true;
        out->service.rate = 0;
    } else if (letter == 'r') {
        if (!parse_number(value, 100000, &rate))
            return cli_usage_error(&command, "--rate-limit wants a number, or off");
        out->service.rate = rate;
        out->service.burst = 3.0 * rate;
    }
    return CLI_DONE;
}

static int parse_option(int letter, const char *value, arguments *out)
{
    out->for_all = out->for_all || (letter != 0 && strchr("dDHbWCS", letter) != NULL);
    switch (letter) {
    case 'd':
        out->service.db = value;
        break;
    case 'p':
        out->service.preview = true;
        break;
    case 'l':
        out->server.listen = value;
        break;
    case 'H':
        if (!add_host(out, value, ""))
            return cli_usage_error(&command, "--host: too long, or more than %d of them",
                                   HOSTS_MAX);
        break;
    case 'b':
        if (strncmp(value, "https://", 8) != 0 && strncmp(value, "http://", 7) != 0)
            return cli_usage_error(&command, "--base-url wants https://...");
        out->service.base_url = value;
        break;
    case 'w':
        out->service.web_folder = value;
        break;
    case 'W':
        out->service.wait_for_index = true;
        break;
    case 'm':
        out->model = value;
        break;
    case 'D':
        out->desk = value;
        break;
    case 'C':
        out->counts = value;
        break;
    case 'S':
        out->service.staff_header = value;
        break;
    case 'q':
        out->quiet = true;
        break;
    default:
        return parse_numbers(letter, value, out);
    }
    return CLI_DONE;
}

/* By --counts, else by the environment. */
static int read_counts(arguments *out)
{
    const char *value = out->counts != NULL ? out->counts : getenv("GUIDEPOST_COUNTS");

    out->service.counts_off = value != NULL && strcmp(value, "off") == 0;
    if (value != NULL && !out->service.counts_off && strcmp(value, "on") != 0)
        return cli_usage_error(&command, "--counts wants on or off");
    return CLI_DONE;
}

/* By --staff-header, else by the environment; a name of letters, digits and "-". */
static int read_staff_header(arguments *out)
{
    const char *name = out->service.staff_header;

    if (name == NULL)
        name = getenv("GUIDEPOST_STAFF_HEADER");
    if (name == NULL || name[0] == '\0') {
        out->service.staff_header = NULL;
        return CLI_DONE;
    }
    for (const char *at = name; *at != '\0'; at++) {
        bool fine = (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z') ||
                    (*at >= '0' && *at <= '9') || *at == '-';
        if (!fine)
            return cli_usage_error(&command, "--staff-header wants a header's name, such as "
                                             "X-Remote-User");
    }
    out->service.staff_header = name;
    return CLI_DONE;
}

/* The listening address itself, and localhost on its port. */
static int add_own_hosts(arguments *out)
{
    const char *port = strrchr(out->server.listen, ':');
    const char *base = out->service.base_url;

    if (port == NULL)
        return cli_usage_error(&command, "--listen wants ADDR:PORT, such as 127.0.0.1:8080");
    if (!add_host(out, out->server.listen, "") || !add_host(out, "localhost", port) ||
        !add_host(out, "127.0.0.1", port) ||
        (base != NULL && !add_host(out, strstr(base, "://") + 3, "")))
        return cli_usage_error(&command, "too many hosts");
    out->server.guard = (gp_guard){.hosts = out->hosts, .host_count = out->host_count};
    return CLI_DONE;
}

/* What a preview wants, and what it cannot have: it holds drafts, so nobody else may ever reach it. */
static int check_preview(int argc, char **argv, arguments *out)
{
    if (!out->service.preview)
        return optind < argc ? cli_usage_error(&command, "PATHs go with --preview alone")
                             : CLI_DONE;
    if (out->for_all)
        return cli_usage_error(&command, "--preview goes without --db, --desk, --counts, --host, "
                                         "--base-url, --staff-header and --wait-for-index");
    if (strncmp(out->server.listen, "127.", 4) != 0)
        return cli_usage_error(&command,
                               "--preview: only on a loopback address, such as 127.0.0.1:8080");
    if (optind >= argc)
        return cli_usage_error(&command, "--preview wants the PATHs of the articles");
    out->paths = (const char *const *)(argv + optind);
    out->path_count = (size_t)(argc - optind);
    out->service.rate = 0;
    out->service.counts_off = true;
    out->server.guard.local = true;
    return CLI_DONE;
}

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        int wrong = parse_option(letter, value, out);
        if (wrong != CLI_DONE)
            return wrong;
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (out->no_rate && strncmp(out->server.listen, "127.", 4) != 0)
        return cli_usage_error(&command, "--rate-limit off: only on a loopback address");
    if (read_counts(out) != CLI_DONE || read_staff_header(out) != CLI_DONE)
        return CLI_USAGE;
    if (add_own_hosts(out) != CLI_DONE)
        return CLI_USAGE;
    return check_preview(argc, argv, out);
}

/* Signals are for the main thread alone: it waits for them while the others work. */
static void block_signals(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
}

static bool open_encoder(arguments *given)
{
    gp_encoder *encoder;
    gp_error error;

    if (cli_encoder_open(given->model, &encoder, &error) != GP_OK) {
        (void)cli_error(&error);
        return false;
    }
    given->service.encoder = encoder;
    return true;
}

/* There is no default password: whoever runs the server makes the first account. */
static void tell_first_run(const arguments *given)
{
    gp_desk *desk = given->service.desk;
    bool named;
    gp_account_list list;
    gp_desk_file *file;
    gp_arena arena;
    gp_error error;

    if (desk == NULL || gp_desk_take(desk, &file, &error) != GP_OK)
        return;
    gp_arena_init(&arena, ACCOUNTS_MEMORY);
    if (gp_desk_give(desk, gp_desk_file_accounts(file, &arena, &list, &error)) == GP_OK &&
        list.count == 0)
        gp_log(
            GP_LOG_INFO, "desk",
            "no account yet; make the first with: guidepost user add --role admin --desk %s NAME",
            cli_desk_path(given->desk, &named));
    gp_arena_clear(&arena);
}

static int serve_until_told(const arguments *given)
{
    gp_service *service;
    gp_server *server;
    gp_error error;
    sigset_t signals;
    int received = 0;

    block_signals(&signals);
    if (gp_service_open(&given->service, &service, &error) != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    if (gp_server_open(&given->server, service, &server, &error) != GP_OK) {
        (void)cli_error(&error);
        gp_service_close(service);
        return error.status == GP_INVALID ? CLI_USAGE : CLI_FAILED;
    }
    gp_log(GP_LOG_INFO, "serve", "http://%s/", given->server.listen);
    tell_first_run(given);
    if (given->service.encoder == NULL)
        gp_log(GP_LOG_INFO, "model", "there is none: search goes by words alone");
    (void)sigwait(&signals, &received);
    gp_log(GP_LOG_INFO, "stop", "finishing the requests under way");
    gp_server_close(server);
    gp_service_close(service);
    return CLI_DONE;
}

/* A desk that nobody named and that cannot be made is done without: what is read needs none. So is one that is
 * damaged, whoever named it: visitors search on. */
static int open_desk(arguments *given)
{
    gp_error error;
    bool named;
    const char *path = cli_desk_path(given->desk, &named);
    gp_status status = gp_desk_open(path, &given->service.desk, &error);

    if (status == GP_OK)
        return CLI_DONE;
    if (status == GP_CORRUPT) {
        given->service.desk_damaged = true;
        gp_log(GP_LOG_ERROR, "desk",
               "none, so votes and the desk's pages are refused, nothing is counted, and what was "
               "approved or withdrawn there does not count: %s",
               error.text);
        return CLI_DONE;
    }
    if (named || status != GP_IO)
        return cli_error(&error);
    gp_log(GP_LOG_WARN, "desk", "none, so votes are refused and nothing is counted: %s",
           error.text);
    return CLI_DONE;
}

/* ---- preview -------------------------------------------------------------------------------- */

/* The thread that builds. */
typedef struct builder {
    cli_rebuild rebuild;
    gp_arena arena;
    int stop; /* readable: end */
} builder;

static void *build_on(void *context)
{
    builder *self = context;
    gp_error error;

    if (cli_rebuild_until(&self->rebuild, self->stop, &self->arena, &error) != GP_OK)
        (void)cli_error(&error); /* what is there is served on; only refreshing has ended */
    return NULL;
}

static int serve_and_build(const arguments *given, builder *self)
{
    pthread_t thread;
    sigset_t signals;
    int code;

    block_signals(&signals); /* before there is a thread that could be met by one */
    self->stop = eventfd(0, EFD_CLOEXEC);
    if (self->stop < 0 || pthread_create(&thread, NULL, build_on, self) != 0)
        return cli_error(&(gp_error){GP_IO, "preview: the system gives no thread"});
    code = serve_until_told(given);
    (void)eventfd_write(self->stop, 1);
    (void)pthread_join(thread, NULL);
    return code;
}

/* One command that does all: build, serve, watch, refresh. Its index lives as long as it does. */
static int preview(arguments *given)
{
    builder self = {.stop = -1};
    gp_index_summary summary;
    gp_error error;
    int code = CLI_DONE;

    gp_arena_init(&self.arena, PREVIEW_MEMORY);
    if (gp_scratch_make(&given->service.db, &error) != GP_OK || !open_encoder(given)) {
        code = given->service.db == NULL ? cli_error(&error) : CLI_FAILED;
        gp_scratch_remove();
        return code;
    }
    self.rebuild = (cli_rebuild){.options = {.db = given->service.db,
                                             .paths = given->paths,
                                             .path_count = given->path_count,
                                             .drafts = true,
                                             .encoder = given->service.encoder},
                                 .quiet = given->quiet};
    if (cli_rebuild_open(&self.rebuild, &self.arena, &summary, &error) != GP_OK)
        code = cli_error(&error);
    cli_tell_problems(summary.base, &summary.skipped, true);
    if (code == CLI_DONE)
        code = serve_and_build(given, &self);
    if (self.stop >= 0)
        (void)close(self.stop);
    cli_rebuild_close(&self.rebuild);
    gp_encoder_close(given->service.encoder);
    gp_arena_clear(&self.arena);
    gp_scratch_remove();
    return code;
}

static int serve(arguments *given)
{
    int code = open_encoder(given) ? open_desk(given) : CLI_FAILED;

    if (code == CLI_DONE)
        code = serve_until_told(given);
    gp_desk_close(given->service.desk);
    gp_encoder_close(given->service.encoder);
    return code;
}

int gp_cmd_serve(int argc, char **argv)
{
    static arguments given = {
        .service = {.db = "guidepost.db", .rate = 20, .burst = 60},
        .server = {.listen = "127.0.0.1:8080"},
    };
    int code = parse(argc, argv, &given);

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    if (given.quiet)
        gp_log_set_level(GP_LOG_ERROR);
    return given.service.preview ? preview(&given) : serve(&given);
}
