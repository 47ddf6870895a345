/* server.c - the only file with <civetweb.h>.
 *
 * Everything is done in begin_request, before civetweb looks at paths, files or bodies: it never
 * serves a file, decodes a URL, or parses a form for us. Each response is one write: a second one
 * costs half the throughput.
 */
#include "http/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "http/reply.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BODY_DEADLINE_US 3000000u /* for all of a request's body */
#define REPLY_LIMIT      (8u << 20)

enum {
    CONNECTIONS_DEFAULT = 1500,
    CONNECTIONS_MIN = 16,
    CONNECTIONS_MAX = 4096
};

struct gp_server {
    struct mg_context *civetweb;
    gp_service *service;
    gp_server_options options;
};

/* ---- one request ---------------------------------------------------------------------------- */

static void copy_head(const struct mg_request_info *info, gp_header *headers, gp_request_head *head)
{
    size_t count = info->num_headers > 0 ? (size_t)info->num_headers : 0;

    for (size_t i = 0; i < count && i < GP_HEADERS_MAX; i++) {
        headers[i].name = gp_str_of(info->http_headers[i].name);
        headers[i].value = gp_str_of(info->http_headers[i].value);
    }
    *head = (gp_request_head){.method = gp_str_of(info->request_method),
                              .uri = gp_str_of(info->request_uri),
                              .version = gp_str_of(info->http_version),
                              .query = gp_str_of(info->query_string),
                              .headers = headers,
                              .header_count = count};
}

/* civetweb stops reading headers at a folded line, and drops the rest without a word: a length, say,
 * that a proxy has seen. Behind the last header it kept, the empty line must stand. (The text is
 * civetweb's own buffer, where NULs stand in place of line ends.) */
static bool head_ends_after(const struct mg_request_info *info)
{
    const char *at;

    if (info->num_headers < 1)
        return true;
    at = info->http_headers[info->num_headers - 1].value;
    at += strlen(at);
    at += at[1] == '\0' ? 2 : 1; /* CR and LF have both become NUL, or there was only one of them */
    return *at == '\r' || *at == '\n' || *at == '\0';
}

/* Reads exactly `size` bytes within the deadline; false when they do not come. Byte by byte: asked
 * for more, mg_read waits for all of it, and a client that drips could hold the worker for ever. */
static bool read_body(struct mg_connection *connection, char *body, size_t size)
{
    uint64_t deadline = gp_clock_us() + BODY_DEADLINE_US;
    size_t have = 0;

    while (have < size && gp_clock_us() < deadline) {
        int got = mg_read(connection, body + have, 1);
        if (got <= 0)
            return false;
        have += (size_t)got;
    }
    return have == size;
}

/* What civetweb itself will do with the connection, so that the header tells the truth. */
static bool wants_keep_alive(const gp_request_head *head)
{
    gp_request request = {.headers = head->headers, .header_count = head->header_count};
    gp_str wish = gp_request_header(&request, "Connection");

    if (gp_str_equal(head->version, GP_STR("1.1")))
        return wish.size == 0 || gp_str_equal_nocase(wish, GP_STR("keep-alive"));
    return gp_str_equal_nocase(wish, GP_STR("keep-alive"));
}

static void send_reply(struct mg_connection *connection, const gp_request *request,
                       gp_response *response, bool keep_alive)
{
    gp_buf bytes;

    gp_buf_init(&bytes, REPLY_LIMIT);
    gp_reply_write(&bytes, request, response, keep_alive);
    if (bytes.status == GP_OK)
        (void)mg_write(connection, bytes.data, bytes.size);
    else
        mg_disable_connection_keep_alive(connection);
    gp_buf_clear(&bytes);
}

/* Closes the connection after the answer: what follows on it can no longer be trusted. */
static int refuse(gp_server *server, struct mg_connection *connection, const gp_request_head *head,
                  int status)
{
    gp_request request = {.method = GP_METHOD_GET};
    gp_response response;

    mg_disable_connection_keep_alive(connection);
    if (gp_str_equal(head->method, GP_STR("HEAD")))
        request.method = GP_METHOD_HEAD;
    gp_response_init(&response, REPLY_LIMIT);
    gp_service_refuse(server->service, status, head->uri, &response);
    send_reply(connection, &request, &response, false);
    gp_response_clear(&response);
    return status;
}

static int answer(gp_server *server, struct mg_connection *connection, const gp_request_head *head,
                  gp_request *request)
{
    gp_response response;
    bool keep_alive = wants_keep_alive(head);
    int status;

    if (!keep_alive)
        mg_disable_connection_keep_alive(connection);
    request->path = head->uri;
    request->query = head->query;
    request->headers = head->headers;
    request->header_count = head->header_count;
    gp_response_init(&response, REPLY_LIMIT);
    gp_service_answer(server->service, request, &response);
    send_reply(connection, request, &response, keep_alive);
    status = response.status;
    gp_response_clear(&response);
    return status;
}

static int begin_request(struct mg_connection *connection)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    gp_server *server = info->user_data;
    gp_header headers[GP_HEADERS_MAX];
    gp_request_head head;
    gp_request request = {0};
    size_t body_size = 0;
    char *body = NULL;
    int status;

    copy_head(info, headers, &head);
    status = gp_guard_check(&server->options.guard, &head, &request.method, &body_size);
    if (status == 0 && !head_ends_after(info))
        status = 400;
    if (status != 0)
        return refuse(server, connection, &head, status);
    if (body_size > 0) {
        body = gp_alloc(body_size);
        if (body == NULL || !read_body(connection, body, body_size)) {
            gp_free(body);
            return refuse(server, connection, &head, 408);
        }
    }
    request.body = (gp_str){body, body_size};
    request.peer = gp_str_of(info->remote_addr);
    status = answer(server, connection, &head, &request);
    gp_free(body);
    return status;
}

/* Errors that civetweb finds before begin_request (a malformed request line, say): its own page
 * would lack our headers. */
static int http_error(struct mg_connection *connection, int status, const char *message)
{
    const struct mg_request_info *info = mg_get_request_info(connection);
    gp_server *server = info->user_data;
    gp_request_head head = {.method = gp_str_of(info->request_method),
                            .uri = gp_str_of(info->request_uri)};

    (void)message;
    (void)refuse(server, connection, &head, status);
    return 0;
}

/* civetweb's own messages may hold a request line, and with it a question: only their number is
 * anybody's business. */
static int log_message(const struct mg_connection *connection, const char *message)
{
    (void)connection;
    (void)message;
    return 1;
}

/* ---- listening ------------------------------------------------------------------------------ */

static gp_status parse_listen(const char *listen, struct sockaddr_in *address, gp_error *error)
{
    gp_str text = gp_str_of(listen);
    size_t colon = gp_str_find_byte(text, ':', 0);
    gp_str host = gp_str_slice(text, 0, colon);
    char name[INET_ADDRSTRLEN];
    size_t port = 0;

    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    if (host.size >= sizeof name ||
        !gp_str_to_size(gp_str_slice(text, colon + 1, text.size), 65535, &port) || port == 0)
        return gp_error_set(error, GP_INVALID,
                            "--listen %s: wants an IPv4 address and a port, such as 127.0.0.1:8080",
                            listen);
    memcpy(name, host.data, host.size);
    name[host.size] = '\0';
    if (inet_pton(AF_INET, name, &address->sin_addr) != 1)
        return gp_error_set(error, GP_INVALID,
                            "--listen %s: %s is no IPv4 address; use 127.0.0.1:PORT", listen, name);
    address->sin_port = htons((uint16_t)port);
    return GP_OK;
}

/* civetweb says only that it failed; binding once ourselves tells why. */
static gp_status try_port(const char *listen, gp_error *error)
{
    struct sockaddr_in address;
    gp_status status = parse_listen(listen, &address, error);
    int one = 1;
    int probe;

    if (status != GP_OK)
        return status;
    probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return gp_error_set(error, GP_IO, "%s: no socket: %s", listen, strerror(errno));
    (void)setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(probe, (const struct sockaddr *)&address, sizeof address) != 0) {
        if (errno == EADDRINUSE)
            status = gp_error_set(error, GP_BUSY,
                                  "%s: the port is taken; stop the other server or choose another "
                                  "with --listen",
                                  listen);
        else
            status =
                gp_error_set(error, GP_IO, "%s: cannot listen there: %s", listen, strerror(errno));
    }
    (void)close(probe);
    return status;
}

static gp_status start(gp_server *server, gp_error *error)
{
    char threads[16];
    char civetweb_error[128] = "";
    const char *const settings[] = {"listening_ports",
                                    server->options.listen,
                                    "num_threads",
                                    threads,
                                    "connection_queue",
                                    "200",
                                    "listen_backlog",
                                    "1000",
                                    "request_timeout_ms",
                                    "2000",
                                    "keep_alive_timeout_ms",
                                    "5000",
                                    "enable_keep_alive",
                                    "yes",
                                    "decode_url",
                                    "no",
                                    "tcp_nodelay",
                                    "1",
                                    "access_control_allow_origin",
                                    "",
                                    "access_control_allow_methods",
                                    "",
                                    "access_control_allow_headers",
                                    "",
                                    "enable_directory_listing",
                                    "no",
                                    NULL};
    struct mg_callbacks callbacks;
    struct mg_init_data data;
    struct mg_error_data failure = {NULL, civetweb_error, sizeof civetweb_error};
    const char *options[sizeof settings / sizeof settings[0]];

    memset(&callbacks, 0, sizeof callbacks);
    callbacks.begin_request = begin_request;
    callbacks.http_error = http_error;
    callbacks.log_message = log_message;
    callbacks.log_access = log_message;
    memcpy(options, settings, sizeof settings);
    (void)snprintf(threads, sizeof threads, "%u", server->options.connections);
    data = (struct mg_init_data){&callbacks, server, options};
    server->civetweb = mg_start2(&data, &failure);
    if (server->civetweb == NULL)
        return gp_error_set(error, GP_IO, "%s: the server cannot be started: %s",
                            server->options.listen, civetweb_error);
    return GP_OK;
}

gp_status gp_server_open(const gp_server_options *options, gp_service *service, gp_server **server,
                         gp_error *error)
{
    gp_server *made;
    gp_status status = try_port(options->listen, error);

    *server = NULL;
    if (status != GP_OK)
        return status;
    made = gp_alloc(sizeof *made);
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the server cannot be started: not enough memory");
    made->service = service;
    made->options = *options;
    if (made->options.connections == 0)
        made->options.connections = CONNECTIONS_DEFAULT;
    if (made->options.connections < CONNECTIONS_MIN || made->options.connections > CONNECTIONS_MAX)
        status = gp_error_set(error, GP_INVALID, "--connections: from %d to %d", CONNECTIONS_MIN,
                              CONNECTIONS_MAX);
    (void)mg_init_library(0);
    if (status == GP_OK)
        status = start(made, error);
    if (status != GP_OK) {
        gp_server_close(made);
        return status;
    }
    *server = made;
    return GP_OK;
}

void gp_server_close(gp_server *server)
{
    if (server == NULL)
        return;
    gp_service_wake(server->service);
    if (server->civetweb != NULL)
        mg_stop(server->civetweb);
    (void)mg_exit_library();
    gp_free(server);
}
