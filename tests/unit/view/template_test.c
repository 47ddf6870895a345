/* Templates: every mistake is a status; slots are escaped by their kind; files of web/ keep to rules. */
#include "test.h"

#include "view/embedded.h"
#include "view/template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A folder with one file "page.html". */
typedef struct folder {
    char path[64];
    char file[80];
} folder;

static void make_folder(folder *f, const char *text)
{
    FILE *file;

    (void)snprintf(f->path, sizeof f->path, "/tmp/guidepost-template-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    (void)snprintf(f->file, sizeof f->file, "%s/page.html", f->path);
    file = fopen(f->file, "wb");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void remove_folder(folder *f)
{
    (void)unlink(f->file);
    (void)rmdir(f->path);
}

/* Renders part "p" of `text` and compares; `expected` NULL: only the status counts. */
static gp_status render(const char *text, const gp_slot *slots, const char *expected)
{
    folder f;
    gp_buf out;
    gp_template template;
    gp_status status;

    make_folder(&f, text);
    gp_buf_init(&out, 4096);
    gp_template_init(&template, &out, f.path);
    gp_template_add(&template, "page.html", "p", slots);
    status = out.status;
    if (expected != NULL)
        assert_string_equal(out.data != NULL ? out.data : "", expected);
    gp_template_clear(&template);
    gp_buf_clear(&out);
    remove_folder(&f);
    return status;
}

static void a_slot_without_a_value_is_refused(void **state)
{
    (void)state;
    assert_int_equal(render("<!-- part: p -->\na{{b}}c\n", NULL, NULL), GP_INVALID);
    assert_int_equal(
        render("<!-- part: p -->\na{{b}}c\n", GP_SLOTS(GP_TEXT("c", GP_STR("x"))), NULL),
        GP_INVALID);
    assert_int_equal(render("<!-- part: p -->\na{{b\n", GP_SLOTS(GP_TEXT("b", GP_STR("x"))), NULL),
                     GP_INVALID);
}

static void a_part_that_is_not_there_is_refused(void **state)
{
    (void)state;
    assert_int_equal(render("", NULL, NULL), GP_INVALID);
    assert_int_equal(render("<!-- part: pp -->\nx\n", NULL, NULL), GP_INVALID);
    assert_int_equal(render("<!-- part: p", NULL, NULL), GP_INVALID);
}

static void a_file_that_is_nowhere_is_refused(void **state)
{
    gp_buf out;
    gp_template template;

    (void)state;
    gp_buf_init(&out, 100);
    gp_template_init(&template, &out, NULL);
    gp_template_add(&template, "none.html", "p", NULL);
    assert_int_equal(out.status, GP_INVALID);
    gp_template_clear(&template);
    gp_template_init(&template, &out, "/nonexistent");
    gp_buf_reset(&out);
    gp_template_add(&template, "layout.html", "sample", NULL);
    assert_int_equal(out.status, GP_INVALID);
    gp_template_clear(&template);
    gp_buf_clear(&out);
}

static void too_many_values_are_refused(void **state)
{
    gp_slot slots[GP_SLOTS_MAX + 2];

    (void)state;
    for (size_t i = 0; i <= GP_SLOTS_MAX; i++)
        slots[i] = (gp_slot){.name = "b", .value = GP_STR("x")};
    slots[GP_SLOTS_MAX + 1] = (gp_slot){.name = NULL};
    assert_int_equal(render("<!-- part: p -->\n{{b}}\n", slots, NULL), GP_INVALID);
    slots[GP_SLOTS_MAX] = (gp_slot){.name = NULL};
    assert_int_equal(render("<!-- part: p -->\n{{b}}\n", slots, "x\n"), GP_OK);
}

static void a_value_that_no_slot_takes_is_refused_in_our_own_templates_only(void **state)
{
    gp_buf out;
    gp_template template;

    (void)state;
    gp_buf_init(&out, 4096);
    gp_template_init(&template, &out, NULL);
    gp_template_add(&template, "layout.html", "sample", GP_SLOTS(GP_TEXT("x", GP_STR("x"))));
    assert_int_equal(out.status, GP_INVALID);
    gp_template_clear(&template);
    gp_buf_clear(&out);
    assert_int_equal(
        render("<!-- part: p -->\nplain\n", GP_SLOTS(GP_TEXT("x", GP_STR("x"))), "plain\n"), GP_OK);
}

static void text_is_escaped_and_html_is_not(void **state)
{
    (void)state;
    assert_int_equal(render("<!-- part: p -->\n{{a}} {{b}} {{a}}\n",
                            GP_SLOTS(GP_TEXT("a", GP_STR("<&\"'>")), GP_HTML("b", GP_STR("<b>"))),
                            "&lt;&amp;&quot;&#39;&gt; <b> &lt;&amp;&quot;&#39;&gt;\n"),
                     GP_OK);
}

static void a_value_that_looks_like_a_slot_stays_text(void **state)
{
    (void)state;
    assert_int_equal(render("<!-- part: p -->\n{{a}}{{b}}\n",
                            GP_SLOTS(GP_TEXT("a", GP_STR("{{b}}")), GP_TEXT("b", GP_STR("x"))),
                            "{{b}}x\n"),
                     GP_OK);
}

static void add_inner(gp_template *template, const void *context)
{
    const char *text = context;

    gp_template_add(template, "page.html", "q", GP_SLOTS(GP_TEXT("inner", gp_str_of(text))));
}

static void a_function_fills_its_slot_in_place(void **state)
{
    (void)state;
    assert_int_equal(render("<!-- part: p -->\n<{{f}}>\n<!-- part: q -->\n[{{inner}}]\n",
                            GP_SLOTS(GP_FILL("f", add_inner, "x<")), "<[x&lt;]\n>\n"),
                     GP_OK);
    assert_int_equal(
        render("<!-- part: p -->\n<{{f}}>\n", GP_SLOTS(GP_FILL("f", NULL, NULL)), "<>\n"), GP_OK);
}

static void addresses_that_lead_elsewhere_are_cut_off(void **state)
{
    static const char *const bad[] = {"javascript:alert(1)",
                                      "JAVASCRIPT:x",
                                      "data:text/html,x",
                                      "//evil.example",
                                      "/\\evil.example",
                                      "/\t/evil.example",
                                      " https://a",
                                      "https://a b",
                                      "vbscript:x",
                                      "file:///etc",
                                      "",
                                      "relative",
                                      "\x01https://a",
                                      "https:/a",
                                      "ftp://a"};
    static const char *const good[] = {"/",
                                       "/a/slug#anchor:~:text=a%2Cb",
                                       "#anchor",
                                       "https://example.org/?a=b&c=d",
                                       "HTTPS://EXAMPLE.ORG",
                                       "http://example.org",
                                       "tel:911",
                                       "sms:988",
                                       "mailto:a@example.org"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(gp_address_safe(gp_str_of(bad[i])));
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(gp_address_safe(gp_str_of(good[i])));
    assert_int_equal(render("<!-- part: p -->\n{{a}} {{b}}\n",
                            GP_SLOTS(GP_ADDRESS("a", GP_STR("javascript:x")),
                                     GP_ADDRESS("b", GP_STR("https://a/?b&c"))),
                            "# https://a/?b&amp;c\n"),
                     GP_OK);
}

static void a_file_that_the_folder_lacks_is_ours(void **state)
{
    folder f;
    gp_buf out;
    gp_template template;

    (void)state;
    make_folder(&f, "");
    gp_buf_init(&out, 4096);
    gp_template_init(&template, &out, f.path);
    gp_template_add(&template, "layout.html", "sample", NULL);
    assert_int_equal(out.status, GP_OK);
    gp_template_clear(&template);
    gp_buf_clear(&out);
    remove_folder(&f);
}

/* ---- the files of web/ ---------------------------------------------------------------------- */

static gp_str text_of(const gp_embedded *file)
{
    return (gp_str){(const char *)file->data, file->size};
}

static bool is_template(const gp_embedded *file)
{
    return gp_str_ends(gp_str_of(file->name), GP_STR(".html"));
}

/* A slot inside a tag must stand in a quoted value, or be the level of a heading, or a bare
 * attribute that code knows ("open"). */
static void check_slot(const gp_embedded *file, gp_str text, size_t at)
{
    gp_str name = gp_str_slice(text, at + 2, gp_str_find(text, GP_STR("}}"), at));
    bool in_tag = false, in_quotes = false;

    for (size_t i = 0; i < at; i++) {
        if (text.data[i] == '<')
            in_tag = true;
        else if (text.data[i] == '>' && !in_quotes)
            in_tag = in_quotes = false;
        else if (text.data[i] == '"' && in_tag)
            in_quotes = !in_quotes;
    }
    if (in_tag && !in_quotes && !gp_str_equal(name, GP_STR("level")) &&
        !gp_str_equal(name, GP_STR("open")))
        fail_msg("%s: {{%.*s}} stands in a tag without quotes", file->name, GP_STR_ARGS(name));
}

static void slots_in_tags_are_quoted(void **state)
{
    size_t slots = 0;

    (void)state;
    for (size_t i = 0; i < gp_web_file_count; i++) {
        gp_str text = text_of(&gp_web_files[i]);
        if (!is_template(&gp_web_files[i]))
            continue;
        for (size_t at = gp_str_find(text, GP_STR("{{"), 0); at < text.size;
             at = gp_str_find(text, GP_STR("{{"), at + 2)) {
            check_slot(&gp_web_files[i], text, at);
            slots++;
        }
    }
    assert_true(slots > 60);
}

/* Of all tags that begin with `tag`, is there one that does not begin as one of `ours` does? */
static bool holds_other(gp_str text, const char *tag, const char *const *ours, size_t count)
{
    for (size_t at = gp_str_find(text, gp_str_of(tag), 0); at < text.size;
         at = gp_str_find(text, gp_str_of(tag), at + 1)) {
        bool known = false;
        for (size_t i = 0; i < count; i++)
            known = known || gp_str_starts(gp_str_slice(text, at, text.size), gp_str_of(ours[i]));
        if (!known)
            return true;
    }
    return false;
}

static void templates_hold_nothing_that_the_policy_forbids(void **state)
{
    static const char *const forbidden[] = {
        "<style", " style=", " onclick", "javascript:", "http://", "https://", "<iframe"};
    /* a script by address, and one of data; a slot of text in a third would be code */
    static const char *const scripts[] = {
        "<script type=\"module\" src=\"/assets/search.js?v={{version}}\"></script>",
        "<script type=\"module\" src=\"/assets/preview.js?v={{version}}\"></script>",
        "<script type=\"application/ld+json\">{{json}}</script>"};
    static const char *const images[] = {"<img src=\"/assets/logo.png?v={{version}}\""};
    size_t files = 0;

    (void)state;
    for (size_t i = 0; i < gp_web_file_count; i++) {
        gp_str text = text_of(&gp_web_files[i]);
        if (!is_template(&gp_web_files[i]))
            continue;
        files++;
        assert_false(holds_other(text, "<script", scripts, 3));
        assert_false(holds_other(text, "<img", images, 1));
        for (size_t j = 0; j < sizeof forbidden / sizeof forbidden[0]; j++) {
            if (gp_str_find(text, gp_str_of(forbidden[j]), 0) < text.size)
                fail_msg("%s holds \"%s\"", gp_web_files[i].name, forbidden[j]);
        }
    }
    assert_true(files >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slot_without_a_value_is_refused),
        cmocka_unit_test(a_part_that_is_not_there_is_refused),
        cmocka_unit_test(a_file_that_is_nowhere_is_refused),
        cmocka_unit_test(too_many_values_are_refused),
        cmocka_unit_test(a_value_that_no_slot_takes_is_refused_in_our_own_templates_only),
        cmocka_unit_test(text_is_escaped_and_html_is_not),
        cmocka_unit_test(a_value_that_looks_like_a_slot_stays_text),
        cmocka_unit_test(a_function_fills_its_slot_in_place),
        cmocka_unit_test(addresses_that_lead_elsewhere_are_cut_off),
        cmocka_unit_test(a_file_that_the_folder_lacks_is_ours),
        cmocka_unit_test(slots_in_tags_are_quoted),
        cmocka_unit_test(templates_hold_nothing_that_the_policy_forbids),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
