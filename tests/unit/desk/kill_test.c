/* A child that approves without end is killed at any moment, a thousand times: what it had acknowledged is there, of
 * what it had not there is all or nothing, and the audit tells of just that. */
#include "unit/desk/office.h"

#include "desk/approvals.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum {
    KILLS = 1000,
    SECTIONS = 40,
    LONGEST_US = 6000
};

static uint64_t seed = 20261125;

static unsigned random_below(unsigned limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % limit;
}

/* One deed: an approval, and every third time a wish for changes. False: it failed. */
static bool approve_next(gp_desk_file *file, gp_arena *arena, int64_t number)
{
    gp_actor editor = {.account = GP_STR("maria"),
                       .shown = GP_STR("Dr. Maria Lind"),
                       .at = (int64_t)DAY * 86400 + number};
    gp_case of = {.section = gp_arena_printf(arena, "page#s%lld", (long long)number % SECTIONS),
                  .heading = GP_STR("Hours"),
                  .text = gp_arena_printf(arena, "Text %lld", (long long)number)};
    gp_section now = {.heading = of.heading, .text = of.text};
    gp_error error;

    if (number % 3 == 1)
        return gp_desk_file_ask_changes(file, &of, GP_STR("say which"), &editor, &error) == GP_OK;
    return gp_desk_file_approve(file, &of, gp_section_sha256(&now, arena), &editor, &error) ==
           GP_OK;
}

/* Never returns; a byte to `acknowledge` for each deed that is on the disk. */
static void work(const char *path, int acknowledge, int64_t number)
{
    gp_desk_file *file;
    gp_arena arena;
    gp_error error;

    gp_arena_init(&arena, 1 << 20);
    if (gp_desk_file_open(path, GP_DESK_COMMAND, &file, &error) != GP_OK)
        _exit(3);
    for (;; number++) {
        if (!approve_next(file, &arena, number) || write(acknowledge, "x", 1) != 1)
            _exit(4);
        gp_arena_reset(&arena);
    }
}

static size_t acknowledged(int from)
{
    char bytes[4096];
    size_t sum = 0;
    ssize_t got;

    while ((got = read(from, bytes, sizeof bytes)) > 0)
        sum += (size_t)got;
    return sum;
}

/* How many deeds the child acknowledged before it was killed. */
static size_t kill_one(office *o, int64_t number)
{
    struct timespec moment = {0, (long)random_below(LONGEST_US) * 1000};
    int ends[2];
    int end;
    size_t count;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(ends[0]);
        work(o->path, ends[1], number);
    }
    (void)close(ends[1]);
    /* half of them once they work, half whenever it comes */
    if (random_below(2) == 0) {
        struct pollfd first = {.fd = ends[0], .events = POLLIN};
        assert_true(poll(&first, 1, 60000) >= 0);
    }
    (void)nanosleep(&moment, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    count = acknowledged(ends[0]);
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &end, 0), child);
    if (!WIFSIGNALED(end))
        fail_msg("the child gave up with %d", WEXITSTATUS(end));
    return count;
}

static bool cut_off(const office *o)
{
    struct stat info;

    return stat(o->journal, &info) == 0 && info.st_size > 0;
}

/* Opens the desk as the next program would; the number of lines, each with its rows. */
static size_t sound_lines(office *o)
{
    gp_desk_file *file;
    size_t lines;
    char head[65];

    if (gp_desk_file_open(o->path, GP_DESK_COMMAND, &file, &o->error) != GP_OK ||
        gp_desk_file_audit_check(file, GP_STR(""), &lines, head, &o->error) != GP_OK ||
        gp_desk_file_approvals_check(file, &o->error) != GP_OK)
        fail_msg("%s", o->error.text);
    gp_desk_file_close(file);
    return lines;
}

static void no_acknowledged_approval_is_lost_and_no_half_one_kept(void **state)
{
    office *o = *state;
    size_t lines = 0;
    size_t cut = 0;
    size_t unsaid = 0;

    gp_desk_close(o->desk);
    o->desk = NULL;
    for (int i = 0; i < KILLS; i++) {
        size_t said = kill_one(o, (int64_t)lines);
        size_t now;
        cut += cut_off(o) ? 1 : 0;
        now = sound_lines(o);
        if (now < lines + said || now > lines + said + 1)
            fail_msg("kill %d: %zu lines, %zu acknowledged, %zu now", i, lines, said, now);
        unsaid += now - lines - said;
        lines = now;
    }
    print_message("%zu deeds; %zu kills cut one off, %zu came before it was acknowledged\n", lines,
                  cut, unsaid);
    assert_true(lines > KILLS / 4);
    assert_true(cut > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE(no_acknowledged_approval_is_lost_and_no_half_one_kept),
    };

    return cmocka_run_group_tests_name("kill", tests, NULL, NULL);
}
