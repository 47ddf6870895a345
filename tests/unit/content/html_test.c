/* html_test.c - HTML pages to articles: what is refused, what is left out, what is kept. */
#include "test.h"

#include "base/memory.h"
#include "content/html_page.h"
#include "reading.h"

#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    gp_arena arena;
    gp_document document;
    gp_problem_list problems;
    gp_error error;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    gp_arena_init(&f->arena, (size_t)64 << 20);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;

    gp_arena_clear(&f->arena);
    free(f);
    return 0;
}

static gp_status read_page(fixture *f, gp_str page)
{
    gp_arena_reset(&f->arena);
    f->document = (gp_document){.path = GP_STR("x.html"), .slug = GP_STR("x")};
    f->problems = (gp_problem_list){NULL, 0, 0};
    return gp_html_page_read(page, &f->arena, &f->document, &f->problems, &f->error);
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

/* The page's only or first section, read without trouble. */
static const gp_section *section_of(fixture *f, const char *page)
{
    assert_int_equal(read_page(f, gp_str_of(page)), GP_OK);
    assert_true(f->document.sections.count > 0);
    return &f->document.sections.items[0];
}

/* ---- refused -------------------------------------------------------------------------------- */

static void a_page_with_too_many_open_elements_is_refused_with_its_line(void **state)
{
    fixture *f = *state;
    gp_buf page;

    gp_buf_init(&page, 1 << 20);
    gp_buf_add_text(&page, "<p>x\n");
    for (int i = 0; i < 100000; i++)
        gp_buf_add_text(&page, "<div>");
    assert_int_equal(read_page(f, gp_buf_str(&page)), GP_INVALID);
    assert_non_null(strstr(f->error.text, "line 2: more than 400 elements are open"));
    gp_buf_clear(&page);
}

/* The parser took 55 s for 120,000 of them in one tag. */
static void a_tag_of_too_many_attributes_is_refused_however_they_are_parted(void **state)
{
    static const char *const parted[] = {"a%d ", "a%d/", "a%d=\">\" ", "a%d='>'", "a%d=x\n"};
    fixture *f = *state;

    for (size_t form = 0; form < sizeof parted / sizeof parted[0]; form++) {
        gp_buf page;
        gp_buf_init(&page, 1 << 20);
        gp_buf_add_text(&page, "<p>x\n<p ");
        for (int i = 0; i < 1001; i++) {
            const char *digits = strchr(parted[form], '%') + 2;
            gp_buf_printf(&page, "a%d", i);
            gp_buf_add_text(&page, digits);
        }
        gp_buf_add_text(&page, ">y");
        assert_int_equal(read_page(f, gp_buf_str(&page)), GP_INVALID);
        assert_non_null(strstr(f->error.text, "line 2: a tag of more than 1000 attributes"));
        gp_buf_clear(&page);
    }
}

static void a_tag_of_a_thousand_attributes_and_blanks_in_their_values_are_fine(void **state)
{
    fixture *f = *state;
    gp_buf page;

    gp_buf_init(&page, 1 << 20);
    gp_buf_add_text(&page, "<p class=\"");
    for (int i = 0; i < 5000; i++)
        gp_buf_add_text(&page, "a b/c ");
    gp_buf_add_text(&page, "\" ");
    for (int i = 0; i < 999; i++)
        gp_buf_printf(&page, "a%d=x ", i);
    gp_buf_add_text(&page, ">Words, and more words.");
    assert_int_equal(read_page(f, gp_buf_str(&page)), GP_OK);
    gp_buf_clear(&page);
}

static void a_tree_that_swells_ends_in_no_memory_not_in_a_crash(void **state)
{
    fixture *f = *state;
    gp_buf page;

    gp_buf_init(&page, 1 << 20);
    gp_buf_add_text(&page, "<p>"); /* each further paragraph opens all of the bold again */
    for (int i = 0; i < 390; i++)
        gp_buf_printf(&page, "<b a=%d>", i);
    for (int i = 0; i < 50000; i++)
        gp_buf_add_text(&page, "<p>x");
    assert_int_equal(read_page(f, gp_buf_str(&page)), GP_NO_MEMORY);
    gp_buf_clear(&page);
}

static void memory_that_ends_anywhere_is_told(void **state)
{
    fixture *f = *state;
    gp_status status = GP_NO_MEMORY;

    for (size_t nth = 1; status != GP_OK; nth++) {
        gp_memory_fail_at(nth, 1);
        status = read_page(f, GP_STR("<title>T</title><h2 id=a>A</h2><p>x<ul><li>y</ul>"));
        gp_memory_fail_at(0, 0);
        assert_true(status == GP_OK || status == GP_NO_MEMORY);
        assert_true(nth < 5000);
    }
}

static void a_page_that_robots_shall_not_index_is_a_draft(void **state)
{
    fixture *f = *state;

    assert_int_equal(
        read_page(f, GP_STR("<meta name=robots content='noindex, nofollow'><p>secret")), GP_OK);
    assert_int_equal(f->document.status, GP_DRAFT);
    assert_int_equal(f->document.sections.count, 0);
}

/* ---- left out ------------------------------------------------------------------------------- */

static void scripts_navigation_forms_and_hidden_parts_are_left_out(void **state)
{
    const gp_section *section = section_of(
        *state, "<body><nav>menu</nav><div class='sidebar'>side</div><script>evil()</script>"
                "<style>p{}</style><p>kept</p><form>name <input></form><p hidden>gone</p>"
                "<p aria-hidden=true>gone</p><div role=navigation>gone</div><footer>foot</footer>");

    assert_text(section->text, "kept");
    assert_text(section->html, "<p>kept</p>\n");
}

static void addresses_that_run_scripts_become_words(void **state)
{
    const gp_section *section = section_of(
        *state, "<p><a href='javascript:alert(1)'>one</a> <a href=' data:text/html,x'>two</a> "
                "<img src='data:x' alt=three><img src='http://x/y.png' alt='four' onerror=x></p>");

    assert_text(section->html, "<p>one two four</p>\n");
}

static void text_that_looks_like_markup_stays_text(void **state)
{
    const gp_section *section =
        section_of(*state, "<p># no heading</p><p>- no item</p><p>1. nor this</p>"
                           "<p>*a* _b_ `c` [d](e) &lt;script&gt; | x | &amp;amp; [^1] ~~f~~</p>");

    assert_text(section->text, "# no heading\n- no item\n1. nor this\n"
                               "*a* _b_ `c` [d](e) <script> | x | &amp; [^1] ~~f~~");
}

/* ---- kept ----------------------------------------------------------------------------------- */

static void the_head_gives_title_language_summary_and_dates(void **state)
{
    fixture *f = *state;

    (void)section_of(f, "<html lang=de><head><title>Hilfe | Das Haus</title>"
                        "<meta name=description content='Wie es anfängt.'>"
                        "<meta property='article:published_time' content='2026-01-02T10:00:00Z'>"
                        "<meta property='article:modified_time' content='2026-03-04'></head>"
                        "<p>x");
    assert_text(f->document.title, "Hilfe");
    assert_text(f->document.lang, "de");
    assert_text(f->document.summary, "Wie es anfängt.");
    assert_text(f->document.date, "2026-01-02");
    assert_text(f->document.updated, "2026-03-04");
}

static void the_first_heading_is_the_title_and_main_the_content(void **state)
{
    fixture *f = *state;
    const gp_section *section = section_of(
        f, "<title>T</title><div>around</div><main><h1>The <i>page</i></h1><p>in</p></main>");

    assert_text(f->document.title, "The page");
    assert_int_equal(f->document.sections.count, 1);
    assert_text(section->text, "in");
}

static void headings_keep_their_ids_wherever_generators_put_them(void **state)
{
    static const char *const anchors[] = {"own", "around", "inside", "named", "no-id", "own-1"};
    fixture *f = *state;

    (void)section_of(f, "<h2 id=own>A<a class=headerlink href=#own>¶</a></h2><p>a"
                        "<section id=around><h2>B</h2><p>b</section>"
                        "<h3><span id=inside></span>C</h3><p>c<h2><a name=named>D</a></h2><p>d"
                        "<h2 id='has blanks'>No id</h2><p>e<h2 id=own>F</h2><p>f");
    assert_int_equal(f->document.sections.count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_text(f->document.sections.items[i].anchor, anchors[i]);
    assert_text(f->document.sections.items[0].heading, "A");
    assert_int_equal(f->document.sections.items[2].level, 3);
}

static void
a_section_keeps_its_id_when_other_ids_and_navigation_stand_before_its_heading(void **state)
{
    fixture *f = *state;

    assert_text(section_of(f, "<h1>T</h1><section id=own><span id=old></span><h2>A</h2><p>x"
                              "</section>")
                    ->anchor,
                "own");
    assert_text(section_of(f, "<h1>T</h1><div id=own><div><p>Next: <a href=b rel=next>B</a>, Up: "
                              "<a href=c rel=up>C</a></p></div><span id=old></span><h2>A</h2><p>x"
                              "</div>")
                    ->anchor,
                "own");
    assert_text(section_of(f, "<h1>T</h1><div id=own><h2>A</h2><p>x<h2>B</h2><p>y</div>")->anchor,
                "own");
    assert_text(f->document.sections.items[1].anchor, "b");
}

static void lines_that_lead_to_other_pages_and_menus_are_left_out(void **state)
{
    fixture *f = *state;
    const gp_section *section = section_of(
        f, "<div class='menu mainmenu'><ul><li>Menu</ul></div><div class=submenu>More</div>"
           "<ul class=docnav><li>Prev</ul><h1>T</h1><p>Next: <a href=b rel=next>B</a></p>"
           "<p>Words with <a href=b rel=nofollow>a link</a>.</p>");

    assert_text(section->text, "Words with a link.");
}

static void signs_that_lead_to_themselves_are_no_part_of_titles_and_terms(void **state)
{
    fixture *f = *state;
    const gp_section *section =
        section_of(f, "<h1>T<a class=headerlink href=#t>#</a></h1>"
                      "<dl><dt>a(b)<a class=headerlink href=#a>#</a><dd>Does b.</dl>");

    assert_text(f->document.title, "T");
    assert_text(section->text, "a(b)\nDoes b.");
}

static void a_heading_of_two_lines_is_one_heading(void **state)
{
    fixture *f = *state;

    (void)section_of(f, "<h1>T</h1><p>x<h2 id=two>What it<br>costs</h2><p>Much.");
    assert_int_equal(f->document.sections.count, 2);
    assert_text(f->document.sections.items[1].heading, "What it costs");
    assert_text(f->document.sections.items[1].anchor, "two");
    assert_text(f->document.sections.items[1].text, "Much.");
}

static void a_heading_in_a_quote_is_text_without_its_id(void **state)
{
    fixture *f = *state;
    const gp_section *section =
        section_of(f, "<h1>T</h1><blockquote><h3 id=note>Note</h3><p>x</blockquote><ul><li><h4 "
                      "id=it>It</h4>y</ul>");

    assert_text(section->text, "Note\nx\n- It\ny");
    assert_int_equal(f->problems.count, 0);
}

static void of_several_first_headings_none_is_the_title_unless_the_head_says_so(void **state)
{
    fixture *f = *state;

    (void)section_of(f,
                     "<title>How it breaks</title><h1>1. By others</h1><p>x<h1>2. By us</h1><p>y");
    assert_text(f->document.title, "How it breaks");
    assert_int_equal(f->document.sections.count, 2);
    assert_text(f->document.sections.items[0].heading, "1. By others");
    (void)section_of(f, "<title>Breaks | Site</title><h1>Breaks</h1><p>x<h1>By us</h1><p>y");
    assert_text(f->document.title, "Breaks");
    (void)section_of(f, "<title>Site</title><h1>Breaks</h1><p>x");
    assert_text(f->document.title, "Breaks");
}

static void the_sites_name_above_the_content_is_not_the_title(void **state)
{
    fixture *f = *state;

    (void)section_of(f, "<title>Owning - The Book</title><h1>The Book</h1><main><h2>Owning</h2>"
                        "<p>x</main>");
    assert_text(f->document.title, "Owning");
    (void)section_of(f, "<title>Owning | The Book</title><h1>Owning</h1><main><p>x</main>");
    assert_text(f->document.title, "Owning");
    (void)section_of(f, "<title>The Book</title><h1>The Book</h1><main><p>x</main>");
    assert_text(f->document.title, "The Book");
}

static void lists_tables_quotes_and_code_are_kept(void **state)
{
    const gp_section *section =
        section_of(*state, "<ul><li>a<ul><li>b</ul><li>c</ul><ol start=3><li>d</ol>"
                           "<table><caption>Hours</caption><tr><th>x<th>y<tr><td>1<td>2|3</table>"
                           "<blockquote>q<br>r</blockquote><pre>s\n  t</pre><dl><dt>u<dd>v</dl>");

    assert_text(section->text, "- a\n- b\n- c\n3. d\nx | y\n1 | 2|3\nq r\ns\n  t\nu\nv");
    assert_non_null(strstr(section->html.data, "<ol start=\"3\">"));
    assert_non_null(strstr(section->html.data, "<pre><code>s\n  t\n</code></pre>"));
}

static void a_table_that_lays_out_a_page_is_no_table(void **state)
{
    const gp_section *section =
        section_of(*state, "<table><tr><td>menu<td><ul><li>one<li>two</ul></table>");

    assert_text(section->text, "menu\n- one\n- two");
}

static void emphasis_touches_its_words(void **state)
{
    const gp_section *section = section_of(
        *state, "<p>a<b> bold </b>b <b>Note:</b>text <b>x<b>y</b></b> <i></i>w<em>or</em>d");

    assert_text(section->html, "<p>a <strong>bold</strong> b <strong>Note:</strong> text "
                               "<strong>xy</strong> w<em>or</em>d</p>\n");
}

static void links_to_other_pages_of_the_corpus_lead_to_their_articles(void **state)
{
    const gp_section *section =
        section_of(*state, "<p><a href='../b/other.html#x'>o</a> <a href='https://e.org/'>e</a>");

    assert_text(section->html,
                "<p><a href=\"/a/other#x\">o</a> <a href=\"https://e.org/\" rel=\"noopener "
                "noreferrer nofollow\">e</a></p>\n");
}

static void sections_name_the_lines_of_the_page(void **state)
{
    fixture *f = *state;

    (void)section_of(f, "<body>\n\n<p>a</p>\n<div>\n<h2>B</h2>\n</div>\n<h2>C</h2><p>c");
    assert_int_equal(f->document.sections.count, 3);
    assert_int_equal(f->document.sections.items[1].line, 5);
    assert_int_equal(f->document.sections.items[2].line, 7);
}

static void a_file_that_ends_in_html_is_read_as_a_page(void **state)
{
    witness r;
    gp_reading reading;

    (void)state;
    witness_init(&r);
    reading = reading_of(&r, "docs/Some Page.HTML.html");
    assert_true(gp_reader_knows(reading.path));
    assert_int_equal(gp_reader_read(&reading, GP_STR("<h1>T</h1><p>x")), GP_OK);
    assert_int_equal(r.problems.count, 0);
    assert_int_equal(r.documents.count, 1);
    assert_text(r.documents.items[0].document.title, "T");
    assert_text(r.documents.items[0].first.text, "x");
    witness_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        CASE(a_page_with_too_many_open_elements_is_refused_with_its_line),
        CASE(a_tag_of_too_many_attributes_is_refused_however_they_are_parted),
        CASE(a_tag_of_a_thousand_attributes_and_blanks_in_their_values_are_fine),
        CASE(a_tree_that_swells_ends_in_no_memory_not_in_a_crash),
        CASE(memory_that_ends_anywhere_is_told),
        CASE(a_page_that_robots_shall_not_index_is_a_draft),
        CASE(scripts_navigation_forms_and_hidden_parts_are_left_out),
        CASE(addresses_that_run_scripts_become_words),
        CASE(text_that_looks_like_markup_stays_text),
        CASE(the_head_gives_title_language_summary_and_dates),
        CASE(the_first_heading_is_the_title_and_main_the_content),
        CASE(headings_keep_their_ids_wherever_generators_put_them),
        CASE(a_section_keeps_its_id_when_other_ids_and_navigation_stand_before_its_heading),
        CASE(lines_that_lead_to_other_pages_and_menus_are_left_out),
        CASE(signs_that_lead_to_themselves_are_no_part_of_titles_and_terms),
        CASE(a_heading_of_two_lines_is_one_heading),
        CASE(a_heading_in_a_quote_is_text_without_its_id),
        CASE(of_several_first_headings_none_is_the_title_unless_the_head_says_so),
        CASE(the_sites_name_above_the_content_is_not_the_title),
        CASE(lists_tables_quotes_and_code_are_kept),
        CASE(a_table_that_lays_out_a_page_is_no_table),
        CASE(emphasis_touches_its_words),
        CASE(links_to_other_pages_of_the_corpus_lead_to_their_articles),
        CASE(sections_name_the_lines_of_the_page),
        CASE(a_file_that_ends_in_html_is_read_as_a_page),
#undef CASE
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
