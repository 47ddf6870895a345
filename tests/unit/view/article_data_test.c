/* JSON-LD: whole JSON that cannot end its script, and says nothing that its page does not show. */
#include "test.h"

#include "unit/view/fixture.h"
#include "unit/view/html_check.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum {
    LIMIT = 1024 * 1024
};

typedef struct page {
    gp_buf html;
    json_t *root; /* NULL: the page has no data */
} page;

static void open_page(page *self, fixture *f)
{
    gp_str begin = GP_STR("<script type=\"application/ld+json\">");
    json_error_t error;
    gp_str all;
    size_t at;

    gp_buf_init(&self->html, LIMIT);
    gp_view_article(&self->html, &f->page, &f->document, &f->documents, &f->near);
    assert_int_equal(self->html.status, GP_OK);
    html_check(gp_buf_str(&self->html));
    all = gp_buf_str(&self->html);
    at = gp_str_find(all, begin, 0);
    self->root = NULL;
    if (at == all.size)
        return;
    all = gp_str_slice(all, at + begin.size, all.size);
    all = gp_str_slice(all, 0, gp_str_find(all, GP_STR("</script>"), 0));
    self->root = json_loadb(all.data, all.size, JSON_REJECT_DUPLICATES, &error);
    if (self->root == NULL)
        fail_msg("%s: %.*s", error.text, GP_STR_ARGS(all));
}

static void close_page(page *self)
{
    json_decref(self->root);
    gp_buf_clear(&self->html);
}

static bool is_of(const json_t *node, const char *type)
{
    const json_t *types = json_object_get(node, "@type");

    if (json_is_string(types))
        return strcmp(json_string_value(types), type) == 0;
    for (size_t i = 0; i < json_array_size(types); i++) {
        if (strcmp(json_string_value(json_array_get(types, i)), type) == 0)
            return true;
    }
    return false;
}

/* The node of a type, or NULL. */
static const json_t *node_of(const page *self, const char *type)
{
    const json_t *graph = json_object_get(self->root, "@graph");

    for (size_t i = 0; i < json_array_size(graph); i++) {
        if (is_of(json_array_get(graph, i), type))
            return json_array_get(graph, i);
    }
    return NULL;
}

static void assert_text(const json_t *node, const char *key, const char *wanted)
{
    const char *got = json_string_value(json_object_get(node, key));

    if (got == NULL || strcmp(got, wanted) != 0)
        fail_msg("%s is %s, wanted %s", key, got != NULL ? got : "missing", wanted);
}

/* ---- what must not happen ------------------------------------------------------------------- */

static void no_text_of_the_corpus_ends_the_script(void **state)
{
    static const char *const payloads[] = {"</script><script>alert(1)</script>",
                                           "<!--<script>",
                                           "]]>",
                                           "\"}]}</SCRIPT>",
                                           "\\u003c/script\\u003e",
                                           "\xE2\x80\xA8\xE2\x80\xA9",
                                           "\xFF\x00\x01"};

    (void)state;
    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++) {
        gp_str text = gp_str_of(payloads[i]);
        gp_str question = {NULL, 0};
        char heading[64];
        fixture f;
        page made;
        (void)snprintf(heading, sizeof heading, "%s?", payloads[i]);
        question = gp_str_of(heading);
        fixture_make(&f);
        f.document.kind = GP_FAQ;
        f.document.title = f.document.summary = f.document.updated = f.document.lang = text;
        f.document.slug = f.site.title = f.page.base_url = text;
        f.sections[3].heading = question;
        f.sections[3].text = text;
        f.sections[3].anchor = text;
        open_page(&made, &f);
        assert_non_null(made.root);
        assert_non_null(node_of(&made, "FAQPage"));
        close_page(&made);
    }
}

static void sample_content_is_never_called_reviewed(void **state)
{
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < 6; i++)
        f.sections[i].approval = f.sections[3].approval;
    open_page(&made, &f);
    assert_non_null(node_of(&made, "WebPage"));
    assert_null(node_of(&made, "MedicalWebPage"));
    assert_false(holds(&made.html, "lastReviewed"));
    close_page(&made);
}

static void a_page_with_one_section_that_is_not_verified_is_not_reviewed(void **state)
{
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    f.site.sample_data = false;
    for (size_t i = 0; i < 6; i++)
        f.sections[i].approval = f.sections[3].approval;
    f.sections[5].approval.review_by = (gp_str)S("2026-11-22"); /* yesterday */
    open_page(&made, &f);
    assert_false(holds(&made.html, "lastReviewed"));
    assert_false(holds(&made.html, "Last reviewed"));
    assert_true(holds(&made.html, "5 of 6 sections verified"));
    close_page(&made);
}

static void a_guide_with_questions_for_headings_is_no_list_of_questions(void **state)
{
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    open_page(&made, &f);
    assert_null(node_of(&made, "FAQPage"));
    assert_false(holds(&made.html, "acceptedAnswer"));
    close_page(&made);
}

static void nothing_of_staff_is_told_to_machines(void **state)
{
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    f.document.kind = GP_FAQ;
    f.sections[3].text = (gp_str)S("An inner matter.");
    f.sections[3].audience = GP_STAFF;
    f.sections[4].text = (gp_str)S("For everybody.");
    open_page(&made, &f);
    assert_true(holds(&made.html, "For everybody."));
    assert_false(holds(&made.html, "An inner matter."));
    close_page(&made);
    f.document.audience = GP_STAFF;
    open_page(&made, &f);
    assert_null(made.root);
    close_page(&made);
}

/* ---- what is said --------------------------------------------------------------------------- */

static void a_page_is_reviewed_when_all_of_it_is_since_its_oldest_approval(void **state)
{
    const json_t *node;
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    f.site.sample_data = false;
    for (size_t i = 0; i < 6; i++)
        f.sections[i].approval = f.sections[3].approval;
    f.sections[2].approval.on = (gp_str)S("2026-07-15");
    open_page(&made, &f);
    node = node_of(&made, "MedicalWebPage");
    assert_non_null(node);
    assert_text(node, "lastReviewed", "2026-07-15");
    assert_text(json_object_get(node, "reviewedBy"), "name", "Sample reviewer (not a clinician)");
    assert_true(holds(&made.html, "Last reviewed July 15, 2026 by Sample reviewer (not a clinician)"
                                  "</span>"));
    close_page(&made);
    f.sections[1].approval.by = (gp_str)S("Another reviewer");
    open_page(&made, &f);
    assert_true(holds(&made.html, "by Sample reviewer (not a clinician) and others</span>"));
    close_page(&made);
}

static void questions_are_those_with_an_answer_on_the_page(void **state)
{
    const json_t *node, *questions, *answer;
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    f.document.kind = GP_FAQ;
    f.page.base_url = (gp_str)S("https://help.example.org");
    f.sections[3].text = (gp_str)S("An IOP is at least 9 hours of service a week.\n");
    f.sections[4].heading = (gp_str)S("No question");
    f.sections[4].text = (gp_str)S("Text.");
    f.sections[1].heading = (gp_str)S("No question either");
    f.sections[2].text = (gp_str){NULL, 0};
    f.sections[5].text = (gp_str)S(" \n");
    open_page(&made, &f);
    node = node_of(&made, "FAQPage");
    questions = json_object_get(node, "mainEntity");
    assert_int_equal(json_array_size(questions), 1);
    assert_text(json_array_get(questions, 0), "name", "How many hours a week is an IOP?");
    assert_text(json_array_get(questions, 0), "url",
                "https://help.example.org/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop");
    answer = json_object_get(json_array_get(questions, 0), "acceptedAnswer");
    assert_text(answer, "text", "An IOP is at least 9 hours of service a week.");
    assert_null(node_of(&made, "Article"));
    close_page(&made);
}

static void an_article_says_what_its_page_shows(void **state)
{
    const json_t *node, *crumbs;
    fixture f;
    page made;

    (void)state;
    fixture_make(&f);
    f.document.date = (gp_str)S("2026-01-12"); /* not shown: there is a later one */
    f.page.base_url = (gp_str)S("https://help.example.org");
    open_page(&made, &f);
    assert_text(made.root, "@context", "https://schema.org");
    node = node_of(&made, "Article");
    assert_text(node, "headline", f.document.title.data);
    assert_text(node, "dateModified", "2026-09-14");
    assert_null(json_object_get(node, "datePublished"));
    assert_text(json_object_get(node, "mainEntityOfPage"), "@id",
                "https://help.example.org/a/iop-vs-inpatient");
    assert_text(node_of(&made, "WebPage"), "description", f.document.summary.data);
    crumbs = json_object_get(node_of(&made, "BreadcrumbList"), "itemListElement");
    assert_int_equal(json_array_size(crumbs), 3);
    assert_text(json_array_get(crumbs, 0), "item", "https://help.example.org/");
    assert_text(json_array_get(crumbs, 1), "name", "Guide");
    assert_text(json_array_get(crumbs, 1), "item", "https://help.example.org/browse/guides");
    assert_true(holds(&made.html, "<li><a href=\"/browse/guides\">Guide</a></li>"));
    close_page(&made);
    f.document.updated = (gp_str){NULL, 0};
    open_page(&made, &f);
    assert_text(node_of(&made, "Article"), "datePublished", "2026-01-12");
    close_page(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_of_the_corpus_ends_the_script),
        cmocka_unit_test(sample_content_is_never_called_reviewed),
        cmocka_unit_test(a_page_with_one_section_that_is_not_verified_is_not_reviewed),
        cmocka_unit_test(a_guide_with_questions_for_headings_is_no_list_of_questions),
        cmocka_unit_test(nothing_of_staff_is_told_to_machines),
        cmocka_unit_test(a_page_is_reviewed_when_all_of_it_is_since_its_oldest_approval),
        cmocka_unit_test(questions_are_those_with_an_answer_on_the_page),
        cmocka_unit_test(an_article_says_what_its_page_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
