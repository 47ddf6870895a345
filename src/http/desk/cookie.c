/* cookie.c - the desk's two cookies. `__Host-` binds one to this host and to TLS; browsers refuse it without TLS,
 * so on this machine alone, where there is none, they have plain names. */
#include "http/desk/admit.h"

static gp_str name_of(bool secure, gp_cookie cookie)
{
    if (cookie == GP_COOKIE_SESSION)
        return secure ? GP_STR("__Host-gp_session") : GP_STR("gp_session");
    return secure ? GP_STR("__Host-gp_before") : GP_STR("gp_before");
}

/* Of two cookies of one name neither is believed: one of them is not ours. */
gp_str gp_cookie_read(const gp_request *request, bool secure, gp_cookie cookie)
{
    gp_str name = name_of(secure, cookie);
    gp_str found = {NULL, 0};
    size_t count = 0;

    for (size_t i = 0; i < request->header_count; i++) {
        gp_str rest = request->headers[i].value;
        gp_str pair;
        if (!gp_str_equal_nocase(request->headers[i].name, GP_STR("Cookie")))
            continue;
        while (gp_str_next(&rest, ';', &pair)) {
            size_t equals;
            pair = gp_str_trim(pair);
            equals = gp_str_find_byte(pair, '=', 0);
            if (!gp_str_equal(gp_str_slice(pair, 0, equals), name))
                continue;
            found = gp_str_slice(pair, equals + 1, pair.size);
            count++;
        }
    }
    return count == 1 && gp_secret_formed(found) ? found : (gp_str){NULL, 0};
}

void gp_cookie_set(gp_response *response, bool secure, gp_cookie cookie, gp_str secret)
{
    gp_str name = name_of(secure, cookie);

    gp_buf_printf(&response->headers,
                  "Set-Cookie: %.*s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s\r\n",
                  GP_STR_ARGS(name), GP_STR_ARGS(secret), secure ? "; Secure" : "",
                  secret.size == 0 ? "; Max-Age=0" : "");
}
