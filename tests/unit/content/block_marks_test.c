/* block_marks: lines of other generators are taken out; what only looks like one stays. */
#include "test.h"

#include "base/memory.h"
#include "reading.h"

#include <string.h>

static int set_up(void **state)
{
    static witness r;

    witness_init(&r);
    *state = &r;
    return 0;
}

static int tear_down(void **state)
{
    witness_clear(*state);
    return 0;
}

static const seen *read_text(witness *r, const char *text)
{
    gp_reading reading = reading_of(r, "a.md");

    r->problems.count = r->documents.count = 0;
    assert_int_equal(gp_reader_read(&reading, gp_str_of(text)), GP_OK);
    assert_int_equal(r->documents.count, 1);
    return &r->documents.items[0];
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static void a_mark_in_a_code_block_or_a_sentence_stays(void **state)
{
    const seen *d =
        read_text(*state, "```\n{{< fig >}}\n:::note\n```\n\nWrite {{< fig >}} here.\n\n"
                          "{{< b >}}words{{< /b >}}\n\n{{</* shown */>}}\n");

    assert_text(d->first.text,
                "{{< fig >}}\n:::note\nWrite {{< fig >}} here.\n{{< b >}}words{{< /b >}}\n"
                "{{</* shown */>}}");
    assert_int_equal(((witness *)*state)->problems.count, 0);
}

static void what_is_left_out_is_named_once_with_its_line(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "One.\n\n{{< youtube x >}}\n\n{% include a.html %}\n\n"
                                 "{{< youtube y >}}\n\n## Two\n\nText.\n");

    assert_text(d->first.text, "One.");
    assert_int_equal(r->problems.count, 2);
    assert_int_equal(r->problems.items[0].line, 3);
    assert_non_null(strstr(r->problems.items[0].what.data, "youtube"));
    assert_int_equal(r->problems.items[1].line, 5);
    assert_non_null(strstr(r->problems.items[1].what.data, "include"));
}

static void sections_keep_their_lines(void **state)
{
    const seen *d = read_text(*state, "{{< hero >}}\n\n## Two\n\nText.\n");

    assert_int_equal(d->first.line, 3);
    assert_text(d->first.text, "Text.");
}

static void an_admonition_keeps_its_title_and_text(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, ":::note Call first\n\nWe answer.\n\n:::\n\n"
                                 ":::tip[Bring]\n\nA card.\n\n:::\n\n[TOC]\n\n{: .wide}\n");

    assert_text(d->first.text, "Call first\nWe answer.\nBring\nA card.");
    assert_int_equal(r->problems.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_mark_in_a_code_block_or_a_sentence_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_left_out_is_named_once_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sections_keep_their_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_admonition_keeps_its_title_and_text, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
