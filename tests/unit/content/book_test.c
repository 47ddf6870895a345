/* The rule of two sources: which word on a section counts, and for which text. */
#include "test.h"

#include "base/hash.h"
#include "content/book.h"

static const char shown_text[] = "Nine hours a week.";

typedef struct table_row {
    const char *says;
    gp_approval_state file; /* what the index says of the text shown */
    const char *file_on;
    int desk; /* 0 nothing, 1 approved this text, 2 approved another, 3 withdrawn */
    const char *desk_on;
    gp_approval_state wanted;
    const char *wanted_by;
} table_row;

static const table_row table[] = {
    {"nobody has spoken", GP_UNAPPROVED, "", 0, "", GP_UNAPPROVED, ""},
    {"the file alone", GP_APPROVED, "2026-01-05", 0, "", GP_APPROVED, "file"},
    {"the file alone, of another text", GP_LAPSED, "2026-01-05", 0, "", GP_LAPSED, "file"},
    {"the desk alone", GP_UNAPPROVED, "", 1, "2026-01-05", GP_APPROVED, "desk"},
    {"the desk alone, of another text", GP_UNAPPROVED, "", 2, "2026-01-05", GP_LAPSED, "desk"},
    {"the desk later", GP_LAPSED, "2026-01-05", 1, "2026-01-06", GP_APPROVED, "desk"},
    {"the desk later, of another text", GP_APPROVED, "2026-01-05", 2, "2026-01-06", GP_LAPSED,
     "desk"},
    {"the desk earlier", GP_APPROVED, "2026-01-05", 2, "2026-01-04", GP_APPROVED, "file"},
    {"the desk earlier, though of this text", GP_LAPSED, "2026-01-05", 1, "2026-01-04", GP_LAPSED,
     "file"},
    {"both on one day", GP_LAPSED, "2026-01-05", 1, "2026-01-05", GP_APPROVED, "desk"},
    {"withdrawn later", GP_APPROVED, "2026-01-05", 3, "2026-01-06", GP_UNAPPROVED, ""},
    {"withdrawn on the same day", GP_APPROVED, "2026-01-05", 3, "2026-01-05", GP_UNAPPROVED, ""},
    {"withdrawn, and approved in the file later", GP_APPROVED, "2026-01-05", 3, "2026-01-04",
     GP_APPROVED, "file"},
    {"withdrawn, never approved in the file", GP_UNAPPROVED, "", 3, "2026-01-04", GP_UNAPPROVED,
     ""},
};

static gp_section section_of(const table_row *row)
{
    gp_section section = {
        .id = GP_STR("iop#hours"), .heading = GP_STR("Hours"), .text = gp_str_of(shown_text)};

    section.approval.state = row->file;
    if (row->file != GP_UNAPPROVED) {
        section.approval.by = GP_STR("file");
        section.approval.on = gp_str_of(row->file_on);
    }
    return section;
}

static void the_later_word_counts_and_the_desks_on_one_day(void **state)
{
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const table_row *row = &table[i];
        gp_section section = section_of(row);
        gp_str hash = gp_section_sha256(&section, &arena);
        gp_verdict verdict = {.section = section.id,
                              .given = row->desk != 3,
                              .text_hash = row->desk == 1 ? hash : GP_STR("another"),
                              .by = GP_STR("desk"),
                              .on = gp_str_of(row->desk_on)};
        gp_book book = {.verdicts = &verdict, .count = row->desk != 0 ? 1 : 0};
        gp_approval told = gp_book_approval(&book, section.id, &section.approval, hash);

        gp_book_judge(&book, &section, &arena);
        if (section.approval.state != row->wanted || told.state != row->wanted)
            fail_msg("%s: state %d", row->says, (int)section.approval.state);
        if (!gp_str_equal(section.approval.by, gp_str_of(row->wanted_by)) ||
            !gp_str_equal(told.by, gp_str_of(row->wanted_by)))
            fail_msg("%s: by %.*s", row->says, GP_STR_ARGS(section.approval.by));
    }
    gp_arena_clear(&arena);
}

static void a_section_the_desk_has_not_spoken_on_is_left_alone(void **state)
{
    gp_verdict verdicts[] = {{.section = GP_STR("a"), .on = GP_STR("2027-01-01")},
                             {.section = GP_STR("iop"), .on = GP_STR("2027-01-01")},
                             {.section = GP_STR("iop#hours-1"), .on = GP_STR("2027-01-01")}};
    gp_book book = {.verdicts = verdicts, .count = 3};
    gp_section section = section_of(&table[1]);
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 1 << 10);
    gp_book_judge(&book, &section, &arena);
    assert_int_equal(section.approval.state, GP_APPROVED);
    gp_book_judge(NULL, &section, &arena);
    assert_int_equal(section.approval.state, GP_APPROVED);
    assert_int_equal(arena.used, 0);
    assert_ptr_equal(gp_book_find(&book, GP_STR("iop")), &verdicts[1]);
    assert_null(gp_book_find(&book, GP_STR("iop#")));
    assert_null(gp_book_find(NULL, GP_STR("iop")));
    gp_arena_clear(&arena);
}

static void whatever_changes_in_a_word_changes_the_version(void **state)
{
    const gp_verdict one = {GP_STR("iop"),        true,
                            GP_STR("h"),          GP_STR("Ann"),
                            GP_STR("2026-01-05"), GP_STR("2026-04-05")};
    gp_verdict others[] = {one, one, one, one, one, one};
    const gp_verdict two[] = {one, one};
    uint64_t version = gp_book_version_of(&one, 1);

    (void)state;
    assert_int_equal(gp_book_version_of(NULL, 0), 0);
    assert_int_not_equal(version, 0);
    assert_int_equal(gp_book_version_of(two, 1), version);
    assert_int_not_equal(gp_book_version_of(two, 2), version);
    others[0].section = GP_STR("iop#a");
    others[1].given = false;
    others[2].text_hash = GP_STR("i");
    others[3].by = GP_STR("Bo");
    others[4].on = GP_STR("2026-01-06");
    others[5].review_by = GP_STR("2026-04-06");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_not_equal(gp_book_version_of(&others[i], 1), version);
}

static void without_memory_for_the_hash_nothing_counts_as_approved(void **state)
{
    gp_section section = section_of(&table[3]);
    gp_verdict verdict = {.section = section.id, .given = true, .on = GP_STR("2026-01-05")};
    gp_book book = {.verdicts = &verdict, .count = 1};
    gp_arena arena;

    (void)state;
    gp_arena_init(&arena, 8);
    verdict.text_hash = GP_STR("e3b0");
    gp_book_judge(&book, &section, &arena);
    assert_int_equal(section.approval.state, GP_LAPSED);
    assert_true(arena.failed);
    gp_arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_changes_in_a_word_changes_the_version),
        cmocka_unit_test(without_memory_for_the_hash_nothing_counts_as_approved),
        cmocka_unit_test(the_later_word_counts_and_the_desks_on_one_day),
        cmocka_unit_test(a_section_the_desk_has_not_spoken_on_is_left_alone),
    };

    if (gp_hash_init() != GP_OK)
        return 1;
    return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
