/* service.h - the server without its socket: a request in, a response out.
 *
 * Flow:     gp_request -> rate limit -> route.h -> (pool) -> handler -> gp_response -> reply.h
 * Promise:  every request gets a response; what goes wrong becomes a kind page or a problem document
 *           that names no question.
 * Threads:  gp_service_answer from any thread.
 */
#ifndef GP_HTTP_SERVICE_H
#define GP_HTTP_SERVICE_H

#include "desk/desk.h"
#include "http/generation.h"
#include "http/http.h"
#include "http/keeper.h"
#include "view/view.h"

typedef struct gp_service gp_service;

typedef struct gp_service_options {
    const char *db;         /* the index */
    bool wait_for_index;    /* start also without a sound index */
    unsigned threads;       /* that search; 0: one a core */
    unsigned queue;         /* requests that may wait for them; 0: 128 */
    double rate, burst;     /* requests a second per address; rate 0: no limit */
    const char *web_folder; /* NULL: pages and assets of the binary */
    const char *base_url;   /* "" or "https://host"; NULL: the site's own */
    gp_encoder *encoder;    /* borrowed; NULL: search goes by words alone */
    gp_desk *desk;          /* borrowed; NULL: no votes, no counts */
    bool desk_damaged;      /* why there is none: votes and its pages say so */
    gp_today_fn *today;     /* NULL: the clock's */
    gp_now_fn *now;         /* NULL: the clock's */
    const char
        *staff_header; /* in which a proxy on this machine names who is signed in; NULL: none */
    bool preview;    /* for writers on this machine: what is dated or a draft is shown and marked */
    bool counts_off; /* questions are not counted, whatever the site says */
} gp_service_options;

/* `options` and its strings must outlive the service. */
gp_status gp_service_open(const gp_service_options *options, gp_service **service,
                          gp_error *error) GP_MUST_CHECK;
void gp_service_close(gp_service *service);

/* Fills an initialised response. Never fails: see Promise. */
void gp_service_answer(gp_service *service, const gp_request *request, gp_response *response);

/* Lets go of the requests that wait for a new index (preview.h), so that the server can end. */
void gp_service_wake(gp_service *service);

/* A page or problem document for `status`, before there is a request worth routing. `path` decides
 * which of the two; it may be empty. */
void gp_service_refuse(gp_service *service, int status, gp_str path, gp_response *response);

#endif
