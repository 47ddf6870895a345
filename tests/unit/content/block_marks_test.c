/* block_marks: lines of other generators are taken out; what only looks like one stays. */
#include "test.h"

#include "base/memory.h"
#include "reading.h"

#include <string.h>
#include <time.h>

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

static size_t warnings_of(witness *r, const char *what)
{
    size_t count = 0;

    for (size_t i = 0; i < r->problems.count; i++)
        count += strstr(r->problems.items[i].what.data, what) != NULL;
    return count;
}

static void a_mark_in_code_stays(void **state)
{
    const seen *d =
        read_text(*state, "```\n{{< fig >}}\n:::note\n```\n\nWrite `{{< fig >}}` or ``{{ x\n"
                          "}}`` here.\n\n{{</* shown */>}}\n\n    {% if %}\n");

    assert_text(d->first.text, "{{< fig >}}\n:::note\nWrite {{< fig >}} or {{ x }} here.\n"
                               "{{</* shown */>}}\n{% if %}");
    assert_int_equal(((witness *)*state)->problems.count, 0);
}

static void only_a_known_block_is_closed_by_end(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "{{< endorsement >}}\n\n{% endless %}\n\n{% endif %}\n\n"
                                 "{{< /tabs >}}\n\nText.\n");

    assert_text(d->first.text, "Text.");
    assert_int_equal(r->problems.count, 2);
    assert_int_equal(warnings_of(r, "endorsement"), 1);
    assert_int_equal(warnings_of(r, "endless"), 1);
}

static void raw_lines_stay_and_comments_go(void **state)
{
    witness *r = *state;
    const seen *d =
        read_text(r, "{% raw %}\nWrite {{ name }}.\n{% endraw %}\n\n"
                     "{% comment %}\nFor authors.\n\n{{ x }}\n{% endcomment %}\n\nEnd.\n");

    assert_text(d->first.text, "Write {{ name }}.\nEnd.");
    assert_int_equal(r->problems.count, 0);
}

static void highlighted_lines_are_a_code_block(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "{% highlight yaml %}\na: {{ b }}\n\n# no heading\n~~~\nx\n~~~\n"
                                 "{% endhighlight %}\n\n{{< highlight go \"x=1\" >}}\n*x*\n"
                                 "{{< /highlight >}}\n\n## Two\n\nText.\n");

    assert_text(d->first.text, "a: {{ b }}\n# no heading\n~~~\nx\n~~~\n*x*");
    assert_non_null(strstr(d->first.html.data, "<pre><code>"));
    assert_int_equal(r->problems.count, 0);
}

static void an_id_behind_a_heading_is_its_anchor(void **state)
{
    witness *r = *state;

    assert_text(read_text(r, "## One\n{: #first .wide}\n\nText.\n")->first.anchor, "first");
    assert_text(read_text(r, "One\n---\n{: #first}\n\nText.\n")->first.anchor, "first");
    assert_text(read_text(r, "## One { #first .wide }\n\nText.\n")->first.anchor, "first");
    assert_text(read_text(r, "## One {#first}\n\nText.\n")->first.anchor, "first");
    assert_text(read_text(r, "## One ## {: #first }\n\nText.\n")->first.heading, "One");
    assert_int_equal(r->problems.count, 0);
    (void)read_text(r, "Text.\n{: #lost}\n");
    assert_int_equal(warnings_of(r, "#lost"), 1);
}

static void an_address_in_angle_brackets_is_no_component(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "See [one](<Other.md>), [two] and {this}.\n\n"
                                 "[two]: <Second.md>\n");

    assert_text(d->first.text, "See one, two and {this}.");
    assert_non_null(strstr(d->first.html.data, "href=\"/a/other\""));
    assert_non_null(strstr(d->first.html.data, "href=\"/a/second\""));
    assert_int_equal(warnings_of(r, "left out"), 0);
}

static void a_mark_in_a_sentence_is_left_out_and_named(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "Call {{ site.phone }} now, {{< b >}}today{{< /b >}} or {% x %} "
                                 "later {{< b\n  c=\"d\" >}} on.\n");

    assert_text(d->first.text, "Call now, today or later on.");
    assert_int_equal(r->problems.count, 3);
    assert_int_equal(warnings_of(r, "site.phone"), 1);
}

static void a_reference_in_a_link_is_the_link(void **state)
{
    witness *r = *state;
    const seen *d =
        read_text(r, "[a]({{< ref \"other.md#x\" >}}) [b]({{% relref \"/posts/care\" %}}) "
                     "[c]({% link _posts/2026-01-02-help.md %}) "
                     "[d]({% post_url 2026-01-02-help %}) [e]({{ '/a/f' | relative_url }}) "
                     "[g]({{ site.url }})\n");

    assert_text(d->first.text, "a b c d e g");
    assert_non_null(strstr(d->first.html.data, "\"/a/other#x\""));
    assert_non_null(strstr(d->first.html.data, "\"/a/care\""));
    assert_non_null(strstr(d->first.html.data, "\"/a/help\">c"));
    assert_non_null(strstr(d->first.html.data, "\"/a/help\">d"));
    assert_non_null(strstr(d->first.html.data, "\"/a/f\""));
    assert_null(strstr(d->first.html.data, ">g</a>"));
}

static void a_figure_keeps_its_words(void **state)
{
    witness *r = *state;
    const seen *d =
        read_text(r, "{{< figure src=\"a.png\" alt=\"A door\" caption=\"Our door\" >}}\n\n"
                     "{{< figure src=\"b.png\" alt=\"A bed\" >}}\n");

    assert_text(d->first.text, "Our door\nA bed");
    assert_int_equal(warnings_of(r, "figure"), 1);
}

static void an_indented_admonition_is_text(void **state)
{
    witness *r = *state;
    const seen *d =
        read_text(r, "!!! note \"Call first\"\n    We answer.\n\n    ```\n    {{ x }}\n    ```\n\n"
                     "    ??? tip\n\n        Inner {{ y }} text.\n\n    - item\n\nAfter.\n\n"
                     "!!! Attention please\n\n## Two\n");

    assert_text(d->first.text, "Call first We answer.\n{{ x }}\nInner text.\n- item\nAfter.\n"
                               "!!! Attention please");
    assert_int_equal(r->problems.count, 1);
    assert_int_equal(warnings_of(r, "y"), 1);
}

static void attributes_and_snippets_go(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "Text. { .lead }\n\n![A door](a.png){ width=300 }\n\n"
                                 "--8<-- \"file.md\"\n\n[TOC]\n\nSet {a} and f(x){: .y } here.\n");

    assert_text(d->first.text, "Text.\nSet {a} and f(x) here.");
    assert_int_equal(warnings_of(r, "--8<--"), 1);
}

static void a_component_keeps_what_it_holds(void **state)
{
    witness *r = *state;
    const seen *d = read_text(
        r, "import Tabs from '@theme/Tabs';\nimport {\n  A,\n\n  B\n} from 'x';\n\n"
           "export const y = {\n  a: 1,\n};\n\nOne.\n\n<Tabs>\n    <TabItem value=\"a\" "
           "label=\"Bus\">\n"
           "        Line 4.\n```\n<Tab>{x}</Tab>\n```\n</TabItem>\n\n<TabItem\n  value=\"b\"\n  "
           "label=\"Car\">\n\nPark {y.a} here. {/* for\nauthors */}\n\n</TabItem>\n</Tabs>\n\n"
           "<Chart data={[1, 2]} /> `<Tab>` <https://Example.org>\n\n## Two {#two}\n\nEnd.\n");

    assert_text(d->first.text, "One.\nBus Line 4.\n<Tab>{x}</Tab>\nCar\nPark here.\n"
                               "<Tab> https://Example.org");
    assert_int_equal(warnings_of(r, "Tabs"), 1);
    assert_int_equal(warnings_of(r, "TabItem"), 1);
    assert_int_equal(warnings_of(r, "Chart"), 1);
    assert_int_equal(warnings_of(r, "{y.a}"), 1);
    assert_int_equal(warnings_of(r, "raw HTML"), 0);
}

static void sentences_that_look_like_code_stay(void **state)
{
    witness *r = *state;
    const seen *d = read_text(r, "import your records from the old center.\n\n"
                                 "export default settings, then wait.\n\nDear {name}, a < B.\n");

    assert_text(d->first.text, "import your records from the old center.\n"
                               "export default settings, then wait.\nDear {name}, a < B.");
    assert_int_equal(r->problems.count, 0);
}

static void an_mdx_file_is_an_article(void **state)
{
    (void)state;
    assert_true(gp_reader_knows(GP_STR("docs/first.mdx")));
}

static void a_million_openings_take_no_time(void **state)
{
    static const char *const openings[] = {"{{< ",         "{% raw %}\n",
                                           "{% raw",       "`\n``",
                                           "{{ a }} ",     "!!! a\n    b\n\n",
                                           "{: ",          "{{<highlight>}}\n",
                                           "<Ab ",         "<Ab {",
                                           "<Ab\n",        "import {\n\n",
                                           "export {\n\n", "{/* "};
    static char text[(1 << 20) + 1];

    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        gp_reading reading = reading_of(*state, "a.md");
        size_t size = strlen(openings[i]);
        clock_t begin = clock();
        for (size_t at = 0; at < sizeof text - 1; at++)
            text[at] = at % 1000 == 999 && size < 5 ? '\n' : openings[i][at % size];
        assert_int_equal(gp_reader_read(&reading, gp_str_of(text)), GP_OK);
        assert_true((clock() - begin) / CLOCKS_PER_SEC < 20); /* sanitized; release: under 1 */
    }
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
        cmocka_unit_test_setup_teardown(a_mark_in_code_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_a_known_block_is_closed_by_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(raw_lines_stay_and_comments_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(highlighted_lines_are_a_code_block, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_id_behind_a_heading_is_its_anchor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_address_in_angle_brackets_is_no_component, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_mark_in_a_sentence_is_left_out_and_named, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_reference_in_a_link_is_the_link, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_figure_keeps_its_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_indented_admonition_is_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(attributes_and_snippets_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_component_keeps_what_it_holds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_that_look_like_code_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_mdx_file_is_an_article, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_million_openings_take_no_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_left_out_is_named_once_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sections_keep_their_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_admonition_keeps_its_title_and_text, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
