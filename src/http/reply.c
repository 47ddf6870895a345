#include "http/reply.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

#define ZLIB_CONST /* zlib reads next_in only */
#include <zlib.h>

enum {
    COMPRESS_FROM = 1024,  /* below this, the headers weigh more than what is saved */
    GZIP_WINDOW = 15 + 16, /* zlib's way of asking for the gzip format */
    GZIP_LEVEL = 4
};

/* The policy of http-and-input.md: nothing but our own origin, no framing, nothing told to others. */
static const char strict_headers[] =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src "
    "'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: accelerometer=(), browsing-topics=(), camera=(), display-capture=(), "
    "geolocation=(), gyroscope=(), interest-cohort=(), microphone=(), payment=(), usb=()\r\n"
    "X-Frame-Options: DENY\r\n";

const char *gp_reply_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {202, "Accepted"},
                   {204, "No Content"},
                   {301, "Moved Permanently"},
                   {303, "See Other"},
                   {304, "Not Modified"},
                   {400, "Bad Request"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {408, "Request Timeout"},
                   {409, "Conflict"},
                   {411, "Length Required"},
                   {413, "Content Too Large"},
                   {414, "URI Too Long"},
                   {415, "Unsupported Media Type"},
                   {421, "Misdirected Request"},
                   {429, "Too Many Requests"},
                   {431, "Request Header Fields Too Large"},
                   {500, "Internal Server Error"},
                   {501, "Not Implemented"},
                   {503, "Service Unavailable"},
                   {505, "HTTP Version Not Supported"}};

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unknown";
}

/* The value of a header already written by the handler, or empty. */
static gp_str own_header(const gp_response *response, gp_str name_and_colon)
{
    gp_str headers = gp_buf_str(&response->headers);
    size_t at = gp_str_find(headers, name_and_colon, 0);
    size_t end;

    if (headers.size == 0 || at == headers.size)
        return (gp_str){NULL, 0};
    end = gp_str_find_byte(headers, '\r', at);
    return gp_str_trim(gp_str_slice(headers, at + name_and_colon.size, end));
}

static bool names_etag(gp_str list, gp_str etag)
{
    gp_str item;

    if (gp_str_starts(etag, GP_STR("W/")))
        etag = gp_str_slice(etag, 2, etag.size);
    while (gp_str_next(&list, ',', &item)) {
        item = gp_str_trim(item);
        if (gp_str_starts(item, GP_STR("W/")))
            item = gp_str_slice(item, 2, item.size);
        if (gp_str_equal(item, etag) || gp_str_equal(item, GP_STR("*")))
            return true;
    }
    return false;
}

static void become_not_modified(const gp_request *request, gp_response *response)
{
    gp_str etag = own_header(response, GP_STR("ETag:"));
    gp_str wanted = gp_request_header(request, "If-None-Match");

    if (response->status != 200 || etag.size == 0 || wanted.size == 0)
        return;
    if ((request->method == GP_METHOD_GET || request->method == GP_METHOD_HEAD) &&
        names_etag(wanted, etag))
        response->status = 304;
}

static bool accepts_gzip(const gp_request *request)
{
    gp_str list = gp_request_header(request, "Accept-Encoding");
    gp_str item;

    if (list.size == 0)
        return false;
    while (gp_str_next(&list, ',', &item)) {
        gp_str name = gp_str_trim(gp_str_slice(item, 0, gp_str_find_byte(item, ';', 0)));
        bool refused = gp_str_find(item, GP_STR("q=0"), 0) < item.size &&
                       gp_str_find(item, GP_STR("q=0."), 0) == item.size;
        if (gp_str_equal_nocase(name, GP_STR("gzip")))
            return !refused;
    }
    return false;
}

/* Compresses `in` to `out`; false leaves the body as it is. */
static bool compress_body(gp_str in, gp_buf *out)
{
    z_stream stream;
    uLong bound;
    char *room;
    bool done;

    memset(&stream, 0, sizeof stream);
    if (in.size > UINT32_MAX ||
        deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    bound = deflateBound(&stream, in.size);
    room = gp_alloc(bound);
    done = room != NULL;
    if (done) {
        stream.next_in = (const Bytef *)in.data;
        stream.avail_in = (uInt)in.size;
        stream.next_out = (Bytef *)room;
        stream.avail_out = (uInt)bound;
        done = deflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out < in.size;
    }
    (void)deflateEnd(&stream);
    if (done)
        gp_buf_add(out, (gp_str){room, stream.total_out});
    gp_free(room);
    return done && out->status == GP_OK;
}

static bool compressible(const gp_response *response)
{
    return response->body.size >= COMPRESS_FROM && response->content_type != NULL &&
           gp_str_find(gp_str_of(response->content_type), GP_STR("image/png"), 0) != 0 &&
           own_header(response, GP_STR("Content-Encoding:")).size == 0;
}

/* Everything of the head but the status line and what depends on the body. */
static void add_headers(gp_buf *bytes, const gp_response *response, bool keep_alive)
{
    gp_buf_add_text(bytes, strict_headers);
    gp_buf_printf(bytes, "Cross-Origin-Resource-Policy: %s\r\n",
                  response->for_others ? "cross-origin" : "same-origin");
    gp_buf_printf(bytes, "Connection: %s\r\n", keep_alive ? "keep-alive" : "close");
    if (response->content_type != NULL)
        gp_buf_printf(bytes, "Content-Type: %s\r\n", response->content_type);
    if (response->no_store)
        gp_buf_add_text(bytes, "Cache-Control: no-store\r\n");
    gp_buf_printf(bytes, "Vary: Accept-Encoding%s\r\n", response->by_origin ? ", Origin" : "");
    gp_buf_add(bytes, gp_buf_str(&response->headers));
}

void gp_reply_write(gp_buf *bytes, const gp_request *request, gp_response *response,
                    bool keep_alive)
{
    gp_buf packed;
    gp_str body = gp_buf_str(&response->body);
    bool bodiless;

    gp_buf_init(&packed, response->body.limit);
    become_not_modified(request, response);
    bodiless = response->status == 304 || response->status == 204;
    gp_buf_printf(bytes, "HTTP/1.1 %d %s\r\n", response->status, gp_reply_reason(response->status));
    add_headers(bytes, response, keep_alive);
    if (!bodiless && compressible(response) && accepts_gzip(request) &&
        compress_body(body, &packed)) {
        gp_buf_add_text(bytes, "Content-Encoding: gzip\r\n");
        body = gp_buf_str(&packed);
    }
    if (!bodiless)
        gp_buf_printf(bytes, "Content-Length: %zu\r\n", body.size);
    gp_buf_add_text(bytes, "\r\n");
    if (!bodiless && request->method != GP_METHOD_HEAD)
        gp_buf_add(bytes, body);
    gp_buf_clear(&packed);
}
