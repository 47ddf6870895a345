/* results_json.c - results as CONTRACT.md fixes them, and a title for notice, answer, related. */
#include "view/view.h"

#include "base/json.h"
#include "view/label.h"
#include "view/related_json.h"

enum {
    SCORE_DECIMALS = 4,
    ANSWER_LIMIT = 1024 * 1024
};

static void add_number(gp_json *json, const char *key, double value)
{
    gp_json_key(json, key);
    gp_json_number(json, value, SCORE_DECIMALS);
}

static void add_notice(gp_json *json, const gp_notice *notice)
{
    gp_json_key(json, "notice");
    if (notice == NULL) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "id", notice->id);
    gp_json_pair(json, "title", notice->title);
    gp_json_pair(json, "html", notice->html);
    gp_json_close(json, '}');
}

/* Null unless a page may say "verified" too. */
static void add_approval(gp_json *json, const gp_approval *approval, int32_t today)
{
    gp_json_key(json, "approved");
    if (!gp_label_verified(approval, today)) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "by", approval->by);
    gp_json_pair(json, "on", approval->on);
    gp_json_key(json, "review_by");
    gp_json_text_or_null(json, approval->review_by);
    gp_json_close(json, '}');
}

/* The contract lets this hold escaped text and <mark> only: items of a list are lines. */
static void add_answer_html(gp_json *json, const gp_answer *answer)
{
    gp_buf html;

    gp_buf_init(&html, ANSWER_LIMIT);
    gp_buf_add(&html, answer->html);
    for (size_t i = 0; i < answer->items.count; i++) {
        gp_buf_add_text(&html, html.size > 0 ? "\n- " : "- ");
        gp_buf_add(&html, answer->items.items[i]);
    }
    if (html.status != GP_OK && json->buf->status == GP_OK)
        json->buf->status = html.status;
    gp_json_pair(json, "html", gp_buf_str(&html));
    gp_buf_clear(&html);
}

/* A note for staff: since when the review is overdue. */
static void add_stale(gp_json *json, gp_str due, const gp_search_request *request)
{
    if (!request->for_staff)
        return;
    gp_json_key(json, "stale");
    gp_json_text_or_null(json, gp_label_stale(due, request->today) ? due : GP_STR(""));
}

static void add_answer(gp_json *json, const gp_answer *answer, const gp_search_request *request)
{
    gp_json_key(json, "answer");
    if (!answer->present) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "id", answer->id);
    gp_json_pair(json, "title", answer->title);
    gp_json_pair(json, "heading", answer->heading);
    gp_json_pair(json, "text", answer->text);
    add_answer_html(json, answer);
    gp_json_pair(json, "url", answer->url);
    add_number(json, "confidence", answer->confidence);
    add_approval(json, &answer->approval, request->today);
    add_stale(json, answer->due, request);
    gp_json_close(json, '}');
}

static void add_explanation(gp_json *json, const gp_explanation *explanation)
{
    if (explanation == NULL)
        return;
    gp_json_key(json, "explain");
    gp_json_open(json, '{');
    add_number(json, "words", explanation->words);
    add_number(json, "fit", explanation->fit);
    add_number(json, "ngrams", explanation->ngrams);
    add_number(json, "pairs", explanation->pairs);
    add_number(json, "passage", explanation->passage);
    add_number(json, "meaning", explanation->meaning);
    add_number(json, "cover", explanation->cover);
    gp_json_key(json, "terms");
    gp_json_open(json, '[');
    for (size_t i = 0; i < explanation->terms.count; i++) {
        const gp_term_part *term = &explanation->terms.items[i];
        gp_json_open(json, '{');
        gp_json_pair(json, "term", term->term);
        add_number(json, "idf", term->idf);
        add_number(json, "weight", term->weight);
        add_number(json, "tf", term->tf);
        add_number(json, "part", term->part);
        gp_json_close(json, '}');
    }
    gp_json_close(json, ']');
    gp_json_close(json, '}');
}

static void add_hit(gp_json *json, const gp_hit *hit, const gp_search_request *request)
{
    gp_json_open(json, '{');
    gp_json_pair(json, "id", hit->id);
    gp_json_pair(json, "title", hit->title);
    gp_json_pair(json, "heading", hit->heading);
    gp_json_strings(json, "breadcrumbs", hit->trail.items, hit->trail.count);
    gp_json_pair(json, "url", hit->url);
    gp_json_pair(json, "snippet_html", hit->snippet_html);
    add_number(json, "score", hit->score);
    gp_json_pair(json, "kind", gp_str_of(gp_kind_name(hit->kind)));
    gp_json_strings(json, "tags", hit->tags.items, hit->tags.count);
    gp_json_key(json, "updated");
    gp_json_text_or_null(json, hit->updated);
    gp_json_key(json, "approved");
    gp_json_bool(json, gp_label_verified(&hit->approval, request->today));
    add_stale(json, hit->due, request);
    gp_json_strings(json, "why", hit->why.items, hit->why.count);
    add_explanation(json, hit->explanation);
    gp_json_close(json, '}');
}

static void add_hits(gp_json *json, const gp_hit_list *hits, const gp_search_request *request)
{
    gp_json_key(json, "hits");
    gp_json_open(json, '[');
    for (size_t i = 0; i < hits->count; i++)
        add_hit(json, &hits->items[i], request);
    gp_json_close(json, ']');
}

static void add_tag_counts(gp_json *json, const gp_facet_list *tags)
{
    gp_json_key(json, "tag");
    gp_json_open(json, '{');
    for (size_t i = 0; i < tags->count; i++) {
        gp_json_key_text(json, tags->items[i].name);
        gp_json_int(json, (long long)tags->items[i].count);
    }
    gp_json_close(json, '}');
}

static void add_facets(gp_json *json, const gp_results *results)
{
    gp_json_key(json, "facets");
    gp_json_open(json, '{');
    add_tag_counts(json, &results->tags);
    gp_json_key(json, "kind");
    gp_json_open(json, '{');
    for (int kind = 0; kind < GP_KIND_COUNT; kind++) {
        if (results->kinds[kind] == 0)
            continue;
        gp_json_pair_int(json, gp_kind_name((gp_kind)kind), (long long)results->kinds[kind]);
    }
    gp_json_close(json, '}');
    gp_json_close(json, '}');
}

void gp_view_results_json(gp_buf *buf, const gp_search_request *request, const gp_results *results)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "query", results->question);
    gp_json_key(&json, "corrected");
    gp_json_text_or_null(&json, results->corrected);
    gp_json_pair(&json, "match", gp_str_of(gp_match_level_name(results->match)));
    gp_json_pair_int(&json, "total", (long long)results->total);
    gp_json_pair_int(&json, "took_us", (long long)results->took_us);
    add_notice(&json, results->notice);
    add_answer(&json, &results->answer, request);
    add_hits(&json, &results->hits, request);
    gp_related_json(&json, &results->related);
    add_facets(&json, results);
    gp_json_close(&json, '}');
    gp_buf_add_byte(buf, '\n');
}
