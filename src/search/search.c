/* search.c - one question, from words to results. Read gp_search first: it is the story. */
#include "search/search.h"

#include "base/clock.h"
#include "content/units.h"
#include "search/answer.h"
#include "search/candidates.h"
#include "search/link.h"
#include "search/searcher.h"
#include "search/snippet.h"
#include "search/weights.h"

#include <string.h>

enum {
    RELATED_MAX = 4,
    WHY_MAX = 3
};

/* One search under way. */
typedef struct search {
    gp_searcher *searcher;
    const gp_search_request *request;
    gp_arena *arena;
    gp_results *results;
    gp_error *error;
    gp_query query;
    gp_match match;
    gp_ranked *ranked;         /* match.count of them, folded */
    gp_ranked best;            /* before folding and pinning */
    bool pinned;               /* ranked[0] is a pin */
    gp_stored_section *stored; /* of ranked[i], once read_hit has read it */
    gp_mark_list *marks;
    bool *marked; /* marks[i] is known */
} search;

const char *gp_match_level_name(gp_match_level level)
{
    switch (level) {
    case GP_MATCH_EXACT:
        return "exact";
    case GP_MATCH_MOST:
        return "most";
    case GP_MATCH_SOME:
        return "some";
    case GP_MATCH_NONE:
        break;
    }
    return "none";
}

/* ---- candidates ------------------------------------------------------------------------------ */

static gp_rank_context context_of(const search *self)
{
    const gp_searcher *searcher = self->searcher;

    return (gp_rank_context){&self->query, &searcher->corpus, &searcher->fit, searcher->ngrams,
                             searcher->meaning};
}

static gp_status rank_candidates(search *self)
{
    gp_searcher *searcher = self->searcher;
    gp_rank_context context = context_of(self);
    gp_status status = gp_ngram_scorer_ask(searcher->ngrams, &self->query, self->arena);

    if (status == GP_OK)
        status = gp_heading_fit_learn(&searcher->fit, searcher->tokenizer, &self->match,
                                      self->arena, self->error);
    if (status == GP_OK)
        status = gp_rank(&context, &self->match, self->arena, &self->ranked);
    if (status == GP_OK && self->match.count > 0)
        self->best = self->ranked[0];
    return status;
}

/* As many as can be shown, and some to choose from. */
static size_t candidates_wanted(const gp_results *results)
{
    size_t shown =
        results->offset < GP_CANDIDATES ? results->offset + results->limit : GP_CANDIDATES;

    if (shown <= GP_CANDIDATES_FEW / 2)
        return GP_CANDIDATES_FEW;
    return GP_CANDIDATES;
}

static gp_status find_candidates(search *self)
{
    const gp_search_request *request = self->request;
    uint64_t budget = request->budget_us > 0 ? request->budget_us : GP_BUDGET_US;
    gp_match_request wanted = {.terms = self->query.terms,
                               .term_count = self->query.count,
                               .tag = request->tag,
                               .has_audience = request->has_audience,
                               .audience = request->audience,
                               .only = request->only,
                               .today = request->today,
                               .limit = candidates_wanted(self->results),
                               .deadline_us = gp_clock_us() + budget};
    gp_status status;

    wanted.has_kind = gp_kind_parse(request->kind, &wanted.kind);
    status = gp_candidates_find(self->searcher->store, self->searcher->meaning, &wanted,
                                self->arena, &self->match, self->error);
    if (status != GP_OK)
        return status;
    self->results->total = self->match.total;
    self->results->cut = self->match.cut;
    self->results->tags = self->match.tags;
    memcpy(self->results->kinds, self->match.kinds, sizeof self->results->kinds);
    return rank_candidates(self);
}

/* Where the words that carry the question lead nowhere, its function words may: "I want" is how people
 * ask for what the index has no word for. */
static gp_status widen(search *self)
{
    bool any = false;

    if (self->match.count > 0 && self->best.cover >= GP_COVER_SOME)
        return GP_OK;
    for (size_t i = 0; i < self->query.count; i++) {
        if (self->query.terms[i].role != GP_OPTIONAL)
            continue;
        self->query.terms[i].role = GP_SHOULD;
        any = true;
    }
    return any ? find_candidates(self) : GP_OK;
}

/* Brings the pinned section to the front, if it is among the candidates. */
static void apply_pin(search *self)
{
    gp_str pin = gp_rules_pin(self->searcher->rules, &self->query.tokens);

    for (size_t i = 0; i < self->match.count && pin.size > 0; i++) {
        gp_ranked pinned = self->ranked[i];
        if (!gp_str_equal(pinned.candidate->id, pin))
            continue;
        memmove(self->ranked + 1, self->ranked, i * sizeof *self->ranked);
        if (pinned.score < self->best.score)
            pinned.score = self->best.score; /* what people chose is as sure as what was found */
        self->ranked[0] = pinned;
        self->pinned = true;
        return;
    }
}

/* ---- reading sections ------------------------------------------------------------------------ */

/* Reads the text of ranked[i], once, and judges its approval, which the index alone does not know. */
static gp_status read_text(search *self, size_t i)
{
    gp_handle handle = self->ranked[i].candidate->handle;
    gp_status status;

    if (self->stored[i].slug.data != NULL)
        return GP_OK;
    status = gp_store_fetch(self->searcher->store, &handle, 1, true, self->arena, &self->stored[i],
                            self->error);
    if (status != GP_OK)
        return status;
    gp_book_judge(self->request->book, &self->stored[i].section, self->arena);
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
}

/* Reads ranked[i] and finds its marks, once. */
static gp_status read_hit(search *self, size_t i)
{
    gp_status status;

    if (self->marked[i])
        return GP_OK;
    status = read_text(self, i);
    if (status == GP_OK)
        status = gp_marks_of(&self->query, self->ranked[i].candidate, self->stored[i].section.text,
                             self->searcher->tokenizer, self->arena, &self->marks[i]);
    self->marked[i] = true;
    return status;
}

static gp_status make_room(search *self)
{
    self->stored = gp_arena_alloc(self->arena, self->match.count * sizeof *self->stored);
    self->marks = gp_arena_alloc(self->arena, self->match.count * sizeof *self->marks);
    self->marked = gp_arena_alloc(self->arena, self->match.count * sizeof *self->marked);
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
}

/* ---- hits ------------------------------------------------------------------------------------ */

static bool has_why(const gp_hit *hit, gp_str why)
{
    for (size_t i = 0; i < hit->why.count; i++) {
        if (gp_str_equal_nocase(hit->why.items[i], why))
            return true;
    }
    return false;
}

/* A synonym explains a hit only where the word itself was not met. */
static gp_status explain_why(search *self, const gp_candidate *candidate, gp_hit *hit)
{
    bool met_itself[GP_MATCH_TERMS] = {false};

    for (size_t i = 0; i < candidate->sighting_count; i++)
        met_itself[candidate->sightings[i].term] |= candidate->sightings[i].form == 0;
    for (size_t i = 0; i < candidate->sighting_count && hit->why.count < WHY_MAX; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        gp_str why = self->query.info[sighting->term].why[sighting->form];
        bool known = why.size == 0 || has_why(hit, why) ||
                     (met_itself[sighting->term] && !self->query.info[sighting->term].extra);
        if (!known && !gp_str_list_add(self->arena, &hit->why, why))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

/* What an acronym of the question stands for, where it was met: said once, by the page's first hit. */
static gp_status explain_acronyms(search *self, const gp_candidate *candidate, gp_hit *hit)
{
    for (size_t i = 0; i < candidate->sighting_count && hit->why.count < WHY_MAX; i++) {
        const gp_sighting *sighting = &candidate->sightings[i];
        const gp_acronym *acronym = self->query.info[sighting->term].acronym;
        gp_str why;
        if (acronym == NULL || self->results->hits.count > 1 ||
            self->query.info[sighting->term].why[sighting->form].size > 0)
            continue;
        why = gp_arena_printf(self->arena, "%.*s = %.*s", GP_STR_ARGS(acronym->short_form),
                              GP_STR_ARGS(acronym->long_form));
        if (why.data == NULL ||
            (!has_why(hit, why) && !gp_str_list_add(self->arena, &hit->why, why)))
            return GP_NO_MEMORY;
    }
    return GP_OK;
}

static gp_status explain_score(search *self, const gp_ranked *ranked, gp_hit *hit)
{
    gp_rank_context context = context_of(self);
    gp_explanation *explanation = gp_arena_alloc(self->arena, sizeof *explanation);

    hit->explanation = explanation;
    return explanation != NULL ? gp_rank_explain(&context, ranked, self->arena, explanation)
                               : GP_NO_MEMORY;
}

static gp_status write_hit(search *self, size_t i)
{
    const gp_stored_section *stored = &self->stored[i];
    gp_hit *hit = GP_VEC_PUSH(self->arena, &self->results->hits);
    gp_snippet snippet;
    gp_status status;
    size_t line_end;

    if (hit == NULL)
        return GP_NO_MEMORY;
    status = gp_snippet_make(stored->section.text, &self->marks[i], self->arena, &snippet);
    if (status != GP_OK)
        return status;
    *hit = (gp_hit){.handle = self->ranked[i].candidate->handle,
                    .id = stored->section.id,
                    .slug = stored->slug,
                    .title = stored->title,
                    .heading = stored->section.heading,
                    .updated = stored->updated,
                    .snippet_html = snippet.html,
                    .score = self->ranked[i].score,
                    .kind = stored->kind,
                    .audience = stored->audience,
                    .tags = stored->tags,
                    .approval = gp_section_approval(&stored->section),
                    .due = gp_section_due(&stored->section)};
    line_end = gp_str_find_byte(stored->section.text, '\n', snippet.best);
    if (self->marks[i].count > 0)
        hit->url = gp_link_to(&stored->section, stored->section.text, snippet.best,
                              line_end < snippet.end ? line_end : snippet.end, self->arena);
    else
        hit->url = gp_link_to(&stored->section, GP_STR(""), 0, 0, self->arena);
    if (!gp_str_list_add(self->arena, &hit->trail, stored->title))
        return GP_NO_MEMORY;
    for (size_t j = 0; j < stored->section.trail.count; j++) {
        if (!gp_str_list_add(self->arena, &hit->trail, stored->section.trail.items[j]))
            return GP_NO_MEMORY;
    }
    status = explain_why(self, self->ranked[i].candidate, hit);
    if (status == GP_OK)
        status = explain_acronyms(self, self->ranked[i].candidate, hit);
    if (status == GP_OK && self->request->explain)
        status = explain_score(self, &self->ranked[i], hit);
    return status;
}

static gp_status write_hits(search *self)
{
    gp_status status = GP_OK;

    for (size_t i = self->results->offset;
         i < self->match.count && self->results->hits.count < self->results->limit &&
         status == GP_OK;
         i++) {
        status = read_hit(self, i);
        if (status == GP_OK)
            status = write_hit(self, i);
    }
    return status;
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* A word of caution in question, heading or answer: then only an approved text that is not overdue
 * may stand alone as the answer. */
static gp_status allowed_to_answer(search *self, const gp_answer *answer, bool *allowed)
{
    const gp_rules *rules = self->searcher->rules;
    const gp_approval *approval = &answer->approval;
    gp_token_list tokens;
    int32_t review_by = INT32_MAX;
    gp_str words = gp_arena_printf(self->arena, "%.*s\n%.*s", GP_STR_ARGS(answer->heading),
                                   GP_STR_ARGS(answer->text));
    gp_status status = words.data != NULL ? gp_tokenizer_list(self->searcher->tokenizer, words,
                                                              1000, self->arena, &tokens)
                                          : GP_NO_MEMORY;

    if (status != GP_OK)
        return status;
    (void)gp_date_parse(approval->review_by, &review_by);
    *allowed = (approval->state == GP_APPROVED &&
                (self->request->today == 0 || review_by >= self->request->today)) ||
               (!gp_rules_caution(rules, &self->query.tokens) && !gp_rules_caution(rules, &tokens));
    return GP_OK;
}

static gp_status group_sentences(search *self, gp_answer_source *source)
{
    source->meaning = self->searcher->meaning;
    return gp_units_of_text(source->stored->section.text, self->arena, &source->groups);
}

/* The ranked section of an answer, which is among the first. */
static const gp_ranked *ranked_of(const search *self, gp_str id)
{
    size_t i = 0;

    while (i + 1 < self->match.count && !gp_str_equal(self->ranked[i].candidate->id, id))
        i++;
    return &self->ranked[i];
}

static gp_status find_answer(search *self)
{
    gp_answer_source sources[GP_ANSWER_SECTIONS];
    gp_answer *answer = &self->results->answer;
    size_t count = self->match.count < GP_ANSWER_SECTIONS ? self->match.count : GP_ANSWER_SECTIONS;
    gp_rank_context context = context_of(self);
    bool allowed = false;
    gp_status status = GP_OK;

    if (self->results->offset > 0 || self->results->match == GP_MATCH_NONE)
        return GP_OK;
    if (self->pinned)
        count = 1;
    for (size_t i = 0; i < count && status == GP_OK; i++) {
        status = read_hit(self, i);
        sources[i] = (gp_answer_source){
            .ranked = &self->ranked[i], .stored = &self->stored[i], .marks = &self->marks[i]};
        if (status == GP_OK && gp_meaning_ready(self->searcher->meaning))
            status = group_sentences(self, &sources[i]);
    }
    if (status == GP_OK)
        status = gp_answer_find(&self->query, sources, count, self->arena, answer);
    if (answer->present)
        answer->confidence = gp_rank_confidence(&context, ranked_of(self, answer->id));
    if (status == GP_OK && answer->present)
        status = allowed_to_answer(self, answer, &allowed);
    if (status == GP_OK &&
        (!allowed || (answer->confidence < GP_ANSWER_THRESHOLD && !self->pinned)))
        *answer = (gp_answer){0};
    return status;
}

static gp_match_level level_of(const search *self)
{
    if (self->match.count == 0 || self->best.cover < GP_COVER_SOME)
        return GP_MATCH_NONE;
    if (self->best.cover >= GP_COVER_EXACT)
        return GP_MATCH_EXACT;
    return self->best.cover >= GP_COVER_MOST ? GP_MATCH_MOST : GP_MATCH_SOME;
}

/* ---- related --------------------------------------------------------------------------------- */

static bool shown_article(const search *self, uint32_t document)
{
    size_t end = self->results->offset + self->results->hits.count;

    for (size_t i = self->results->offset; i < end; i++) {
        if (self->ranked[i].candidate->document == document)
            return true;
    }
    return false;
}

/* The next best sections of articles that are not on the page. */
static gp_status find_related(search *self)
{
    size_t from = self->results->offset + self->results->hits.count;
    gp_status status = GP_OK;

    for (size_t i = from;
         i < self->match.count && status == GP_OK && self->results->related.count < RELATED_MAX;
         i++) {
        gp_related *related;
        bool again = shown_article(self, self->ranked[i].candidate->document);
        for (size_t j = from; j < i && !again; j++)
            again = self->ranked[j].candidate->document == self->ranked[i].candidate->document;
        if (again || self->ranked[i].score < self->best.score / 3)
            continue;
        status = read_text(self, i);
        related = status == GP_OK ? GP_VEC_PUSH(self->arena, &self->results->related) : NULL;
        if (related == NULL)
            return status == GP_OK ? GP_NO_MEMORY : status;
        *related = (gp_related){self->stored[i].section.id, self->stored[i].section.heading,
                                self->stored[i].title,
                                gp_section_url(self->stored[i].section.id, self->arena)};
    }
    return status;
}

/* ---- the story ------------------------------------------------------------------------------- */

static void begin(search *self)
{
    const gp_search_request *request = self->request;
    gp_results *results = self->results;

    memset(results, 0, sizeof *results);
    results->limit = request->limit > 0 ? request->limit : GP_LIMIT_DEFAULT;
    if (results->limit > GP_LIMIT_MAX)
        results->limit = GP_LIMIT_MAX;
    results->offset = request->offset;
}

/* What is asked for by meaning: nothing without a word, or where all that is said is excluded. */
static gp_str meant(const gp_query *query)
{
    bool unknown = query->count == 0 && query->tokens.count > 0; /* a story without a known word */

    if (query->upper <= 0 && !unknown)
        return GP_STR("");
    return query->corrected.size > 0 ? query->corrected : query->text;
}

static gp_status run(search *self)
{
    gp_query_request asked = {.question = self->request->question,
                              .synonyms = &self->searcher->synonyms,
                              .typing = self->request->typing};
    gp_status status;

    if (!self->request->as_typed)
        asked.spelling = &self->searcher->spelling;
    status = gp_query_parse(&asked, self->searcher->store, self->searcher->tokenizer, self->arena,
                            &self->query);
    if (status != GP_OK)
        return status;
    self->results->question = self->query.text;
    self->results->corrected = self->query.corrected;
    self->results->notice =
        gp_rules_notice(self->searcher->rules, self->query.text, &self->query.tokens);
    gp_meaning_ask(self->searcher->meaning, meant(&self->query));
    status = find_candidates(self);
    if (status == GP_OK)
        status = widen(self);
    if (status == GP_OK)
        status = gp_prefer(&self->query, &self->searcher->types, self->ranked, self->match.count,
                           self->arena, self->error);
    if (status == GP_OK)
        status = gp_rank_fold(self->ranked, self->match.count, self->arena);
    if (status == GP_OK) {
        gp_rank_context context = context_of(self);
        self->results->match = level_of(self);
        self->results->confidence = gp_rank_confidence(&context, &self->best);
        apply_pin(self);
        status = make_room(self);
    }
    if (status == GP_OK)
        status = find_answer(self);
    if (status == GP_OK)
        status = write_hits(self);
    if (status == GP_OK)
        status = find_related(self);
    return status;
}

gp_status gp_search(gp_searcher *searcher, const gp_search_request *request, gp_arena *arena,
                    gp_results *results, gp_error *error)
{
    search self = {.searcher = searcher,
                   .request = request,
                   .arena = arena,
                   .results = results,
                   .error = error};
    uint64_t start = gp_clock_us();
    gp_status status;

    begin(&self);
    status = run(&self);
    if (status == GP_NO_MEMORY)
        (void)gp_error_set(error, status, "the search: not enough memory");
    results->took_us = gp_clock_us() - start;
    return status;
}
