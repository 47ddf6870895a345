/* admit.h - who may pass: session, role, form and origin are looked at here, before any handler of the desk.
 *
 * Flow:     TLS -> session (cookie, or a proxy's header) -> role -> for a POST: where it comes from, and its token.
 * Rule:     what is not certain is nobody's. A failed look at the disk lets nobody in (503).
 * Threads:  any connection's; it waits for the desk's file, so never one that searches.
 */
#ifndef GP_HTTP_DESK_ADMIT_H
#define GP_HTTP_DESK_ADMIT_H

#include "desk/accounts.h"
#include "desk/secret.h"
#include "http/desk/door.h"
#include "http/route.h"

#define GP_SIGN_IN_PATH "/desk/sign-in"

/* How a request was let in. */
struct gp_pass {
    gp_account account; /* GP_AS_VISITOR: nobody is signed in */
    gp_str token;       /* of the session's forms; empty: nobody */
    gp_str session;     /* the session's hash in the desk's file; empty: nobody */
    int64_t now;        /* seconds since 1970 */
    bool proxied;       /* signed in by a proxy's header */
    bool secure;        /* over TLS, says the proxy on this machine */
    bool ended;         /* a session's cookie came, and there is no such session (any more) */
    bool unknown;       /* the proxy names somebody who has no account */
};

/* What to answer instead; status 0: nothing, it may pass. */
typedef struct gp_refusal {
    int status;      /* 303: to GP_SIGN_IN_PATH */
    const char *why; /* what to do about it */
} gp_refusal;

/* Looks at a request for a route of the desk. `peer_is_local`: the peer is this machine, so that its X-Forwarded-*
 * and the proxy's header are believed. Fills `*pass` in any case; may add Set-Cookie to the response. */
gp_refusal gp_admit(gp_door *door, const gp_route *route, const gp_request *request,
                    gp_str base_url, int64_t now, gp_arena *arena, gp_pass *pass,
                    gp_response *response);

/* True when the request came from another page of this very site, as far as the browser says: Sec-Fetch-Site and
 * Origin, where they are present. */
bool gp_admit_same_origin(const gp_request *request, gp_str base_url);

/* ---- cookies, for the door's own handlers ---- */

/* Which of the two: a session, and what the sign-in form's token is made of before there is one. */
typedef enum gp_cookie {
    GP_COOKIE_SESSION,
    GP_COOKIE_BEFORE
} gp_cookie;

/* The well-formed secret of a cookie of ours, or empty. */
gp_str gp_cookie_read(const gp_request *request, bool secure, gp_cookie cookie);
/* Sets it; an empty secret makes the browser forget it. */
void gp_cookie_set(gp_response *response, bool secure, gp_cookie cookie, gp_str secret);
/* Begins a session of an account, notes it in the audit and sets the cookie. Errors as gp_desk_take and
 * gp_desk_file_session_begin. */
gp_status gp_admit_begin(gp_door *door, const gp_account *account, bool proxied, bool secure,
                         int64_t now, gp_arena *arena, gp_pass *pass, gp_response *response,
                         gp_error *error) GP_MUST_CHECK;

#endif
