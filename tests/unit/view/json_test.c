/* The JSON of CONTRACT.md: its exact keys, its types, null where there is nothing. */
#include "test.h"

#include "unit/view/fixture.h"

#include <jansson.h>
#include <string.h>

enum {
    LIMIT = 1024 * 1024
};

static json_t *parse(gp_buf *buf)
{
    json_error_t error;
    json_t *parsed;

    assert_int_equal(buf->status, GP_OK);
    parsed = json_loadb(buf->data, buf->size, JSON_REJECT_DUPLICATES, &error);
    if (parsed == NULL)
        fail_msg("%s: %s", error.text, buf->data);
    gp_buf_clear(buf);
    return parsed;
}

static json_t *results_of(fixture *f)
{
    gp_buf buf;

    gp_buf_init(&buf, LIMIT);
    gp_view_results_json(&buf, &f->request, &f->results);
    return parse(&buf);
}

/* `keys` are all keys there are, in order, separated by blanks. */
static void assert_keys(const json_t *object, const char *keys)
{
    char have[512] = "";
    const char *key;
    const json_t *value;

    assert_true(json_is_object(object));
    /* jansson keeps the order of the text */
    for (void *at = json_object_iter((json_t *)(uintptr_t)object); at != NULL;
         at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
        key = json_object_iter_key(at);
        value = json_object_iter_value(at);
        assert_non_null(value);
        assert_true(strlen(have) + strlen(key) + 2 < sizeof have);
        (void)strcat(strcat(have, have[0] != '\0' ? " " : ""), key);
    }
    assert_string_equal(have, keys);
}

static const json_t *get(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    if (value == NULL)
        fail_msg("no key %s", key);
    return value;
}

static const char *text(const json_t *object, const char *key)
{
    return json_string_value(get(object, key));
}

static void nothing_found_is_nulls_and_empty_lists(void **state)
{
    fixture f;
    json_t *json;

    (void)state;
    fixture_make(&f);
    fixture_empty_results(&f);
    f.results.question = (gp_str){NULL, 0};
    json = results_of(&f);
    assert_keys(json, "query corrected match total took_us notice answer hits related facets");
    assert_string_equal(text(json, "query"), "");
    assert_true(json_is_null(get(json, "corrected")));
    assert_true(json_is_null(get(json, "notice")));
    assert_true(json_is_null(get(json, "answer")));
    assert_string_equal(text(json, "match"), "none");
    assert_int_equal(json_array_size(get(json, "hits")), 0);
    assert_int_equal(json_array_size(get(json, "related")), 0);
    assert_keys(get(json, "facets"), "tag kind");
    assert_keys(get(get(json, "facets"), "tag"), "");
    assert_keys(get(get(json, "facets"), "kind"), "");
    json_decref(json);
}

static void a_full_result_has_every_key_of_the_contract(void **state)
{
    fixture f;
    json_t *json;
    const json_t *hit;

    (void)state;
    fixture_make(&f);
    f.results.notice = &f.notice;
    f.results.corrected = (gp_str)S("how many hours");
    json = results_of(&f);
    assert_string_equal(text(json, "query"), "how many hours a week is an IOP?");
    assert_string_equal(text(json, "corrected"), "how many hours");
    assert_string_equal(text(json, "match"), "exact");
    assert_int_equal(json_integer_value(get(json, "total")), 12);
    assert_int_equal(json_integer_value(get(json, "took_us")), 640);
    assert_keys(get(json, "notice"), "id title html");
    assert_keys(get(json, "answer"), "id title heading text html url confidence approved");
    assert_keys(get(get(json, "answer"), "approved"), "by on review_by");
    assert_int_equal(json_array_size(get(json, "hits")), 4);
    hit = json_array_get(get(json, "hits"), 0);
    assert_keys(hit, "id title heading breadcrumbs url snippet_html score kind tags updated "
                     "approved why");
    assert_true(json_real_value(get(hit, "score")) > 0.70);
    assert_string_equal(text(hit, "kind"), "guide");
    assert_true(json_is_true(get(hit, "approved")));
    assert_int_equal(json_array_size(get(hit, "why")), 1);
    assert_keys(json_array_get(get(json, "related"), 0), "id title heading url");
    assert_int_equal(json_integer_value(get(get(get(json, "facets"), "tag"), "insurance")), 3);
    assert_keys(get(get(json, "facets"), "kind"), "guide post faq");
    json_decref(json);
}

static void an_overdue_or_lapsed_approval_is_none(void **state)
{
    static const gp_approval_state states[] = {GP_APPROVED, GP_LAPSED, GP_UNAPPROVED};
    fixture f;

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        json_t *json;
        fixture_make(&f);
        f.results.answer.approval.state = states[i];
        f.results.answer.approval.review_by = (gp_str)S("2026-11-22"); /* yesterday */
        f.hits[0].approval = f.results.answer.approval;
        json = results_of(&f);
        assert_true(json_is_null(get(get(json, "answer"), "approved")));
        assert_true(json_is_false(get(json_array_get(get(json, "hits"), 0), "approved")));
        json_decref(json);
    }
}

static void on_its_last_day_an_approval_still_holds(void **state)
{
    fixture f;
    json_t *json;

    (void)state;
    fixture_make(&f);
    f.results.answer.approval.review_by = (gp_str)S("2026-11-23");
    json = results_of(&f);
    assert_true(json_is_object(get(get(json, "answer"), "approved")));
    json_decref(json);
    f.results.answer.approval.review_by = (gp_str){NULL, 0};
    json = results_of(&f);
    assert_true(json_is_null(get(get(get(json, "answer"), "approved"), "review_by")));
    json_decref(json);
}

static void a_list_answer_is_lines_of_text_and_marks_only(void **state)
{
    fixture f;
    json_t *json;

    (void)state;
    fixture_make(&f);
    f.results.answer.html = (gp_str)S("An IOP gives:");
    f.results.answer.items.items = f.items;
    f.results.answer.items.count = 2;
    json = results_of(&f);
    assert_string_equal(text(get(json, "answer"), "html"),
                        "An IOP gives:\n- at least <mark>9 hours</mark> of service a week;\n"
                        "- commonly three sessions of 3 hours each.");
    json_decref(json);
}

static void numbers_that_are_none_become_zero(void **state)
{
    fixture f;
    json_t *json;

    (void)state;
    fixture_make(&f);
    f.hits[0].score = 0.0 / (double)f.results.offset;
    json = results_of(&f);
    assert_int_equal(json_integer_value(get(json_array_get(get(json, "hits"), 0), "score")), 0);
    json_decref(json);
}

static json_t *suggestions_of(const gp_suggest_list *list)
{
    gp_buf buf;

    gp_buf_init(&buf, LIMIT);
    gp_view_suggest_json(&buf, list);
    return parse(&buf);
}

static void no_suggestion_is_an_empty_list(void **state)
{
    gp_suggest_list list = {0};
    json_t *json = suggestions_of(&list);

    (void)state;
    assert_keys(json, "query suggestions");
    assert_string_equal(text(json, "query"), "");
    assert_true(json_is_array(get(json, "suggestions")));
    assert_int_equal(json_array_size(get(json, "suggestions")), 0);
    json_decref(json);
}

static void suggestions_have_the_keys_of_the_contract_and_no_bare_markup(void **state)
{
    gp_suggestion items[2] = {{.text = S("Costs & <cover>"),
                               .html = S("<mark>Cos</mark>ts &amp; &lt;cover&gt;"),
                               .url = S("/a/costs#cover"),
                               .kind = GP_FAQ},
                              {.text = S("\"Costs\"\xFF"), .kind = GP_PAGE}};
    gp_suggest_list list = {.typed = S("cos</script>")};
    gp_buf buf;
    json_t *json;
    const json_t *first;

    (void)state;
    list.items.items = items;
    list.items.count = 2;
    gp_buf_init(&buf, LIMIT);
    gp_view_suggest_json(&buf, &list);
    assert_null(strchr(buf.data, '<'));
    assert_null(strchr(buf.data, '&'));
    json = parse(&buf);
    assert_string_equal(text(json, "query"), "cos</script>");
    assert_int_equal(json_array_size(get(json, "suggestions")), 2);
    first = json_array_get(get(json, "suggestions"), 0);
    assert_keys(first, "text html url kind");
    assert_string_equal(text(first, "text"), "Costs & <cover>");
    assert_string_equal(text(first, "html"), "<mark>Cos</mark>ts &amp; &lt;cover&gt;");
    assert_string_equal(text(first, "url"), "/a/costs#cover");
    assert_string_equal(text(first, "kind"), "faq");
    json_decref(json);
}

static void a_section_has_text_html_breadcrumbs_approval_and_links(void **state)
{
    fixture f;
    gp_buf buf;
    json_t *json;

    (void)state;
    fixture_make(&f);
    f.stored.slug = (gp_str)S("a b/c?d#e");
    gp_buf_init(&buf, LIMIT);
    gp_view_section_json(&buf, &f.stored, &f.near, f.page.today);
    json = parse(&buf);
    assert_keys(json, "id title heading level breadcrumbs text html kind audience tags updated "
                      "approval links related");
    assert_int_equal(json_array_size(get(json, "breadcrumbs")), 2);
    assert_keys(get(json, "approval"), "state by on review_by verified");
    assert_true(json_is_true(get(get(json, "approval"), "verified")));
    assert_string_equal(text(get(json, "approval"), "state"), "approved");
    assert_keys(get(json, "links"), "self page article markdown");
    assert_string_equal(text(get(json, "links"), "self"),
                        "/api/v1/sections/a%20b%2Fc%3Fd%23e/how-many-hours-a-week-is-an-iop");
    assert_string_equal(text(get(json, "links"), "page"),
                        "/a/a%20b%2Fc%3Fd%23e#how-many-hours-a-week-is-an-iop");
    assert_string_equal(text(get(json, "links"), "markdown"), "/a/a%20b%2Fc%3Fd%23e.md");
    json_decref(json);
}

/* The day after the review was due: the same place, no "verified", and a note where staff looks on. */
static void a_review_that_is_overdue_is_said_to_staff_alone(void **state)
{
    fixture f;
    gp_buf buf;
    json_t *json, *hit;

    (void)state;
    fixture_make(&f);
    f.hits[0].due = f.hits[0].approval.review_by = (gp_str)S("2026-11-22");
    f.hits[1].due = (gp_str)S("2026-11-23"); /* today */
    f.results.answer.due = (gp_str)S("2026-11-22");
    for (int staff = 0; staff < 2; staff++) {
        f.request.for_staff = staff == 1;
        gp_buf_init(&buf, LIMIT);
        gp_view_results_json(&buf, &f.request, &f.results);
        json = parse(&buf);
        hit = json_array_get(get(json, "hits"), 0);
        assert_true(json_is_false(get(hit, "approved")));
        if (staff == 0) {
            assert_null(json_object_get(hit, "stale"));
            assert_null(json_object_get(get(json, "answer"), "stale"));
        } else {
            assert_string_equal(text(hit, "stale"), "2026-11-22");
            assert_string_equal(text(get(json, "answer"), "stale"), "2026-11-22");
            assert_true(json_is_null(get(json_array_get(get(json, "hits"), 1), "stale")));
        }
        json_decref(json);
    }
}

static void the_articles_own_section_links_without_an_anchor(void **state)
{
    fixture f;
    gp_buf buf;
    json_t *json;

    (void)state;
    fixture_make(&f);
    f.stored.section = f.sections[0];
    gp_buf_init(&buf, LIMIT);
    gp_view_section_json(&buf, &f.stored, &f.near, f.page.today);
    json = parse(&buf);
    assert_string_equal(text(get(json, "links"), "self"), "/api/v1/sections/iop-vs-inpatient");
    assert_string_equal(text(get(json, "links"), "page"), "/a/iop-vs-inpatient");
    assert_string_equal(text(get(json, "approval"), "state"), "none");
    json_decref(json);
}

static void a_problem_document_has_the_members_of_rfc_9457(void **state)
{
    gp_buf buf;
    json_t *json;

    (void)state;
    gp_buf_init(&buf, LIMIT);
    gp_view_problem_json(&buf, 404, "Not Found", "There is nothing at this address.");
    json = parse(&buf);
    assert_keys(json, "type title status detail");
    assert_string_equal(text(json, "type"), "about:blank");
    assert_int_equal(json_integer_value(get(json, "status")), 404);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_found_is_nulls_and_empty_lists),
        cmocka_unit_test(a_full_result_has_every_key_of_the_contract),
        cmocka_unit_test(an_overdue_or_lapsed_approval_is_none),
        cmocka_unit_test(on_its_last_day_an_approval_still_holds),
        cmocka_unit_test(a_list_answer_is_lines_of_text_and_marks_only),
        cmocka_unit_test(numbers_that_are_none_become_zero),
        cmocka_unit_test(no_suggestion_is_an_empty_list),
        cmocka_unit_test(suggestions_have_the_keys_of_the_contract_and_no_bare_markup),
        cmocka_unit_test(a_section_has_text_html_breadcrumbs_approval_and_links),
        cmocka_unit_test(a_review_that_is_overdue_is_said_to_staff_alone),
        cmocka_unit_test(the_articles_own_section_links_without_an_anchor),
        cmocka_unit_test(a_problem_document_has_the_members_of_rfc_9457),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
