/* cmd_mcp.c - guidepost mcp: the Model Context Protocol over stdio, for assistants on this machine. */
#include "cli.h"
#include "commands.h"
#include "model.h"

#include "base/clock.h"
#include "http/mcp.h"

#include <stdlib.h>
#include <unistd.h>

#define MEMORY_LIMIT ((size_t)64 << 20)
#define LINE_LIMIT   ((size_t)64 << 10) /* bytes of a message */

static const cli_option options[] = {
    {'d', "db", "FILE", "the index (guidepost.db)"},
    {'b', "base-url", "URL", "the site's public address (guidepost.yaml's base_url)"},
    CLI_MODEL_OPTION,
    {0},
};

static const cli_command command = {
    .name = "mcp",
    .usage = "[--db FILE] [--base-url URL]",
    .purpose = "Answers an assistant's questions over stdin and stdout (Model Context Protocol).",
    .options = options,
    .notes = "Two tools that only read: search and fetch. What visitors may read is told, nothing "
             "of staff.\n"
             "The server does the same at POST /mcp; docs/assistants.md says how to set an "
             "assistant up.",
};

typedef struct arguments {
    const char *db, *model, *base_url;
} arguments;

static int parse(int argc, char **argv, arguments *out)
{
    const char *value;
    int code = CLI_DONE;
    int letter;

    while ((letter = cli_next(&command, argc, argv, &value, &code)) > 0) {
        if (letter == 'd')
            out->db = value;
        else if (letter == 'b')
            out->base_url = value;
        else
            out->model = value;
    }
    if (letter < 0)
        return code == CLI_DONE ? -1 : code;
    if (optind < argc)
        return cli_usage_error(&command, "takes no argument");
    return CLI_DONE;
}

/* One message, its reply and a line's end; false when the reply cannot be written. */
static bool answer_line(gp_mcp *mcp, gp_str line, gp_buf *reply)
{
    gp_buf_reset(reply);
    if (line.size > LINE_LIMIT)
        line = GP_STR(""); /* refused as what is no message */
    (void)gp_mcp_answer(mcp, line, NULL, reply);
    if (reply->size == 0)
        return true;
    gp_buf_add_byte(reply, '\n');
    return reply->status == GP_OK && fwrite(reply->data, 1, reply->size, stdout) == reply->size &&
           fflush(stdout) == 0;
}

/* Until stdin ends. */
static int converse(gp_mcp *mcp)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t size;
    gp_buf reply;
    bool ok = true;

    gp_buf_init(&reply, MEMORY_LIMIT);
    while (ok && (size = getline(&line, &room, stdin)) >= 0) {
        gp_str message = gp_str_trim((gp_str){line, (size_t)size});
        if (message.size > 0)
            ok = answer_line(mcp, message, &reply);
        gp_arena_reset(mcp->arena);
    }
    gp_buf_clear(&reply);
    free(line);
    return cli_finish(ok ? CLI_DONE : CLI_FAILED);
}

static int serve(const arguments *given, gp_store *store, gp_arena *arena)
{
    gp_mcp mcp = {.store = store, .day = gp_clock_today(), .arena = arena};
    gp_page page = {.today = mcp.day};
    gp_encoder *encoder;
    gp_error error;
    gp_status status = cli_encoder_open(given->model, &encoder, &error);
    int code;

    if (status == GP_OK)
        status = gp_searcher_open(store, encoder, &mcp.searcher, &error);
    gp_encoder_close(encoder);
    if (status != GP_OK)
        return cli_error(&error);
    page.site = gp_searcher_site(mcp.searcher);
    page.base_url = given->base_url != NULL ? gp_str_of(given->base_url) : page.site->base_url;
    mcp.page = &page;
    code = converse(&mcp);
    gp_searcher_close(mcp.searcher);
    return code;
}

int gp_cmd_mcp(int argc, char **argv)
{
    arguments given = {.db = "guidepost.db"};
    int code = parse(argc, argv, &given);
    gp_arena arena;
    gp_store *store;
    gp_error error;

    if (code != CLI_DONE)
        return code < 0 ? CLI_DONE : code;
    if (gp_store_open_on(given.db, GP_PUBLIC, gp_clock_today(), &store, &error) != GP_OK) {
        (void)cli_error(&error);
        return CLI_FAILED;
    }
    gp_arena_init(&arena, MEMORY_LIMIT);
    code = serve(&given, store, &arena);
    gp_arena_clear(&arena);
    gp_store_close(store);
    return code;
}
