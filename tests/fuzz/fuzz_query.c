/* fuzz_query.c - any bytes as a question to a small site: always results, snippets of escaped text
 * and <mark> only, answers that stand in the corpus word for word. */
#include "base/hash.h"
#include "base/utf8.h"
#include "search/search.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    ARENA_LIMIT = 64 << 20,
    ARTICLES = 6
};

static const char site_yaml[] =
    "title: Fuzz\n"
    "notices:\n  - id: crisis\n    title: Help\n    text: Call 911.\n    phrases: [overdose, "
    "od'd]\n"
    "    except: [overdose prevention training]\n"
    "synonyms:\n  - [iop, intensive outpatient program]\n  - [rehab, treatment]\n"
    "caution: [detox]\n"
    "pins:\n  - section: \"a0#part\"\n    questions: [\"where is my bed\"]\n";

static const char *const texts[ARTICLES] = {
    "An IOP is treatment of at least 9 hours a week. You live at home & keep your job.",
    "Treatment suits you if you:\n- are <b>well</b>;\n- have a safe home;\n- can't step away.",
    "Where you sleep | At the facility | At home\nHours | Part of every day | At least 9 hours",
    "Is detox safe? Detox can be safe with a doctor. \xE2\x80\x9CIt depends\xE2\x80\x9D, he said.",
    "In an overdose call 911. Give naloxone. Stay. Na\xC3\xAFve \xE4\xB8\xAD\xE6\x96\x87 text.",
    "<mark>rehab</mark> \"home\" 'week' &amp; more -hours co-occurring 2.1 b12"};

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* ---- the site -------------------------------------------------------------------------------- */

static void put_article(gp_build *build, size_t i, gp_arena *arena)
{
    gp_document document = {.kind = GP_POST, .weight = 1};
    gp_section *section;
    gp_error error;

    document.slug = gp_arena_printf(arena, "a%zu", i);
    document.path = gp_arena_printf(arena, "a%zu.md", i);
    document.title = GP_STR("How <treatment> works");
    section = GP_VEC_PUSH(arena, &document.sections);
    require(section != NULL);
    *section = (gp_section){.level = 1, .text = gp_str_of(texts[(i + 1) % ARTICLES])};
    section = GP_VEC_PUSH(arena, &document.sections);
    require(section != NULL);
    *section = (gp_section){.level = 2,
                            .anchor = GP_STR("part"),
                            .heading = GP_STR("Home & hours"),
                            .text = gp_str_of(texts[i])};
    require(gp_document_seal(&document, arena, &error) == GP_OK);
    require(gp_build_put(build, &document, &error) == GP_OK);
}

static gp_searcher *open_searcher(void)
{
    gp_searcher *searcher;
    gp_store *store;
    gp_build *build;
    gp_arena arena;
    gp_site site;
    gp_error error;
    gp_buf json;

    require(gp_hash_init() == GP_OK);
    require(gp_memory_begin(&build, &error) == GP_OK);
    gp_arena_init(&arena, ARENA_LIMIT);
    gp_buf_init(&json, ARENA_LIMIT);
    require(gp_site_read_yaml(gp_str_of(site_yaml), &arena, &site, &error) == GP_OK);
    gp_site_write_json(&site, &json);
    require(gp_build_site(build, gp_buf_str(&json), &error) == GP_OK);
    for (size_t i = 0; i < ARTICLES; i++)
        put_article(build, i, &arena);
    require(gp_memory_publish(build, GP_PUBLIC, &store, &error) == GP_OK);
    require(gp_searcher_open(store, NULL, &searcher, &error) == GP_OK);
    gp_buf_clear(&json);
    gp_arena_clear(&arena);
    return searcher;
}

/* ---- what must hold -------------------------------------------------------------------------- */

static void check_html(gp_str html)
{
    bool open = false;

    require(gp_utf8_valid(html, NULL));
    for (size_t i = 0; i < html.size; i++) {
        gp_str rest = gp_str_slice(html, i, html.size);
        if (html.data[i] != '<')
            continue;
        require(gp_str_starts(rest, open ? GP_STR("</mark>") : GP_STR("<mark>")));
        open = !open;
    }
    require(!open);
}

static void check_address(gp_str url)
{
    require(gp_str_starts(url, GP_STR("/a/")));
    for (size_t i = 0; i < url.size; i++)
        require(url.data[i] > ' ' && url.data[i] < 0x7F && url.data[i] != '"' &&
                url.data[i] != '<' && url.data[i] != '>');
}

static void check_answer(const gp_answer *answer)
{
    bool stands = false;

    if (!answer->present)
        return;
    for (size_t i = 0; i < ARTICLES; i++) {
        gp_str text = gp_str_of(texts[i]);
        stands |= gp_str_find(text, answer->text, 0) < text.size;
    }
    require(stands && answer->text.size > 0);
    require(answer->confidence >= 0 && answer->confidence <= 1);
    check_html(answer->html);
    check_address(answer->url);
    for (size_t i = 0; i < answer->items.count; i++)
        check_html(answer->items.items[i]);
}

static void check_results(const gp_results *results)
{
    require(gp_utf8_valid(results->question, NULL));
    require(results->hits.count <= results->limit && results->hits.count <= results->total);
    for (size_t i = 0; i < results->hits.count; i++) {
        const gp_hit *hit = &results->hits.items[i];
        require(hit->score >= 0 && hit->score <= 1 && hit->trail.count > 0);
        check_html(hit->snippet_html);
        check_address(hit->url);
    }
    for (size_t i = 0; i < results->related.count; i++)
        check_address(results->related.items[i].url);
    check_answer(&results->answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static gp_searcher *searcher;
    gp_search_request request = {.question = {(const char *)data, size},
                                 .limit = size % 4,
                                 .offset = size % 5 == 4 ? 2 : 0,
                                 .typing = size % 2 == 1,
                                 .budget_us = 60000000};
    gp_results results;
    gp_arena arena;
    gp_error error;

    if (searcher == NULL)
        searcher = open_searcher();
    gp_arena_init(&arena, ARENA_LIMIT);
    require(gp_search(searcher, &request, &arena, &results, &error) == GP_OK);
    check_results(&results);
    gp_arena_clear(&arena);
    return 0;
}
