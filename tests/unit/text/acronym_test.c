/* Abbreviations that a text explains itself. */
#include "test.h"

#include "base/buf.h"
#include "text/acronym.h"

#include <stdlib.h>
#include <string.h>

static gp_status write_pair(void *context, gp_str short_form, gp_str long_form)
{
    gp_buf *buf = context;

    if (buf->size > 0)
        gp_buf_add_text(buf, "; ");
    gp_buf_add(buf, short_form);
    gp_buf_add_text(buf, " = ");
    gp_buf_add(buf, long_form);
    return GP_OK;
}

/* What the text explains, as "IOP = intensive outpatient program; ...". */
static void assert_finds(const char *text, const char *expected)
{
    gp_buf buf;

    gp_buf_init(&buf, 1 << 20);
    assert_int_equal(gp_acronyms_find(gp_str_of(text), write_pair, &buf), GP_OK);
    gp_buf_add_byte(&buf, '\0');
    if (strcmp(buf.data, expected) != 0)
        fail_msg("%s\ngot      %s\nexpected %s", text, buf.data, expected);
    gp_buf_clear(&buf);
}

static void a_long_form_before_the_bracket_is_found(void **state)
{
    (void)state;
    assert_finds("An intensive outpatient program (IOP) is day care.",
                 "IOP = intensive outpatient program");
    assert_finds("Heat shock transcription factor (HSF) acts.",
                 "HSF = Heat shock transcription factor");
    assert_finds("Ask for screening, brief intervention, and referral to treatment (SBIRT).",
                 "SBIRT = screening, brief intervention, and referral to treatment");
    assert_finds("Level of hemoglobin (Hb), then.", "Hb = hemoglobin");
    assert_finds("a non-steroidal drug (NSD) here", "NSD = non-steroidal drug");
    assert_finds("a nicotine-replacement therapy (RT) here", "RT = nicotine-replacement therapy");
    assert_finds("Opioids (OUD): see opioid use disorder (OUD)", "OUD = opioid use disorder");
}

static void what_surrounds_the_short_form_is_cut_off(void **state)
{
    (void)state;
    assert_finds("a partial hospitalization program (PHP, or day treatment)",
                 "PHP = partial hospitalization program");
    assert_finds("called \"partial hospitalization program\" (\"PHP\")",
                 "PHP = partial hospitalization program");
    assert_finds("called \xE2\x80\x9Cpartial hospitalization program\xE2\x80\x9D (PHP)",
                 "PHP = partial hospitalization program");
    assert_finds("intensive outpatient program (I.O.P.)", "IOP = intensive outpatient program");
    assert_finds("Partial hospitalization programs (PHPs) are",
                 "PHP = Partial hospitalization programs");
}

static void a_long_form_in_the_bracket_must_be_spelled_by_its_initials(void **state)
{
    (void)state;
    assert_finds("An IOP (intensive outpatient program) is", "IOP = intensive outpatient program");
    assert_finds("Many IOPs (intensive outpatient programs) are",
                 "IOP = intensive outpatient programs");
    assert_finds("the FDA (Food and Drug Administration) says",
                 "FDA = Food and Drug Administration");
    assert_finds("MAT (medication-assisted treatment, with a doctor)",
                 "MAT = medication-assisted treatment");
    assert_finds("IOP (intense outpatient care)", "");
    assert_finds("IOP (the intensive outpatient program)", "");
    assert_finds("X-IOP (intensive outpatient program)", "");
}

static void what_explains_nothing_is_left_out(void **state)
{
    static const char *const texts[] = {
        "",
        "(IOP)",
        "()",
        "no bracket at all",
        "the program(s) you want",
        "the patients' rights (HIPAA)",
        "some people need help (See the list)",
        "some people need help (See)",
        "an IOP program (IOP)",
        "an open bracket (IOP",
        "two ((IOP)",
        "intensive care. Other people (IOP)",
        "inpatient\noutpatient program (IOP)",
        "in 12 or so (1OP)",
        "x is over nine letters (ABCDEFGHIJ)",
        "call us (a)",
        "a phone number (555)",
        "one two three i one two three four five six seven (IS)",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_finds(texts[i], "");
}

static gp_status refuse(void *context, gp_str short_form, gp_str long_form)
{
    (void)short_form;
    (void)long_form;
    ++*(size_t *)context;
    return GP_NO_MEMORY;
}

static void a_callers_status_ends_the_search(void **state)
{
    size_t calls = 0;

    (void)state;
    assert_int_equal(gp_acronyms_find(GP_STR("a big car (BC), a big dog (BD)"), refuse, &calls),
                     GP_NO_MEMORY);
    assert_int_equal(calls, 1);
}

static gp_status check_pair(void *context, gp_str short_form, gp_str long_form)
{
    const gp_str *text = context;

    assert_true(short_form.size >= 2 && short_form.size <= GP_ACRONYM_MAX);
    assert_true(long_form.data >= text->data &&
                long_form.data + long_form.size <= text->data + text->size);
    return GP_OK;
}

/* Under the sanitizers: pieces that matter, in any order, as a text of its own allocation. */
static void any_bytes_are_read_within_their_bounds(void **state)
{
    static const char *const pieces[] = {"(",  ")",  "IOP",  "i o p",        " ",    "\n",
                                         "\0", "'",  "\xE2", "\xE2\x80\x9C", "\xC2", "\xA0",
                                         ".",  "-s", "Ps",   "a.B.",         ",",    "\xFF"};
    unsigned seed = 7;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        gp_buf buf;
        char *own;
        gp_str text;
        gp_buf_init(&buf, 4096);
        for (int i = 0; i < round % 24; i++) {
            seed = seed * 1103515245u + 12345u;
            size_t at = (seed >> 16) % (sizeof pieces / sizeof pieces[0]);
            if (pieces[at][0] == '\0')
                gp_buf_add_byte(&buf, '\0');
            else
                gp_buf_add_text(&buf, pieces[at]);
        }
        own = malloc(buf.size > 0 ? buf.size : 1);
        assert_non_null(own);
        if (buf.size > 0)
            memcpy(own, buf.data, buf.size);
        text = (gp_str){own, buf.size};
        assert_int_equal(gp_acronyms_find(text, check_pair, &text), GP_OK);
        free(own);
        gp_buf_clear(&buf);
    }
}

static void a_million_brackets_cost_no_more_than_their_bytes(void **state)
{
    size_t size = 1 << 20;
    char *own = malloc(size);
    size_t calls = 0;

    (void)state;
    assert_non_null(own);
    memset(own, '(', size);
    assert_int_equal(gp_acronyms_find((gp_str){own, size}, refuse, &calls), GP_OK);
    for (size_t i = 0; i < size; i++)
        own[i] = "ab (A) "[i % 7];
    assert_int_equal(gp_acronyms_find((gp_str){own, size}, refuse, &calls), GP_OK);
    assert_int_equal(calls, 0);
    free(own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_long_form_before_the_bracket_is_found),
        cmocka_unit_test(what_surrounds_the_short_form_is_cut_off),
        cmocka_unit_test(a_long_form_in_the_bracket_must_be_spelled_by_its_initials),
        cmocka_unit_test(what_explains_nothing_is_left_out),
        cmocka_unit_test(a_callers_status_ends_the_search),
        cmocka_unit_test(any_bytes_are_read_within_their_bounds),
        cmocka_unit_test(a_million_brackets_cost_no_more_than_their_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
