#include "http/service.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "desk/approvals.h"
#include "http/cors.h"
#include "http/desk/admit.h"
#include "http/desk/rows.h"
#include "http/desk/approved.h"
#include "http/generation.h"
#include "http/guard.h"
#include "http/keeper.h"
#include "http/limiter.h"
#include "http/peer.h"
#include "http/pool.h"
#include "http/preview.h"
#include "http/route.h"
#include "view/asset.h"

#include <unistd.h>

#define REQUEST_LIMIT (8u << 20) /* bytes of memory one request may take */
#define SITE_LIMIT    (1u << 20)

enum {
    QUEUE_DEFAULT = 128,
    THREADS_MAX = 64,
    SITE_VERSION_DIGITS = 12
};

struct gp_service {
    const gp_service_options *options;
    gp_generations *generations;
    gp_pool *pool;
    gp_limiter *limiter;
    gp_keeper *keeper;     /* of the desk; NULL: there is none */
    gp_door *door;         /* to the desk; NULL: there is none */
    gp_approved *approved; /* for its search; NULL: there is none */
    gp_today_fn *today;
    gp_now_fn *now;
    gp_arena memory;  /* of fallback */
    gp_site fallback; /* the site's words while there is no index */
};

/* A worker's own: its reader and searcher on one generation. */
typedef struct session {
    gp_service *service;
    gp_generation *generation; /* held while this session uses it; NULL: none */
    gp_store *store;
    gp_searcher *searcher;
    gp_store
        *staff_store; /* with the searcher on it: when a page of staff first asked; else NULL */
    gp_searcher *staff_searcher;
    gp_arena arena;
} session;

/* ---- what a page knows ---------------------------------------------------------------------- */

/* Equal index, equal look: its name begins the addresses of what it brings along. */
static gp_str site_version(const gp_generation *generation)
{
    if (generation == NULL)
        return (gp_str){NULL, 0};
    return gp_str_slice(gp_store_generation(generation->store), 0, SITE_VERSION_DIGITS);
}

static gp_page page_of(const gp_service *service, const gp_generation *generation)
{
    const gp_site *site = generation != NULL ? &generation->site : &service->fallback;
    const char *base_url = service->options->base_url;

    return (gp_page){.site = site,
                     .base_url = base_url != NULL ? gp_str_of(base_url) : site->base_url,
                     .asset_version = gp_asset_version(),
                     .site_version = site_version(generation),
                     .web_folder = service->options->web_folder,
                     .today = service->today(),
                     .preview = service->options->preview};
}

/* ---- sessions ------------------------------------------------------------------------------- */

static void leave_generation(session *self)
{
    gp_searcher_close(self->staff_searcher);
    gp_store_close(self->staff_store);
    self->staff_searcher = NULL;
    self->staff_store = NULL;
    gp_searcher_close(self->searcher);
    gp_store_close(self->store);
    if (self->generation != NULL)
        gp_generations_release(self->service->generations, self->generation);
    self->searcher = NULL;
    self->store = NULL;
    self->generation = NULL;
}

/* Moves to the generation of now; afterwards store and searcher are both there or both NULL. */
static void join_generation(session *self)
{
    uint64_t now = gp_generations_number(self->service->generations);
    gp_error error;

    if (self->generation != NULL && self->generation->number == now)
        return;
    leave_generation(self);
    self->generation = gp_generations_acquire(self->service->generations);
    if (self->generation == NULL)
        return;
    if (gp_store_share(self->generation->store, &self->store, &error) == GP_OK &&
        gp_searcher_open(self->store, self->service->options->encoder, &self->searcher, &error) ==
            GP_OK)
        return;
    gp_log(GP_LOG_ERROR, "index", "a search thread cannot open the index: %s", error.text);
    leave_generation(self);
}

/* What staff search, on the session's generation: afterwards there, or NULL. */
static void join_staff(session *self)
{
    gp_store *store;
    gp_error error;

    if (self->staff_searcher != NULL || self->generation == NULL)
        return;
    if (gp_generation_for_staff(self->generation, &store, &error) == GP_OK &&
        gp_store_share(store, &self->staff_store, &error) == GP_OK &&
        gp_searcher_open(self->staff_store, self->service->options->encoder, &self->staff_searcher,
                         &error) == GP_OK)
        return;
    gp_log(GP_LOG_ERROR, "index", "a search thread cannot open staff's index: %s", error.text);
    gp_store_close(self->staff_store);
    self->staff_store = NULL;
}

static void *open_session(void *context)
{
    session *self = gp_alloc(sizeof *self);

    if (self == NULL)
        return NULL;
    self->service = context;
    gp_arena_init(&self->arena, REQUEST_LIMIT);
    join_generation(self);
    return self;
}

static void close_session(void *state)
{
    session *self = state;

    leave_generation(self);
    gp_arena_clear(&self->arena);
    gp_free(self);
}

/* ---- opening -------------------------------------------------------------------------------- */

static unsigned default_threads(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (cores < 1)
        return 1;
    return cores > THREADS_MAX ? THREADS_MAX : (unsigned)cores;
}

static gp_status open_parts(gp_service *service, gp_error *error)
{
    const gp_service_options *options = service->options;
    gp_pool_options pool = {.threads = options->threads > 0 ? options->threads : default_threads(),
                            .queue = options->queue > 0 ? options->queue : QUEUE_DEFAULT,
                            .context = service,
                            .open = open_session,
                            .close = close_session};
    gp_status status = gp_site_default(&service->memory, &service->fallback);

    if (status == GP_OK)
        status = gp_limiter_open(options->rate, options->burst, &service->limiter);
    if (status == GP_OK && options->desk != NULL)
        status = gp_door_open(options->desk, options->staff_header, &service->door);
    if (status == GP_OK && options->desk != NULL)
        status = gp_approved_open(&service->approved);
    if (status != GP_OK)
        return gp_error_set(error, status, "the server cannot be set up: not enough memory");
    status = gp_generations_open(options->db, options->wait_for_index, options->preview,
                                 service->today, &service->generations, error);
    if (status == GP_OK)
        status = gp_pool_open(&pool, &service->pool, error);
    if (status == GP_OK && options->desk != NULL)
        status = gp_keeper_open(options->desk, service->now, &service->keeper, error);
    return status;
}

gp_status gp_service_open(const gp_service_options *options, gp_service **service, gp_error *error)
{
    gp_service *made = gp_alloc(sizeof *made);
    gp_status status;

    *service = NULL;
    if (made == NULL)
        return gp_error_set(error, GP_NO_MEMORY, "the server cannot be set up: not enough memory");
    made->options = options;
    made->today = options->today != NULL ? options->today : gp_clock_today;
    made->now = options->now != NULL ? options->now : gp_clock_now;
    gp_arena_init(&made->memory, SITE_LIMIT);
    status = open_parts(made, error);
    if (status != GP_OK) {
        gp_service_close(made);
        return status;
    }
    *service = made;
    return GP_OK;
}

void gp_service_close(gp_service *service)
{
    if (service == NULL)
        return;
    gp_pool_close(service->pool);
    gp_keeper_close(service->keeper);
    gp_generations_close(service->generations);
    gp_limiter_close(service->limiter);
    gp_door_close(service->door);
    gp_approved_close(service->approved);
    gp_arena_clear(&service->memory);
    gp_free(service);
}

void gp_service_wake(gp_service *service)
{
    gp_generations_wake(service->generations);
}

/* ---- answering ------------------------------------------------------------------------------ */

/* One request on its way to a worker. */
typedef struct job {
    const gp_route *route;
    const gp_request *request;
    gp_response *response;
    gp_str rest;
    const gp_pass *pass;      /* of a page of the desk; else NULL */
    const gp_desk_rows *rows; /* NULL: the route wants none */
} job;

/* What a page of the desk knows besides. */
static void show_pass(const gp_service *service, const gp_pass *pass, gp_visit *visit)
{
    visit->pass = pass;
    visit->door = service->door;
    visit->approved = service->approved;
    visit->account = pass->account;
    visit->token = visit->page.token = pass->token;
    visit->page.staff = pass->account.role > GP_AS_VISITOR ? &pass->account : NULL;
}

static void handle(const gp_service *service, const job *work, gp_visit *visit)
{
    visit->desk = service->options->desk;
    visit->desk_damaged = service->options->desk_damaged;
    visit->counts =
        visit->desk != NULL && !service->options->counts_off && !visit->page.site->counts_off;
    /* the parameter is decoded here and nowhere else */
    if (work->rest.size > 0 &&
        !gp_path_parameter(work->rest, GP_STR(""), visit->arena, &visit->parameter)) {
        gp_visit_error(&visit->page, work->request->path, 404, work->response);
        return;
    }
    visit->visitor = gp_limiter_network(gp_peer_address(work->request));
    visit->now = work->pass != NULL ? work->pass->now : service->now();
    if (work->pass != NULL)
        show_pass(service, work->pass, visit);
    visit->rows = work->rows;
    if (visit->desk != NULL)
        visit->book = gp_desk_book(visit->desk);
    work->route->handler(visit, work->request, work->response);
    if (visit->book != NULL)
        gp_desk_book_release(visit->desk, visit->book);
}

static void search_job(void *state, void *argument)
{
    session *self = state;
    const job *work = argument;
    gp_visit visit = {0};

    join_generation(self);
    if (work->route->least > GP_AS_VISITOR) { /* let in by the door */
        join_staff(self);
        visit.staff_store = self->staff_store;
        visit.staff_searcher = self->staff_searcher;
    }
    visit.store = self->store;
    visit.searcher = self->searcher;
    visit.suggestions = self->generation != NULL ? self->generation->suggestions : NULL;
    visit.arena = &self->arena;
    visit.page = page_of(self->service, self->generation);
    handle(self->service, work, &visit);
    gp_arena_reset(&self->arena);
}

/* Runs a handler that needs no reader on the caller's thread. */
static void light_job(gp_service *service, job *work)
{
    gp_generation *generation = gp_generations_acquire(service->generations);
    gp_arena arena;
    gp_visit visit = {.arena = &arena, .page = page_of(service, generation)};

    gp_arena_init(&arena, REQUEST_LIMIT);
    visit.store = generation != NULL ? generation->store : NULL;
    if (work->route->least > GP_AS_VISITOR) /* let in by the door */
        visit.generation = generation;
    handle(service, work, &visit);
    gp_arena_clear(&arena);
    if (generation != NULL)
        gp_generations_release(service->generations, generation);
}

void gp_service_refuse(gp_service *service, int status, gp_str path, gp_response *response)
{
    gp_generation *generation = gp_generations_acquire(service->generations);
    gp_page page = page_of(service, generation);

    gp_visit_error(&page, path, status, response);
    if (generation != NULL)
        gp_generations_release(service->generations, generation);
}

static void answer_options(const gp_route *route, gp_response *response)
{
    gp_buf methods;

    gp_buf_init(&methods, 64);
    gp_route_methods(route, &methods);
    gp_response_header(response, "Allow", gp_buf_str(&methods));
    gp_buf_clear(&methods);
    response->status = 204;
}

static void refuse_method(gp_service *service, const job *work)
{
    gp_service_refuse(service, 405, work->request->path, work->response);
    answer_options(work->route, work->response);
    work->response->status = 405;
}

/* Which other sites may read this answer: told last, so that refusals are readable too. */
static void share(gp_service *service, const gp_route *route, const gp_request *request,
                  gp_response *response)
{
    gp_generation *generation = gp_generations_acquire(service->generations);
    gp_page page = page_of(service, generation);
    gp_buf methods;

    gp_buf_init(&methods, 64);
    gp_route_methods(route, &methods);
    gp_cors_apply(page.site, request, gp_buf_str(&methods), response);
    gp_buf_clear(&methods);
    if (generation != NULL)
        gp_generations_release(service->generations, generation);
}

/* What no route knows may be an old address of an article. */
static const gp_route *find_route(const gp_request *request, gp_str *rest)
{
    const gp_route *route = gp_route_find(request->path, rest);

    if (route != NULL || request->method == GP_METHOD_POST ||
        request->method == GP_METHOD_OPTIONS || gp_str_starts(request->path, GP_STR("/api/")))
        return route;
    *rest = request->path;
    return gp_route_moved();
}

/* Runs a route's handler, or says that too many wait. */
static void run(gp_service *service, job *work)
{
    if (!work->route->searches)
        light_job(service, work);
    else if (gp_pool_run(service->pool, search_job, work) != GP_OK)
        gp_service_refuse(service, 503, work->request->path, work->response);
}

static void refuse_at_desk(gp_service *service, const job *work, gp_refusal refusal)
{
    gp_generation *generation = gp_generations_acquire(service->generations);
    gp_page page = page_of(service, generation);

    if (work->pass != NULL && work->pass->account.role > GP_AS_VISITOR) {
        page.staff = &work->pass->account;
        page.token = work->pass->token;
    }
    gp_visit_refuse(&page, work->request->path, refusal.status, refusal.why, work->response);
    if (generation != NULL)
        gp_generations_release(service->generations, generation);
}

static gp_str base_url_of(gp_service *service, gp_arena *arena)
{
    gp_generation *generation = gp_generations_acquire(service->generations);
    gp_str base_url = gp_arena_copy(arena, page_of(service, generation).base_url);

    if (generation != NULL)
        gp_generations_release(service->generations, generation);
    return base_url;
}

/* On the connection's thread, as all that waits for a disk. */
static gp_refusal read_rows(const gp_service *service, const job *work, gp_arena *arena,
                            gp_desk_rows *rows)
{
    gp_desk *desk = service->options->desk;
    gp_error error;
    gp_status status;

    if (!work->route->rows)
        return (gp_refusal){0, NULL};
    status = gp_desk_rows_read(desk, service->today(), arena, rows, &error);
    if (status == GP_OK)
        return (gp_refusal){0, NULL};
    gp_keeper_tell(desk, status, &error);
    return (gp_refusal){503, "The desk's file cannot be read right now. Try again in a moment."};
}

/* A page of the desk: who asks is looked up here, on the connection's thread, before one that searches is
 * asked. */
static void run_at_desk(gp_service *service, job *work)
{
    static const char none[] = "This server keeps no desk.";
    static const char damaged[] =
        "The desk is damaged. Searching goes on; the log of the server says what to do.";
    gp_refusal refusal = {503, service->options->desk_damaged ? damaged : none};
    gp_arena arena;
    gp_pass pass;
    gp_desk_rows rows;

    gp_arena_init(&arena, REQUEST_LIMIT);
    if (service->door != NULL) {
        refusal = gp_admit(service->door, work->route, work->request, base_url_of(service, &arena),
                           service->now(), &arena, &pass, work->response);
        work->pass = &pass;
        work->rows = work->route->rows ? &rows : NULL;
    }
    if (refusal.status == 0)
        refusal = read_rows(service, work, &arena, &rows);
    if (refusal.status == 0) {
        run(service, work);
    } else if (refusal.status == 303) {
        work->response->status = 303;
        gp_response_header(work->response, "Location", GP_STR(GP_SIGN_IN_PATH));
    } else {
        refuse_at_desk(service, work, refusal);
    }
    work->pass = NULL;
    work->rows = NULL;
    gp_arena_clear(&arena);
}

void gp_service_answer(gp_service *service, const gp_request *request, gp_response *response)
{
    job work = {.request = request, .response = response};

    if (service->options->preview && gp_preview_asked(request)) {
        gp_preview_wait(service->generations, SITE_VERSION_DIGITS, request, response);
        return;
    }
    work.route = find_route(request, &work.rest);
    if (work.route == NULL)
        gp_service_refuse(service, 404, request->path, response);
    else if ((work.route->methods & 1u << request->method) == 0)
        refuse_method(service, &work);
    else if (request->method == GP_METHOD_OPTIONS)
        answer_options(work.route, response);
    else if ((work.route->searches || work.route->writes) &&
             !gp_limiter_allow(service->limiter, gp_peer_address(request), gp_clock_us()))
        gp_service_refuse(service, 429, request->path, response);
    else if (gp_route_of_desk(work.route))
        run_at_desk(service, &work);
    else
        run(service, &work);
    /* a preview is for this machine's writer, not for the pages of others */
    if (work.route != NULL && gp_cors_path(request->path) && !service->options->preview)
        share(service, work.route, request, response);
}
