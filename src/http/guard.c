#include "http/guard.h"

#include "base/html.h"
#include "base/utf8.h"

static bool token_byte(char byte)
{
    static const char others[] = "!#$%&'*+-.^_`|~"; /* RFC 9110, 5.6.2 */

    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9'))
        return true;
    for (size_t i = 0; others[i] != '\0'; i++) {
        if (byte == others[i])
            return true;
    }
    return false;
}

static bool token(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!token_byte(text.data[i]))
            return false;
    }
    return text.size > 0;
}

/* No control characters: a folded header or a hidden line end would have them. */
static bool clean_value(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
            return false;
    }
    return true;
}

static int check_method(gp_str text, gp_method *method)
{
    static const struct {
        gp_str name;
        gp_method method;
    } known[] = {{{"GET", 3}, GP_METHOD_GET},
                 {{"HEAD", 4}, GP_METHOD_HEAD},
                 {{"POST", 4}, GP_METHOD_POST},
                 {{"OPTIONS", 7}, GP_METHOD_OPTIONS}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (gp_str_equal(text, known[i].name)) {
            *method = known[i].method;
            return 0;
        }
    }
    return token(text) ? 405 : 400;
}

/* Escapes that a later decoder could take for structure. */
static bool hidden_escape(gp_str path, size_t at)
{
    static const char *const hidden[] = {"00", "0d", "0a", "2f", "5c"};
    gp_str digits = gp_str_slice(path, at + 1, at + 3);

    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (gp_str_equal_nocase(digits, gp_str_of(hidden[i])))
            return true;
    }
    return false;
}

static int check_path(gp_str path)
{
    if (path.size > GP_PATH_MAX)
        return 414;
    if (path.size == 0 || path.data[0] != '/')
        return 400;
    for (size_t i = 0; i < path.size; i++) {
        unsigned char byte = (unsigned char)path.data[i];
        if (byte <= 0x20 || byte == 0x7F || byte == '\\' || byte == '#')
            return 400;
        if (byte == '%' && hidden_escape(path, i))
            return 400;
    }
    return 0;
}

static bool host_allowed(const gp_guard *guard, gp_str host)
{
    if (host.size == 0 || host.size > 255)
        return false;
    for (size_t i = 0; i < host.size; i++) {
        char byte = host.data[i];
        if (!token_byte(byte) && byte != ':' && byte != '[' && byte != ']')
            return false;
    }
    for (size_t i = 0; i < guard->host_count; i++) {
        if (gp_str_equal_nocase(host, guard->hosts[i]))
            return true;
    }
    return guard->host_count == 0;
}

typedef struct header_facts {
    size_t hosts, lengths;
    gp_str host, length;
    bool chunked;
    bool passed_on; /* by a proxy */
} header_facts;

static bool tells_of_proxy(gp_str name)
{
    static const char *const names[] = {"Forwarded",         "Via",
                                        "X-Forwarded-For",   "X-Forwarded-Host",
                                        "X-Forwarded-Proto", "X-Real-IP"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (gp_str_equal_nocase(name, gp_str_of(names[i])))
            return true;
    }
    return false;
}

static bool gather(const gp_request_head *head, header_facts *facts)
{
    for (size_t i = 0; i < head->header_count; i++) {
        gp_str name = head->headers[i].name;
        if (!token(name) || !clean_value(head->headers[i].value))
            return false;
        if (gp_str_equal_nocase(name, GP_STR("Host"))) {
            facts->hosts++;
            facts->host = head->headers[i].value;
        } else if (gp_str_equal_nocase(name, GP_STR("Content-Length"))) {
            facts->lengths++;
            facts->length = head->headers[i].value;
        } else if (gp_str_equal_nocase(name, GP_STR("Transfer-Encoding"))) {
            facts->chunked = true;
        } else if (tells_of_proxy(name)) {
            facts->passed_on = true;
        }
    }
    return true;
}

static int check_body(const header_facts *facts, gp_method method, size_t *body_size)
{
    *body_size = 0;
    if (facts->chunked)
        return 501;
    if (facts->lengths > 1)
        return 400;
    if (facts->lengths == 0)
        return method == GP_METHOD_POST ? 411 : 0;
    if (!gp_str_to_size(facts->length, SIZE_MAX, body_size))
        return 400;
    if (method != GP_METHOD_POST && *body_size > 0)
        return 400;
    return *body_size > GP_BODY_MAX ? 413 : 0;
}

int gp_guard_check(const gp_guard *guard, const gp_request_head *head, gp_method *method,
                   size_t *body_size)
{
    header_facts facts = {0};
    int status = check_method(head->method, method);

    if (status != 0)
        return status;
    if (!gp_str_equal(head->version, GP_STR("1.1")) && !gp_str_equal(head->version, GP_STR("1.0")))
        return 505;
    status = check_path(head->uri);
    if (status != 0)
        return status;
    if (head->query.size > GP_QUERY_MAX)
        return 414;
    if (head->header_count > GP_HEADERS_MAX)
        return 431;
    if (!gather(head, &facts) || facts.hosts != 1)
        return 400;
    if (!host_allowed(guard, facts.host) || (guard->local && facts.passed_on))
        return 421;
    return check_body(&facts, *method, body_size);
}

bool gp_path_parameter(gp_str path, gp_str prefix, gp_arena *arena, gp_str *parameter)
{
    gp_buf buf;

    *parameter = (gp_str){NULL, 0};
    if (!gp_str_starts(path, prefix) || path.size == prefix.size)
        return false;
    gp_buf_init(&buf, path.size);
    gp_url_add_decoded(&buf, gp_str_slice(path, prefix.size, path.size), false);
    if (buf.status == GP_OK && gp_utf8_valid(gp_buf_str(&buf), NULL))
        *parameter = gp_arena_take(arena, &buf);
    gp_buf_clear(&buf);
    return parameter->data != NULL;
}
