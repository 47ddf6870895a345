#include "http/mcp.h"

#include "base/json.h"
#include "http/json_body.h"

#include <sodium.h>
#include <stdlib.h>

static const char modern_version[] = "2026-07-28";
/* The newest first: offered to a client that asks for a version nobody knows. */
static const char *const older_versions[] = {"2025-11-25", "2025-06-18", "2025-03-26"};
#define OLDER_COUNT (sizeof older_versions / sizeof older_versions[0])

static const char meta_version[] = "io.modelcontextprotocol/protocolVersion";
static const char meta_capabilities[] = "io.modelcontextprotocol/clientCapabilities";

/* Codes of JSON-RPC 2.0, and of the protocol's own. */
enum {
    PARSE_ERROR = -32700,
    INVALID_REQUEST = -32600,
    METHOD_NOT_FOUND = -32601,
    INVALID_PARAMS = -32602,
    HEADER_MISMATCH = -32020,
    UNSUPPORTED_VERSION = -32022
};

enum {
    LIST_TTL_MS = 3600000,
    TOOL_NAME_MAX = 256
};

static const char instructions[] = "Answers of this site are verbatim passages. Quote them as they "
                                   "stand, with their link and, where "
                                   "`verified` is there, who verified them and when. Where "
                                   "`answer` is null the site has no answer: say "
                                   "so. Where `notice` is there, show it first.";

typedef struct exchange {
    const gp_mcp *mcp;
    const json_t *message, *id, *params;
    gp_str method;
    gp_str version; /* of the stateless generation; empty: an older one */
    gp_buf *reply;
} exchange;

/* ---- writing -------------------------------------------------------------------------------- */

static void open_reply(const exchange *self)
{
    char *id = json_dumps(self->id, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);

    gp_buf_add_text(self->reply, "{\"jsonrpc\":\"2.0\",\"id\":");
    gp_buf_add_text(self->reply, id != NULL ? id : "null");
    free(id);
}

static int fail(const exchange *self, int status, int code, const char *why)
{
    open_reply(self);
    gp_buf_printf(self->reply, ",\"error\":{\"code\":%d,\"message\":\"%s\"}}", code, why);
    return status;
}

static int fail_version(const exchange *self, gp_str requested)
{
    gp_json json;

    open_reply(self);
    gp_buf_printf(self->reply,
                  ",\"error\":{\"code\":%d,\"message\":\"Unsupported protocol version\",\"data\":",
                  UNSUPPORTED_VERSION);
    gp_json_init(&json, self->reply);
    gp_json_open(&json, '{');
    gp_json_key(&json, "supported");
    gp_json_open(&json, '[');
    gp_json_text(&json, gp_str_of(modern_version));
    for (size_t i = 0; i < OLDER_COUNT; i++)
        gp_json_text(&json, gp_str_of(older_versions[i]));
    gp_json_close(&json, ']');
    gp_json_pair(&json, "requested", requested);
    gp_json_close(&json, '}');
    gp_buf_add_text(self->reply, "}}");
    return 400;
}

static void add_server(const exchange *self, gp_json *json, const char *key)
{
    gp_json_key(json, key);
    gp_json_open(json, '{');
    gp_json_pair(json, "name", GP_STR("guidepost"));
    gp_json_pair(json, "title", self->mcp->page->site->title);
    gp_json_pair(json, "version", GP_STR(GP_VERSION));
    gp_json_close(json, '}');
}

/* Begins the result; of the stateless generation with what each of its results has. */
static gp_json open_result(const exchange *self)
{
    gp_json json;

    open_reply(self);
    gp_buf_add_text(self->reply, ",\"result\":");
    gp_json_init(&json, self->reply);
    gp_json_open(&json, '{');
    if (self->version.size > 0) {
        gp_json_pair(&json, "resultType", GP_STR("complete"));
        gp_json_key(&json, "_meta");
        gp_json_open(&json, '{');
        add_server(self, &json, "io.modelcontextprotocol/serverInfo");
        gp_json_close(&json, '}');
    }
    return json;
}

static int close_result(const exchange *self, gp_json *json)
{
    gp_json_close(json, '}');
    gp_buf_add_text(self->reply, "}");
    return 200;
}

static void add_lifetime(const exchange *self, gp_json *json)
{
    if (self->version.size == 0)
        return;
    gp_json_pair_int(json, "ttlMs", LIST_TTL_MS);
    gp_json_pair(json, "cacheScope", GP_STR("public"));
}

static void add_capabilities(gp_json *json)
{
    gp_json_key(json, "capabilities");
    gp_json_open(json, '{');
    gp_json_key(json, "tools");
    gp_json_open(json, '{');
    gp_json_close(json, '}');
    gp_json_close(json, '}');
    gp_json_pair(json, "instructions", gp_str_of(instructions));
}

/* ---- methods -------------------------------------------------------------------------------- */

static bool is_older(gp_str version)
{
    for (size_t i = 0; i < OLDER_COUNT; i++) {
        if (gp_str_equal(version, gp_str_of(older_versions[i])))
            return true;
    }
    return false;
}

static int initialize(const exchange *self)
{
    gp_str asked = gp_json_body_text(self->params, "protocolVersion", self->mcp->arena);
    gp_json json;

    if (asked.size == 0)
        return fail(self, 400, INVALID_PARAMS, "initialize wants protocolVersion");
    json = open_result(self);
    gp_json_pair(&json, "protocolVersion", is_older(asked) ? asked : gp_str_of(older_versions[0]));
    add_capabilities(&json);
    add_server(self, &json, "serverInfo");
    return close_result(self, &json);
}

static int discover(const exchange *self)
{
    gp_json json = open_result(self);

    add_lifetime(self, &json);
    gp_json_key(&json, "supportedVersions");
    gp_json_open(&json, '[');
    gp_json_text(&json, gp_str_of(modern_version));
    gp_json_close(&json, ']');
    add_capabilities(&json);
    return close_result(self, &json);
}

static int list_tools(const exchange *self)
{
    gp_json json = open_result(self);

    add_lifetime(self, &json);
    gp_json_key(&json, "tools");
    gp_mcp_add_tools(self->reply);
    return close_result(self, &json);
}

static int call_tool(const exchange *self)
{
    gp_str name = gp_json_body_text(self->params, "name", self->mcp->arena);
    const json_t *arguments = json_object_get(self->params, "arguments");
    gp_buf members;
    gp_json json;

    if (name.size == 0 || (arguments != NULL && !json_is_object(arguments)))
        return fail(self, 400, INVALID_PARAMS, "tools/call wants name and arguments");
    gp_buf_init(&members, self->reply->limit);
    if (!gp_mcp_call(self->mcp, name, arguments, &members)) {
        gp_buf_clear(&members);
        return fail(self, 400, INVALID_PARAMS, "Unknown tool");
    }
    json = open_result(self);
    gp_buf_add_text(self->reply, json.comma ? "," : "");
    gp_buf_add(self->reply, gp_buf_str(&members));
    if (members.status != GP_OK && self->reply->status == GP_OK)
        self->reply->status = members.status;
    gp_buf_clear(&members);
    return close_result(self, &json);
}

static int ping(const exchange *self)
{
    gp_json json = open_result(self);

    return close_result(self, &json);
}

static int dispatch(const exchange *self)
{
    static const struct {
        const char *method;
        bool older, modern;
        int (*answer)(const exchange *self);
    } methods[] = {{"initialize", true, false, initialize},
                   {"ping", true, false, ping},
                   {"server/discover", false, true, discover},
                   {"tools/list", true, true, list_tools},
                   {"tools/call", true, true, call_tool}};

    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        bool known = self->version.size > 0 ? methods[i].modern : methods[i].older;
        if (known && gp_str_equal(self->method, gp_str_of(methods[i].method)))
            return methods[i].answer(self);
    }
    return fail(self, self->version.size > 0 ? 404 : 200, METHOD_NOT_FOUND, "Method not found");
}

/* ---- headers -------------------------------------------------------------------------------- */

/* A header's value, which may be written as =?base64?...?= (SEP-2243). False: it is no base64. */
static bool decode_header(gp_str value, char out[TOOL_NAME_MAX], gp_str *text)
{
    static const gp_str begin = {"=?base64?", 9};
    size_t size = 0;

    *text = value;
    if (!gp_str_starts(value, begin) || !gp_str_ends(value, GP_STR("?=")) ||
        value.size < begin.size + 2)
        return true;
    value = gp_str_slice(value, begin.size, value.size - 2);
    if (sodium_base642bin((unsigned char *)out, TOOL_NAME_MAX, value.data, value.size, NULL, &size,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *text = (gp_str){out, size};
    return true;
}

/* Of the stateless generation the headers must say what the body says: proxies go by them. */
static bool headers_agree(const exchange *self, const gp_mcp_headers *headers)
{
    char bytes[TOOL_NAME_MAX];
    gp_str name;

    if (!gp_str_equal(headers->version, self->version) ||
        !gp_str_equal(headers->method, self->method))
        return false;
    if (!gp_str_equal(self->method, GP_STR("tools/call")))
        return true;
    return decode_header(headers->name, bytes, &name) &&
           gp_str_equal(name, gp_json_body_text(self->params, "name", self->mcp->arena));
}

/* 0, or the status of a refusal that was written. */
static int check_modern(const exchange *self, const gp_mcp_headers *headers)
{
    const json_t *meta = json_object_get(self->params, "_meta");

    if (headers != NULL && !headers_agree(self, headers))
        return fail(self, 400, HEADER_MISMATCH, "The headers do not say what the body says");
    if (!gp_str_equal(self->version, gp_str_of(modern_version)))
        return fail_version(self, self->version);
    if (!json_is_object(json_object_get(meta, meta_capabilities)))
        return fail(self, 400, INVALID_PARAMS, "_meta wants clientCapabilities");
    return 0;
}

static int check_older(const exchange *self, const gp_mcp_headers *headers)
{
    if (headers != NULL && headers->version.size > 0 && !is_older(headers->version) &&
        !gp_str_equal(self->method, GP_STR("initialize")))
        return fail_version(self, headers->version);
    return 0;
}

/* ---- a message ------------------------------------------------------------------------------ */

static int answer_object(exchange *self, const gp_mcp_headers *headers)
{
    const json_t *meta;
    int status;

    self->id = json_object_get(self->message, "id");
    self->params = json_object_get(self->message, "params");
    self->method = gp_json_body_text(self->message, "method", self->mcp->arena);
    meta = json_object_get(self->params, "_meta");
    self->version = gp_json_body_text(meta, meta_version, self->mcp->arena);
    if (self->method.size == 0 && (json_object_get(self->message, "result") != NULL ||
                                   json_object_get(self->message, "error") != NULL))
        return 202; /* a reply to a question we never ask */
    if (self->method.size == 0 ||
        !gp_str_equal(gp_json_body_text(self->message, "jsonrpc", self->mcp->arena),
                      GP_STR("2.0")) ||
        (self->id != NULL && !json_is_string(self->id) && !json_is_integer(self->id)))
        return fail(self, 400, INVALID_REQUEST, "Not a request of JSON-RPC 2.0");
    if (self->id == NULL)
        return 202; /* a notification */
    status = self->version.size > 0 ? check_modern(self, headers) : check_older(self, headers);
    return status != 0 ? status : dispatch(self);
}

int gp_mcp_answer(const gp_mcp *mcp, gp_str message, const gp_mcp_headers *headers, gp_buf *reply)
{
    json_t *object = gp_json_body(message);
    exchange self = {.mcp = mcp, .message = object, .reply = reply};
    int status;

    status = object != NULL ? answer_object(&self, headers)
                            : fail(&self, 400, PARSE_ERROR, "Not a JSON object");
    json_decref(object);
    return status;
}
