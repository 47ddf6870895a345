/* The piece of a text that is shown, and its marks. */
#include "small.h"

#include "base/utf8.h"
#include "search/snippet.h"
#include "search/weights.h"

/* Marks the parts of `text` that stand between braces in `marked`, which is the text with them. */
typedef struct marked_text {
    gp_str text;
    gp_mark_list marks;
} marked_text;

static marked_text read_marked(small *s, const char *marked)
{
    marked_text m = {{NULL, 0}, {NULL, 0, 0}};
    gp_buf buf;

    gp_buf_init(&buf, 1 << 16);
    for (; *marked != '\0'; marked++) {
        gp_mark *mark;
        if (*marked == '{') {
            mark = GP_VEC_PUSH(&s->arena, &m.marks);
            assert_non_null(mark);
            *mark = (gp_mark){buf.size, buf.size, (uint8_t)(m.marks.count - 1), 1};
        } else if (*marked == '}') {
            m.marks.items[m.marks.count - 1].end = buf.size;
        } else {
            gp_buf_add_byte(&buf, *marked);
        }
    }
    m.text = gp_arena_take(&s->arena, &buf);
    gp_buf_clear(&buf);
    return m;
}

static void assert_html(small *s, const char *marked, const char *expected)
{
    marked_text m = read_marked(s, marked);
    gp_snippet snippet;

    assert_int_equal(gp_snippet_make(m.text, &m.marks, &s->arena, &snippet), GP_OK);
    assert_str(snippet.html, expected);
    assert_true(snippet.start <= snippet.best && snippet.best <= snippet.end);
    assert_true(snippet.end <= m.text.size);
}

static void an_empty_text_gives_an_empty_snippet(void **state)
{
    assert_html(*state, "", "");
}

static void without_memory_it_says_so(void **state)
{
    gp_arena tiny;
    gp_mark_list none = {NULL, 0, 0};
    gp_snippet snippet;

    (void)state;
    gp_arena_init(&tiny, 8);
    assert_int_equal(gp_snippet_make(GP_STR("Some words to show."), &none, &tiny, &snippet),
                     GP_NO_MEMORY);
    gp_arena_clear(&tiny);
}

static void text_is_escaped_inside_and_outside_of_marks(void **state)
{
    assert_html(*state, "a <b> & {\"c\" <d>} 'e'",
                "a &lt;b&gt; &amp; <mark>&quot;c&quot; &lt;d&gt;</mark> &#39;e&#39;");
}

static void line_ends_become_blanks(void **state)
{
    assert_html(*state, "one {two}\nthree", "one <mark>two</mark> three");
    assert_html(*state, "one\n{two}", "\xE2\x80\xA6 <mark>two</mark>"); /* a line of its own */
    assert_html(*state, "{one\ntwo}", "<mark>one two</mark>");
}

static void without_marks_the_beginning_is_shown(void **state)
{
    assert_html(*state, "No marks here.", "No marks here.");
}

static void a_long_text_is_shown_around_its_densest_place(void **state)
{
    small *s = *state;
    gp_buf buf;
    marked_text m;
    gp_snippet snippet;

    gp_buf_init(&buf, 1 << 16);
    gp_buf_add_text(&buf, "A {mark} alone. ");
    for (int i = 0; i < 100; i++)
        gp_buf_add_text(&buf, "Some words of filling. ");
    gp_buf_add_text(&buf, "Here is {one} and {two} together. ");
    for (int i = 0; i < 100; i++)
        gp_buf_add_text(&buf, "Some words of filling. ");
    m = read_marked(s, buf.data);
    assert_int_equal(gp_snippet_make(m.text, &m.marks, &s->arena, &snippet), GP_OK);
    assert_true(gp_str_starts(snippet.html, GP_STR("\xE2\x80\xA6 Here is <mark>one</mark> and "
                                                   "<mark>two</mark> together.")));
    assert_true(gp_str_ends(snippet.html, GP_STR(" \xE2\x80\xA6")));
    assert_true(snippet.end - snippet.start <= GP_SNIPPET_BYTES + 8);
    gp_buf_clear(&buf);
}

static void characters_are_never_cut(void **state)
{
    small *s = *state;
    gp_mark_list none = {NULL, 0, 0};

    for (size_t lead = 0; lead < 4; lead++) {
        gp_snippet snippet;
        gp_buf buf;
        gp_buf_init(&buf, 1 << 16);
        for (size_t i = 0; i < lead; i++)
            gp_buf_add_byte(&buf, 'a');
        for (int i = 0; i < 300; i++)
            gp_buf_add_text(&buf, "\xE4\xB8\xAD");
        assert_int_equal(gp_snippet_make(gp_buf_str(&buf), &none, &s->arena, &snippet), GP_OK);
        assert_true(gp_utf8_valid(snippet.html, NULL));
        assert_true(snippet.end - snippet.start <= GP_SNIPPET_BYTES);
        gp_buf_clear(&buf);
    }
}

static void a_piece_of_a_text_is_marked_within_its_edges(void **state)
{
    small *s = *state;
    marked_text m = read_marked(s, "{one} {two} {three}");

    assert_str(gp_marked_html(m.text, 4, 7, &m.marks, &s->arena), "<mark>two</mark>");
    assert_str(gp_marked_html(m.text, 5, 13, &m.marks, &s->arena), "wo <mark>three</mark>");
    assert_str(gp_marked_html(m.text, 0, 5, &m.marks, &s->arena), "<mark>one</mark> t");
    assert_str(gp_marked_html(m.text, 3, 3, &m.marks, &s->arena), "");
}

/* ---- marks from sightings -------------------------------------------------------------------- */

typedef struct sighted {
    gp_query query;
    gp_sighting sightings[8];
    gp_candidate candidate;
} sighted;

static void see(sighted *x, uint8_t term, gp_field field, uint32_t position, uint8_t length)
{
    x->sightings[x->candidate.sighting_count++] =
        (gp_sighting){term, 0, (uint8_t)field, length, position};
    x->candidate.sightings = x->sightings;
}

static void assert_marks(small *s, sighted *x, const char *text, const char *expected)
{
    gp_mark_list marks;

    x->query.count = 3;
    assert_int_equal(
        gp_marks_of(&x->query, &x->candidate, gp_str_of(text), s->tokenizer, &s->arena, &marks),
        GP_OK);
    assert_str(gp_marked_html(gp_str_of(text), 0, strlen(text), &marks, &s->arena), expected);
}

static void nothing_sighted_marks_nothing(void **state)
{
    sighted x = {0};

    assert_marks(*state, &x, "some text", "some text");
}

static void only_the_body_s_sightings_mark(void **state)
{
    sighted x = {0};

    see(&x, 0, GP_FIELD_HEADING, 0, 1);
    see(&x, 0, GP_FIELD_BODY, 1, 1);
    assert_marks(*state, &x, "some text", "some <mark>text</mark>");
}

static void words_are_marked_as_they_are_written(void **state)
{
    sighted x = {0};

    see(&x, 0, GP_FIELD_BODY, 0, 1);
    see(&x, 0, GP_FIELD_BODY, 2, 1);
    assert_marks(*state, &x, "Meetings, na\xC3\xAFve don\xE2\x80\x99t",
                 "<mark>Meetings</mark>, na\xC3\xAFve <mark>don\xE2\x80\x99t</mark>");
}

static void overlapping_phrases_are_one_mark(void **state)
{
    sighted x = {0};

    see(&x, 0, GP_FIELD_BODY, 0, 3);
    see(&x, 1, GP_FIELD_BODY, 1, 1);
    see(&x, 2, GP_FIELD_BODY, 2, 2);
    assert_marks(*state, &x, "one two three four five", "<mark>one two three four</mark> five");
}

static void function_words_are_marked_only_when_there_is_nothing_else(void **state)
{
    sighted x = {0};

    x.query.info[0].stop = true;
    see(&x, 0, GP_FIELD_BODY, 0, 1);
    assert_marks(*state, &x, "the home", "<mark>the</mark> home");
    see(&x, 1, GP_FIELD_BODY, 1, 1);
    assert_marks(*state, &x, "the home", "the <mark>home</mark>");
}

static void sightings_beyond_the_text_mark_nothing(void **state)
{
    sighted x = {0};

    see(&x, 0, GP_FIELD_BODY, 1, 5);
    see(&x, 0, GP_FIELD_BODY, 4000000000u, 1);
    assert_marks(*state, &x, "the home", "the home");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(an_empty_text_gives_an_empty_snippet),
        SMALL(without_memory_it_says_so),
        SMALL(text_is_escaped_inside_and_outside_of_marks),
        SMALL(line_ends_become_blanks),
        SMALL(without_marks_the_beginning_is_shown),
        SMALL(a_long_text_is_shown_around_its_densest_place),
        SMALL(characters_are_never_cut),
        SMALL(a_piece_of_a_text_is_marked_within_its_edges),
        SMALL(nothing_sighted_marks_nothing),
        SMALL(only_the_body_s_sightings_mark),
        SMALL(words_are_marked_as_they_are_written),
        SMALL(overlapping_phrases_are_one_mark),
        SMALL(function_words_are_marked_only_when_there_is_nothing_else),
        SMALL(sightings_beyond_the_text_mark_nothing),
    };
    return cmocka_run_group_tests_name("snippet", tests, NULL, NULL);
}
