/* gap_mend.c - one line an editor can paste: another wording of a section, or a synonym of the site. */
#include "gaps/gaps.h"

#include "base/json.h"
#include "text/stop_words.h"

enum {
    WORDS_MAX = 64,
    LINE_MAX_SIZE = 4096
};

/* Scores from which a section may be what was meant: lower where the search itself took it for a weak answer. A
 * question put to the wrong section does more harm than one that waits for a section of its own. */
#define NEAR_ENOUGH_WEAK 0.15
#define NEAR_ENOUGH      0.25

/* ---- lines ------------------------------------------------------------------------------------ */

/* A text in double quotes that YAML and people read alike: one line, whatever it holds. */
static void add_quoted(gp_buf *line, gp_str text)
{
    gp_json json;

    gp_json_init(&json, line);
    gp_json_text(&json, text);
}

static gp_status take(gp_buf *line, gp_arena *arena, gp_str *text)
{
    gp_status status = line->status;

    *text = gp_arena_take(arena, line);
    gp_buf_clear(line);
    return status == GP_OK && arena->failed ? GP_NO_MEMORY : status;
}

static void add_place(gp_buf *line, const gp_gap_place *place)
{
    gp_buf_add(line, place->path);
    if (place->anchor.size > 0) {
        gp_buf_add_text(line, ", section ");
        gp_buf_add(line, place->anchor);
    }
}

bool gp_gaps_front_matter(gp_str path)
{
    return gp_str_ends(path, GP_STR(".md")) || gp_str_ends(path, GP_STR(".markdown"));
}

static gp_status question_line(gp_arena *arena, const gp_gap_place *place, gp_str question,
                               gp_str *text)
{
    gp_buf line;

    gp_buf_init(&line, LINE_MAX_SIZE);
    if (gp_gaps_front_matter(place->path)) {
        gp_buf_add_text(&line, "add to ");
        add_place(&line, place);
        gp_buf_add_text(&line, ": questions: - ");
        add_quoted(&line, question);
    } else { /* no key to put it under */
        gp_buf_add_text(&line, "say in ");
        add_place(&line, place);
        gp_buf_add_text(&line, ", in these words: ");
        add_quoted(&line, question);
    }
    return take(&line, arena, text);
}

static gp_status synonym_line(gp_arena *arena, gp_str unknown, gp_str known, gp_str *text)
{
    gp_buf line;

    gp_buf_init(&line, LINE_MAX_SIZE);
    gp_buf_add_text(&line, "add to guidepost.yaml: synonyms: - [");
    add_quoted(&line, unknown);
    gp_buf_add_text(&line, ", ");
    add_quoted(&line, known);
    gp_buf_add_byte(&line, ']');
    return take(&line, arena, text);
}

static gp_status write_line(gp_arena *arena, gp_str question, gp_str *text)
{
    gp_buf line;

    gp_buf_init(&line, LINE_MAX_SIZE);
    gp_buf_add_text(&line, "write a section that answers ");
    add_quoted(&line, question);
    return take(&line, arena, text);
}

/* ---- the word that stands between ------------------------------------------------------------- */

/* The only content word that the index lacks, if there are others that it has; else none. */
static gp_status find_unknown(const gp_gap_source *source, const gp_token_list *tokens,
                              const gp_token **unknown)
{
    size_t missing = 0;
    size_t known = 0;

    *unknown = NULL;
    for (size_t i = 0; i < tokens->count; i++) {
        const gp_token *token = &tokens->items[i];
        uint32_t sections;
        gp_status status = gp_store_frequencies(source->store, &token->stem, 1, &sections);
        if (status != GP_OK)
            return status;
        if (gp_stop_word(token->form) || gp_negation(token->form))
            continue;
        known += sections > 0;
        missing += sections == 0;
        if (sections == 0)
            *unknown = token;
    }
    if (missing != 1 || known == 0)
        *unknown = NULL;
    return GP_OK;
}

static gp_str without(gp_str text, const gp_token *token, gp_arena *arena)
{
    return gp_arena_printf(arena, "%.*s%.*s", (int)token->start, text.data,
                           (int)(text.size - token->end), text.data + token->end);
}

static bool among(const gp_token_list *tokens, gp_str stem)
{
    for (size_t i = 0; i < tokens->count; i++) {
        if (gp_str_equal(tokens->items[i].stem, stem))
            return true;
    }
    return false;
}

/* The word of the section's heading that the unknown one may stand for: the heading and the question share a
 * content word, and this is the only one of the heading's that the question lacks. Less than that was tried and
 * gave nonsense ("coffee" for "part"), also where a model chose among several. */
static gp_status find_counterpart(const gp_gap_source *source, const gp_token_list *question,
                                  gp_str heading, gp_str *word)
{
    gp_token_list tokens;
    size_t shared = 0;
    size_t lacking = 0;
    gp_status status = gp_tokenizer_list(gp_searcher_tokenizer(source->searcher), heading,
                                         WORDS_MAX, source->arena, &tokens);

    *word = (gp_str){NULL, 0};
    for (size_t i = 0; status == GP_OK && i < tokens.count; i++) {
        const gp_token *token = &tokens.items[i];
        if (gp_stop_word(token->form) || gp_negation(token->form))
            continue;
        if (among(question, token->stem)) {
            shared++;
        } else {
            lacking++;
            *word = token->form;
        }
    }
    if (shared == 0 || lacking != 1)
        *word = (gp_str){NULL, 0};
    return status;
}

/* Tries whether all but one word leads somewhere; `*found` is false when it does not. */
static gp_status try_synonym(const gp_gap_source *source, const gp_gap_question *first,
                             gp_gap_group *group, bool *found, gp_error *error)
{
    gp_token_list tokens;
    const gp_token *unknown = NULL;
    gp_match_level match = GP_MATCH_NONE;
    gp_gap_place place;
    gp_str known = {NULL, 0};
    gp_status status = gp_tokenizer_list(gp_searcher_tokenizer(source->searcher), first->text,
                                         WORDS_MAX, source->arena, &tokens);

    *found = false;
    if (status == GP_OK)
        status = find_unknown(source, &tokens, &unknown);
    if (status == GP_OK && unknown != NULL)
        status = gp_gaps_ask(source, without(first->text, unknown, source->arena), &match, &place,
                             error);
    if (status != GP_OK || match < GP_MATCH_MOST || place.id.size == 0)
        return status;
    status = find_counterpart(source, &tokens, place.heading.size > 0 ? place.heading : place.title,
                              &known);
    if (status != GP_OK || known.size == 0)
        return status;
    *found = true;
    group->nearest = place;
    group->mend.kind = GP_GAP_MEND_SYNONYM;
    return synonym_line(source->arena, unknown->form, known, &group->mend.text);
}

gp_status gp_gaps_mend(const gp_gap_source *source, const gp_gap_question *first,
                       gp_gap_group *group, gp_error *error)
{
    bool found;
    gp_status status = try_synonym(source, first, group, &found, error);

    if (status != GP_OK || found)
        return status;
    if (group->nearest.id.size > 0 &&
        group->nearest.score >= (group->unanswered ? NEAR_ENOUGH : NEAR_ENOUGH_WEAK)) {
        group->mend.kind = GP_GAP_MEND_QUESTION;
        return question_line(source->arena, &group->nearest, first->text, &group->mend.text);
    }
    group->mend.kind = GP_GAP_MEND_WRITE;
    return write_line(source->arena, first->text, &group->mend.text);
}

/* ---- sections that did not help --------------------------------------------------------------- */

gp_status gp_gaps_mend_section(gp_arena *arena, gp_gap_section *section)
{
    static const char *const advice[GP_REASON_COUNT] = {
        [GP_REASON_NONE] = "read it as a visitor would",
        [GP_REASON_UNCLEAR] = "say it in plainer words",
        [GP_REASON_INCOMPLETE] = "add what is missing",
        [GP_REASON_WRONG] = "have the facts checked first",
        [GP_REASON_OUTDATED] = "bring it up to date",
        [GP_REASON_NOT_MY_QUESTION] = "give what visitors ask a section of its own",
        [GP_REASON_TOO_LONG] = "put the answer first, and shorten the rest",
    };
    int most = GP_REASON_NONE;
    gp_buf line;

    for (int i = 1; i < GP_REASON_COUNT; i++) {
        if (section->reasons[i] > section->reasons[most])
            most = i;
    }
    gp_buf_init(&line, LINE_MAX_SIZE);
    gp_buf_add_text(&line, "rework ");
    add_place(&line, &section->place);
    gp_buf_add_text(&line, ": ");
    gp_buf_add_text(&line, advice[most]);
    return take(&line, arena, &section->mend);
}
