/* Hostile text in every field of site, article and results: it stays text, in pages and in JSON. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include "base/memory.h"

#include <jansson.h>

enum {
    PAGE_LIMIT = 4 * 1024 * 1024,
    FIELDS_MAX = 64
};

static const char *const payloads[] = {
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</title></h1></article><script>alert(1)</script>",
    "javascript:alert(1)",
    " \tJaVaScRiPt:alert(1)",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "data:text/html,<script>alert(1)</script>",
    "x\" onmouseover=\"alert(1)\" y=\"",
    "x onmouseover=alert(1) y",
    "<mark><b></mark>",
    "--><style>*{}</style>",
    "&lt;script&gt;",
    "\xFF\xC0\xAF<\xE2\x80",
    "\x01\x02\x1B[31m<b>\x7F",
    "\xE2\x80\xAE<b>",
    "\\u003cscript\\u003e",
};

/* All fields that are text by contract (not html made by the index or by search). */
static size_t text_fields(fixture *f, gp_str **fields)
{
    gp_str *site[] = {
        &f->site.title,     &f->site.tagline,       &f->page.base_url,    &f->notice.title,
        &f->notice.id,      &f->page.asset_version, &f->pins[0].section,  &f->pin_questions[0],
        &f->lines[0].slug,  &f->lines[0].title,     &f->lines[0].summary, &f->lines[0].updated,
        &f->lines[1].title, &f->lines[1].summary,   &f->lines[4].slug,    &f->document.slug,
        &f->document.title, &f->document.summary,   &f->document.lang,    &f->document.updated,
        &f->document.date,  &f->document.source_url};
    gp_str *sections[] = {
        &f->sections[3].anchor,        &f->sections[3].heading,    &f->sections[3].approval.by,
        &f->sections[3].approval.on,   &f->sections[3].id,         &f->stored.section.id,
        &f->stored.section.anchor,     &f->stored.section.heading, &f->stored.section.text,
        &f->stored.section.html,       &f->stored.title,           &f->stored.slug,
        &f->stored.section.approval.by};
    gp_str *found[] = {&f->hits[0].id,
                       &f->hits[0].slug,
                       &f->hits[0].title,
                       &f->hits[0].heading,
                       &f->hits[0].updated,
                       &f->hits[0].url,
                       &f->hits[1].url,
                       &f->hits[1].title,
                       &f->results.question,
                       &f->results.corrected,
                       &f->results.answer.id,
                       &f->results.answer.title,
                       &f->results.answer.url,
                       &f->results.answer.heading,
                       &f->results.answer.text,
                       &f->results.answer.approval.by,
                       &f->results.answer.approval.on,
                       &f->related[0].url,
                       &f->related[0].heading,
                       &f->related[0].title,
                       &f->related[0].id,
                       &f->tags[0].name,
                       &f->request.tag,
                       &f->request.kind};
    size_t count = 0;

    for (size_t i = 0; i < sizeof site / sizeof site[0]; i++)
        fields[count++] = site[i];
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        fields[count++] = sections[i];
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        fields[count++] = found[i];
    return count;
}

/* Lists are shared by the fixtures: a test that changes them needs its own. */
typedef struct lists {
    gp_str one[1];
    gp_str two[2];
} lists;

static void poison_lists(fixture *f, lists *own, gp_str payload)
{
    gp_str_list one = {own->one, 1, 1};
    gp_str_list two = {own->two, 2, 2};

    own->one[0] = own->two[0] = own->two[1] = payload;
    f->lines[2].tags = f->document.tags = f->document.related = one;
    f->sections[3].aliases = f->hits[0].why = f->hits[0].tags = one;
    f->asked = one;
    f->hits[0].trail = f->stored.section.trail = f->stored.tags = two;
}

static void render_all(fixture *f, gp_buf *html)
{
    fixture_home(html, f);
    assert_int_equal(html->status, GP_OK);
    html_check(gp_buf_str(html));
    gp_buf_reset(html);
    f->near = (gp_related_list){f->related, 2, 2};
    gp_view_article(html, &f->page, &f->document, &f->documents, &f->near);
    assert_int_equal(html->status, GP_OK);
    html_check(gp_buf_str(html));
    gp_buf_reset(html);
    f->results.notice = &f->notice;
    gp_view_results(html, &f->page, &f->request, &f->results, NULL);
    assert_int_equal(html->status, GP_OK);
    html_check(gp_buf_str(html));
    gp_buf_reset(html);
    gp_view_thanks(html, &f->page, f->hits[0].url, true);
    assert_int_equal(html->status, GP_OK);
    html_check(gp_buf_str(html));
    gp_buf_reset(html);
    gp_view_error(html, &f->page, 404, &f->notice);
    assert_int_equal(html->status, GP_OK);
    html_check(gp_buf_str(html));
    gp_buf_reset(html);
}

static void no_text_field_lets_markup_through(void **state)
{
    gp_str *fields[FIELDS_MAX];
    fixture f;
    gp_buf html;

    (void)state;
    gp_buf_init(&html, PAGE_LIMIT);
    for (size_t p = 0; p < sizeof payloads / sizeof payloads[0]; p++) {
        fixture_make(&f);
        for (size_t i = text_fields(&f, fields); i > 0; i--) {
            fixture_make(&f);
            (void)text_fields(&f, fields);
            *fields[i - 1] = gp_str_of(payloads[p]);
            render_all(&f, &html);
        }
    }
    gp_buf_clear(&html);
}

static void all_fields_at_once_let_no_markup_through(void **state)
{
    gp_str *fields[FIELDS_MAX];
    fixture f;
    lists own;
    gp_buf html;

    (void)state;
    gp_buf_init(&html, PAGE_LIMIT);
    for (size_t p = 0; p < sizeof payloads / sizeof payloads[0]; p++) {
        fixture_make(&f);
        for (size_t i = text_fields(&f, fields); i > 0; i--)
            *fields[i - 1] = gp_str_of(payloads[p]);
        poison_lists(&f, &own, gp_str_of(payloads[p]));
        render_all(&f, &html);
    }
    gp_buf_clear(&html);
}

static void empty_fields_give_whole_pages(void **state)
{
    gp_str *fields[FIELDS_MAX];
    fixture f;
    gp_buf html;

    (void)state;
    fixture_make(&f);
    gp_buf_init(&html, PAGE_LIMIT);
    for (size_t i = text_fields(&f, fields); i > 0; i--)
        *fields[i - 1] = (gp_str){NULL, 0};
    f.site.contact_html = (gp_str){NULL, 0};
    render_all(&f, &html);
    gp_buf_clear(&html);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void check_json(gp_buf *buf)
{
    json_error_t error;
    json_t *parsed;

    assert_int_equal(buf->status, GP_OK);
    assert_false(holds(buf, "<"));
    parsed = json_loadb(buf->data, buf->size, JSON_REJECT_DUPLICATES, &error);
    if (parsed == NULL)
        fail_msg("%s at %d: %s", error.text, error.position, buf->data);
    json_decref(parsed);
    gp_buf_reset(buf);
}

static void json_stays_valid_whatever_the_fields_hold(void **state)
{
    gp_str *fields[FIELDS_MAX];
    fixture f;
    lists own;
    gp_buf json;

    (void)state;
    gp_buf_init(&json, PAGE_LIMIT);
    for (size_t p = 0; p < sizeof payloads / sizeof payloads[0]; p++) {
        fixture_make(&f);
        for (size_t i = text_fields(&f, fields); i > 0; i--)
            *fields[i - 1] = gp_str_of(payloads[p]);
        poison_lists(&f, &own, gp_str_of(payloads[p]));
        f.results.notice = &f.notice;
        gp_view_results_json(&json, &f.request, &f.results);
        check_json(&json);
        gp_view_section_json(&json, &f.stored, &f.near, f.page.today);
        check_json(&json);
        gp_view_problem_json(&json, 404, payloads[p], payloads[p]);
        check_json(&json);
    }
    gp_buf_clear(&json);
}

/* ---- faults --------------------------------------------------------------------------------- */

typedef void render_fn(gp_buf *buf, fixture *f);

static void render_home(gp_buf *buf, fixture *f)
{
    fixture_home(buf, f);
}

static void render_results(gp_buf *buf, fixture *f)
{
    gp_view_results(buf, &f->page, &f->request, &f->results, NULL);
}

static void render_article(gp_buf *buf, fixture *f)
{
    gp_view_article(buf, &f->page, &f->document, &f->documents, &f->near);
}

static void render_error(gp_buf *buf, fixture *f)
{
    gp_view_error(buf, &f->page, 503, &f->notice);
}

static void render_results_json(gp_buf *buf, fixture *f)
{
    gp_view_results_json(buf, &f->request, &f->results);
}

static void render_section_json(gp_buf *buf, fixture *f)
{
    gp_view_section_json(buf, &f->stored, &f->near, f->page.today);
}

static void render_markdown(gp_buf *buf, fixture *f)
{
    gp_view_markdown(buf, &f->page, &f->document);
}

static render_fn *const renders[] = {render_home,    render_results,      render_article,
                                     render_error,   render_results_json, render_section_json,
                                     render_markdown};

static void every_refused_allocation_is_a_status_and_never_half_a_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof renders / sizeof renders[0]; i++) {
        for (unsigned long nth = 1;; nth++) {
            fixture f;
            gp_buf buf;
            unsigned long made;
            fixture_make(&f);
            gp_buf_init(&buf, PAGE_LIMIT);
            gp_memory_fail_at(nth, 0);
            renders[i](&buf, &f);
            made = gp_memory_count();
            gp_memory_fail_at(0, 0);
            assert_int_equal(buf.status, nth <= made ? GP_NO_MEMORY : GP_OK);
            gp_buf_clear(&buf);
            if (nth > made)
                break;
        }
    }
}

static void a_page_beyond_the_limit_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof renders / sizeof renders[0]; i++) {
        fixture f;
        gp_buf buf;
        fixture_make(&f);
        gp_buf_init(&buf, 200);
        renders[i](&buf, &f);
        assert_int_equal(buf.status, GP_TOO_LARGE);
        gp_buf_clear(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_field_lets_markup_through),
        cmocka_unit_test(all_fields_at_once_let_no_markup_through),
        cmocka_unit_test(empty_fields_give_whole_pages),
        cmocka_unit_test(json_stays_valid_whatever_the_fields_hold),
        cmocka_unit_test(every_refused_allocation_is_a_status_and_never_half_a_page),
        cmocka_unit_test(a_page_beyond_the_limit_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
