/* Addresses that land on a sentence. */
#include "small.h"

#include "search/link.h"

/* The address of bytes [start, start + size) of `text`, where `part` stands first. */
static gp_str link_to_part(small *s, const char *text, const char *part)
{
    gp_section section = {.id = GP_STR("iop#sleep")};
    gp_str all = gp_str_of(text);
    size_t start = gp_str_find(all, gp_str_of(part), 0);

    assert_true(start < all.size);
    return gp_link_to(&section, all, start, start + strlen(part), &s->arena);
}

static void without_a_place_the_address_has_no_fragment_text(void **state)
{
    small *s = *state;
    gp_section section = {.id = GP_STR("iop#sleep")};

    assert_str(gp_link_to(&section, GP_STR(""), 0, 0, &s->arena), "/a/iop#sleep");
    assert_str(gp_link_to(&section, GP_STR("abc"), 2, 2, &s->arena), "/a/iop#sleep");
    assert_str(gp_link_to(&section, GP_STR("... - !"), 0, 7, &s->arena), "/a/iop#sleep");
}

static void an_article_s_own_section_has_its_fragment_too(void **state)
{
    small *s = *state;
    gp_section section = {.id = GP_STR("iop")};

    assert_str(gp_link_to(&section, GP_STR("Go home."), 0, 8, &s->arena),
               "/a/iop#:~:text=Go%20home");
}

static void ids_are_percent_encoded(void **state)
{
    small *s = *state;

    assert_str(gp_section_url(GP_STR("a b#c d"), &s->arena), "/a/a%20b#c%20d");
    assert_str(gp_section_url(GP_STR("x\"y#z<"), &s->arena), "/a/x%22y#z%3C");
    assert_str(gp_section_url(GP_STR(""), &s->arena), "/a/");
}

static void marks_that_the_directive_reads_are_encoded(void **state)
{
    small *s = *state;

    assert_str(link_to_part(s, "self-care, you & me", "self-care, you & me"),
               "/a/iop#sleep:~:text=self%2Dcare%2C%20you%20%26%20me");
}

static void a_long_stretch_is_named_by_its_ends(void **state)
{
    small *s = *state;
    const char *ten = "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10";
    const char *eleven = "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11";

    assert_str(link_to_part(s, ten, ten),
               "/a/iop#sleep:~:text=a1%20b2%20c3%20d4%20e5%20f6%20g7%20h8%20i9%20j10");
    assert_str(link_to_part(s, eleven, eleven),
               "/a/iop#sleep:~:text=a1%20b2%20c3%20d4%20e5%20f6%20g7%20h8,i9%20j10%20k11");
}

static void punctuation_around_words_is_left_out(void **state)
{
    small *s = *state;

    assert_str(link_to_part(s, "(\"Go home!\")", "(\"Go home!\")"),
               "/a/iop#sleep:~:text=Go%20home");
    assert_str(link_to_part(s, "\xE2\x80\x9Cna\xC3\xAFve\xE2\x80\x9D",
                            "\xE2\x80\x9Cna\xC3\xAFve\xE2\x80\x9D"),
               "/a/iop#sleep:~:text=na%C3%AFve");
}

static void a_list_s_mark_is_not_part_of_the_text(void **state)
{
    assert_str(link_to_part(*state, "You:\n- are well;", "- are well;"),
               "/a/iop#sleep:~:text=are%20well");
}

static void only_one_line_is_named(void **state)
{
    assert_str(link_to_part(*state, "Go home.\nSleep well.", "home.\nSleep"),
               "/a/iop#sleep:~:text=home");
}

static void only_one_cell_of_a_table_is_named(void **state)
{
    small *s = *state;

    assert_str(link_to_part(s, "IOP | At home | 9 hours", "At home | 9"),
               "/a/iop#sleep:~:text=At%20home");
    assert_str(link_to_part(s, "IOP | At home | 9 hours", "9 hours"),
               "/a/iop#sleep:~:text=9%20hours");
}

static void words_are_whole(void **state)
{
    small *s = *state;

    /* a browser matches whole words only: half of one would find nothing */
    assert_str(link_to_part(s, "sleeping at homes", "leeping at home"),
               "/a/iop#sleep:~:text=sleeping%20at%20homes");
    assert_str(link_to_part(s, "rehabs", "hab"), "/a/iop#sleep:~:text=rehabs");
}

static void a_section_that_lives_elsewhere_is_linked_there(void **state)
{
    small *s = *state;
    gp_section section = {.id = GP_STR("doc1"), .url = GP_STR("https://example.org/page#part")};

    assert_str(gp_link_to(&section, GP_STR("Go home."), 0, 8, &s->arena),
               "https://example.org/page#part:~:text=Go%20home");
    section.url = GP_STR("https://example.org/page");
    assert_str(gp_link_to(&section, GP_STR("Go home."), 0, 8, &s->arena),
               "https://example.org/page#:~:text=Go%20home");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SMALL(without_a_place_the_address_has_no_fragment_text),
        SMALL(an_article_s_own_section_has_its_fragment_too),
        SMALL(ids_are_percent_encoded),
        SMALL(marks_that_the_directive_reads_are_encoded),
        SMALL(a_long_stretch_is_named_by_its_ends),
        SMALL(punctuation_around_words_is_left_out),
        SMALL(a_list_s_mark_is_not_part_of_the_text),
        SMALL(only_one_line_is_named),
        SMALL(only_one_cell_of_a_table_is_named),
        SMALL(words_are_whole),
        SMALL(a_section_that_lives_elsewhere_is_linked_there),
    };
    return cmocka_run_group_tests_name("link", tests, NULL, NULL);
}
