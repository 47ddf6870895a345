/* house.h - a server on a real index and a real desk in a folder, whose clock is the test's, and the words spoken at that
 * desk. The files approve three quarters of the rooms, and of the detox section what the test says. */
#ifndef TEST_HTTP_HOUSE_H
#define TEST_HTTP_HOUSE_H

#include "test.h"

#include "base/clock.h"
#include "base/hash.h"
#include "desk/approvals.h"
#include "http/service.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BODY_MAX ((size_t)4 << 20)
#define TODAY    "2026-03-10"

enum {
    ROOMS = 40,
    WAIT_TENTHS = 300 /* for the watcher, which looks twice a second */
};

static atomic_int today;

static inline int32_t day_of_test(void)
{
    return atomic_load(&today);
}

static inline int64_t now_of_test(void)
{
    return (int64_t)atomic_load(&today) * 86400 + 43200;
}

static inline int32_t day(const char *date)
{
    int32_t number = 0;

    assert_true(gp_date_parse(gp_str_of(date), &number));
    return number;
}

typedef struct house {
    char folder[64], db[96], path[96];
    gp_arena arena;
    gp_document *stay, *rooms;
    gp_desk *desk;
    gp_service_options options;
    gp_service *service;
    gp_response response;
    gp_error error;
} house;

/* ---- the site --------------------------------------------------------------------------------- */

static inline gp_document *make_article(house *h, const char *slug, const char *title)
{
    gp_document *made = gp_arena_alloc(&h->arena, sizeof *made);

    assert_non_null(made);
    *made = (gp_document){.slug = gp_str_of(slug),
                          .path = gp_arena_printf(&h->arena, "%s.md", slug),
                          .title = gp_str_of(title),
                          .kind = GP_GUIDE,
                          .weight = 1};
    return made;
}

static inline gp_section *add_section(house *h, gp_document *document, gp_str anchor,
                                      const char *heading, const char *text)
{
    gp_section *made = GP_VEC_PUSH(&h->arena, &document->sections);

    assert_non_null(made);
    *made = (gp_section){.anchor = anchor,
                         .heading = gp_str_of(heading),
                         .text = gp_str_of(text),
                         .html = gp_arena_printf(&h->arena, "<p>%s</p>", text),
                         .level = 2,
                         .line = document->sections.count};
    return made;
}

/* Enough for two pages of the desk's search, of which the files approve three quarters. */
static inline void make_rooms(house *h)
{
    h->rooms = make_article(h, "rooms", "Our rooms");
    for (int i = 0; i < ROOMS; i++) {
        gp_str text =
            gp_arena_printf(&h->arena, "Room %d has a bed and a window to the garden.", i);
        gp_section *made =
            add_section(h, h->rooms, gp_arena_printf(&h->arena, "room-%d", i), "A room", text.data);
        if (i % 4 != 0)
            made->approval = (gp_approval){GP_APPROVED, GP_STR("Ann"), GP_STR("2026-02-10"),
                                           GP_STR("2027-02-10")};
    }
}

static inline void put(house *h, gp_build *build, gp_document *document)
{
    if (gp_document_seal(document, &h->arena, &h->error) != GP_OK ||
        gp_build_put(build, document, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
}

/* `file`: what approvals.jsonl says of the detox section. */
static inline void build_index(house *h, gp_approval file)
{
    gp_site site;
    gp_buf json;
    gp_build *build;

    h->stay = make_article(h, "stay", "Your stay");
    add_section(h, h->stay, GP_STR("detox"), "How long is detox?",
                "Detox takes five to seven days with us.")
        ->approval = file;
    (void)add_section(h, h->stay, GP_STR("visits"), "When may families visit?",
                      "Families visit on Sunday from two to five.");
    make_rooms(h);
    assert_int_equal(gp_site_read_yaml(GP_STR("title: A center\ncaution:\n  - detox\n"), &h->arena,
                                       &site, &h->error),
                     GP_OK);
    gp_buf_init(&json, 1 << 20);
    gp_site_write_json(&site, &json);
    if (gp_build_begin(h->db, false, &build, &h->error) != GP_OK ||
        gp_build_site(build, gp_buf_str(&json), &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
    put(h, build, h->stay);
    put(h, build, h->rooms);
    if (gp_build_publish(build, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
    gp_buf_clear(&json);
}

static inline void house_make(house *h, gp_approval file)
{
    (void)strcpy(h->folder, "/tmp/gp-word-XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    (void)snprintf(h->db, sizeof h->db, "%s/site.db", h->folder);
    (void)snprintf(h->path, sizeof h->path, "%s/desk.db", h->folder);
    gp_arena_init(&h->arena, 16 << 20);
    atomic_store(&today, day(TODAY));
    build_index(h, file);
    assert_int_equal(gp_desk_open(h->path, &h->desk, &h->error), GP_OK);
    h->options = (gp_service_options){.db = h->db,
                                      .desk = h->desk,
                                      .threads = 1,
                                      .today = day_of_test,
                                      .now = now_of_test,
                                      .base_url = ""};
    if (gp_service_open(&h->options, &h->service, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
    gp_response_init(&h->response, BODY_MAX);
}

static inline int house_open(void **state)
{
    house *h = calloc(1, sizeof *h);

    if (h == NULL || gp_hash_init() != GP_OK)
        return -1;
    house_make(h, (gp_approval){.state = GP_UNAPPROVED});
    *state = h;
    return 0;
}

/* The index says that Ann approved the detox section a month before. */
static inline int house_open_approved(void **state)
{
    house *h = calloc(1, sizeof *h);

    if (h == NULL || gp_hash_init() != GP_OK)
        return -1;
    house_make(
        h, (gp_approval){GP_APPROVED, GP_STR("Ann"), GP_STR("2026-02-10"), GP_STR("2027-02-10")});
    *state = h;
    return 0;
}

static inline int house_close(void **state)
{
    house *h = *state;
    char line[128];

    gp_response_clear(&h->response);
    gp_service_close(h->service);
    gp_desk_close(h->desk);
    gp_arena_clear(&h->arena);
    (void)snprintf(line, sizeof line, "rm -rf '%s'", h->folder);
    free(h);
    return system(line);
}

/* ---- at the desk ------------------------------------------------------------------------------ */

/* `text` NULL: that of the index. */
static inline gp_case case_of(const gp_section *section, const char *text)
{
    return (gp_case){.section = section->id,
                     .heading = section->heading,
                     .text = text != NULL ? gp_str_of(text) : section->text,
                     .indexed = section->approval};
}

static inline gp_actor actor_now(void)
{
    return (gp_actor){GP_STR("mlind-account"), GP_STR("Dr. Maria Lind"), now_of_test()};
}

static inline void approve_section(house *h, const gp_section *section, const char *text)
{
    const gp_case of = case_of(section, text);
    const gp_section shown = {.heading = of.heading, .text = of.text};
    const gp_actor actor = actor_now();

    if (gp_desk_approve(h->desk, &of, gp_section_sha256(&shown, &h->arena), &actor, &h->error) !=
        GP_OK)
        fail_msg("%s", h->error.text);
}

static inline void withdraw_section(house *h, const gp_section *section)
{
    const gp_case of = case_of(section, NULL);
    const gp_actor actor = actor_now();

    if (gp_desk_withdraw(h->desk, &of, GP_STR("wrong number"), &actor, &h->error) != GP_OK)
        fail_msg("%s", h->error.text);
}

static inline void approve(house *h, const char *text)
{
    approve_section(h, &h->stay->sections.items[0], text);
}

static inline void withdraw(house *h)
{
    withdraw_section(h, &h->stay->sections.items[0]);
}

/* Whether the body of the last answer holds the words. */
static inline bool tells(const house *h, const char *words)
{
    return memmem(h->response.body.data, h->response.body.size, words, strlen(words)) != NULL;
}

#define HOUSE(name)    cmocka_unit_test_setup_teardown(name, house_open, house_close)
#define APPROVED(name) cmocka_unit_test_setup_teardown(name, house_open_approved, house_close)

#endif
