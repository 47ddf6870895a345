/* What an account keeps at hand: pins in their order, and what was used last. */
#include "office.h"

#include "desk/pins.h"

#include <pthread.h>

static gp_str anna(void)
{
    return GP_STR("anna");
}

static void pin(office *o, const char *section)
{
    if (gp_desk_pin(o->desk, anna(), gp_str_of(section), &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
}

static void use(office *o, const char *section)
{
    if (gp_desk_use_section(o->desk, anna(), gp_str_of(section), &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
}

static const char *joined(office *o, const gp_str_list *list)
{
    gp_buf buf;
    gp_str text;

    gp_buf_init(&buf, 4096);
    for (size_t i = 0; i < list->count; i++) {
        gp_buf_add(&buf, list->items[i]);
        gp_buf_add_byte(&buf, ' ');
    }
    gp_buf_add_text(&buf, "");
    text = gp_arena_take(&o->arena, &buf);
    gp_buf_clear(&buf);
    return text.data;
}

static void assert_at_hand(office *o, const char *account, const char *pins, const char *recents)
{
    gp_str_list own, used;

    assert_int_equal(
        gp_desk_at_hand(o->desk, gp_str_of(account), &o->arena, &own, &used, &o->error), GP_OK);
    assert_string_equal(joined(o, &own), pins);
    assert_string_equal(joined(o, &used), recents);
}

static void no_more_than_fifty_are_pinned_and_the_error_says_so(void **state)
{
    office *o = *state;
    char name[16];

    for (int i = 1; i <= GP_PINS_MAX; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        pin(o, name);
    }
    assert_int_equal(gp_desk_pin(o->desk, anna(), GP_STR("one-more"), &o->error), GP_TOO_LARGE);
    assert_non_null(strstr(o->error.text, "50"));
    pin(o, "s7"); /* which is pinned already */
    assert_int_equal(gp_desk_unpin(o->desk, anna(), GP_STR("s7"), &o->error), GP_OK);
    pin(o, "one-more");
}

static void what_is_not_pinned_cannot_be_moved_and_may_be_taken_out(void **state)
{
    office *o = *state;

    pin(o, "a");
    assert_int_equal(gp_desk_move_pin(o->desk, anna(), GP_STR("b"), 1, &o->error), GP_NOT_FOUND);
    assert_int_equal(gp_desk_unpin(o->desk, anna(), GP_STR("b"), &o->error), GP_OK);
    assert_at_hand(o, "anna", "a ", "");
}

static void a_refused_pin_is_no_trouble_of_the_disk(void **state)
{
    office *o = *state;

    assert_int_equal(gp_desk_move_pin(o->desk, anna(), GP_STR("b"), 1, &o->error), GP_NOT_FOUND);
    assert_false(gp_desk_news(o->desk, GP_NOT_FOUND));
}

static void pins_keep_their_order_and_stay_where_they_are_when_pinned_again(void **state)
{
    office *o = *state;

    pin(o, "c");
    pin(o, "a#x");
    pin(o, "b");
    pin(o, "c");
    assert_at_hand(o, "anna", "c a#x b ", "");
    assert_at_hand(o, "berta", "", "");
}

static void a_pin_is_moved_to_any_place_and_the_others_move_along(void **state)
{
    static const struct {
        const char *section;
        size_t place;
        const char *then;
    } moves[] = {{"d", 1, "d a b c "}, {"d", 3, "a b d c "}, {"a", 99, "b d c a "},
                 {"c", 0, "c b d a "}, {"b", 2, "c b d a "}, {"a", 2, "c a b d "},
                 {"c", 4, "a b d c "}};
    office *o = *state;

    pin(o, "a");
    pin(o, "b");
    pin(o, "c");
    pin(o, "d");
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        assert_int_equal(gp_desk_move_pin(o->desk, anna(), gp_str_of(moves[i].section),
                                          moves[i].place, &o->error),
                         GP_OK);
        assert_at_hand(o, "anna", moves[i].then, "");
    }
    assert_int_equal(gp_desk_unpin(o->desk, anna(), GP_STR("b"), &o->error), GP_OK);
    pin(o, "b");
    assert_at_hand(o, "anna", "a d c b ", "");
}

static void of_what_was_used_the_last_twelve_stay_the_latest_first(void **state)
{
    office *o = *state;
    char name[16];

    for (int i = 1; i <= GP_RECENTS_MAX + 3; i++) {
        (void)snprintf(name, sizeof name, "s%d", i);
        use(o, name);
    }
    use(o, "s5");
    assert_at_hand(o, "anna", "", "s5 s15 s14 s13 s12 s11 s10 s9 s8 s7 s6 s4 ");
    assert_int_equal(gp_desk_use_section(o->desk, GP_STR("berta"), GP_STR("own"), &o->error),
                     GP_OK);
    assert_at_hand(o, "berta", "", "own ");
    assert_at_hand(o, "anna", "", "s5 s15 s14 s13 s12 s11 s10 s9 s8 s7 s6 s4 ");
}

static void what_is_at_hand_outlives_the_server(void **state)
{
    office *o = *state;

    pin(o, "a");
    use(o, "b");
    gp_desk_close(o->desk);
    office_open_desk(o);
    assert_at_hand(o, "anna", "a ", "b ");
}

static void the_audit_does_not_tell_what_staff_look_at(void **state)
{
    office *o = *state;
    sqlite3 *db;
    sqlite3_stmt *row;

    pin(o, "a");
    use(o, "b");
    assert_int_equal(sqlite3_open(o->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(*) FROM audit", -1, &row, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), 0);
    assert_int_equal(sqlite3_finalize(row), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* One of several that pin at once. */
static void *pin_many(void *context)
{
    office *o = context;
    char name[24];

    for (int i = 0; i < 10; i++) {
        gp_error error;
        (void)snprintf(name, sizeof name, "s%d", i);
        if (gp_desk_pin(o->desk, anna(), gp_str_of(name), &error) != GP_OK)
            return o;
    }
    return NULL;
}

static void equal_pins_made_at_once_are_one(void **state)
{
    office *o = *state;
    pthread_t threads[4];
    gp_str_list pins, recents;

    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, pin_many, o), 0);
    for (size_t i = 0; i < 4; i++) {
        void *failed;
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
    }
    assert_int_equal(gp_desk_at_hand(o->desk, anna(), &o->arena, &pins, &recents, &o->error),
                     GP_OK);
    assert_int_equal(pins.count, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(no_more_than_fifty_are_pinned_and_the_error_says_so),
        OFFICE(what_is_not_pinned_cannot_be_moved_and_may_be_taken_out),
        OFFICE(a_refused_pin_is_no_trouble_of_the_disk),
        OFFICE(pins_keep_their_order_and_stay_where_they_are_when_pinned_again),
        OFFICE(a_pin_is_moved_to_any_place_and_the_others_move_along),
        OFFICE(of_what_was_used_the_last_twelve_stay_the_latest_first),
        OFFICE(what_is_at_hand_outlives_the_server),
        OFFICE(the_audit_does_not_tell_what_staff_look_at),
        OFFICE(equal_pins_made_at_once_are_one),
    };

    return cmocka_run_group_tests_name("pins", tests, NULL, NULL);
}
