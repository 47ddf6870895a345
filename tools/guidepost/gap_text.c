/* gap_text.c - the gap report for a terminal, and as JSON. */
#include "cli.h"
#include "gap_print.h"

#include "base/json.h"
#include "desk/feedback.h"

enum {
    ALSO_MAX = 4 /* further wordings of a group that are shown */
};

static unsigned long long number(uint64_t value)
{
    return (unsigned long long)value;
}

/* ---- text ------------------------------------------------------------------------------------- */

static void put_line(FILE *out, const char *label, gp_str text)
{
    (void)fprintf(out, "       %-5s ", label);
    cli_put(out, text);
    (void)fputc('\n', out);
}

static void put_also(const gp_gap_report *report, const gp_gap_group *group, FILE *out)
{
    if (group->questions.count < 2)
        return;
    (void)fprintf(out, "       %-5s ", "also");
    for (size_t i = 1; i < group->questions.count && i <= ALSO_MAX; i++) {
        const gp_gap_question *question = &report->questions.items[group->questions.items[i]];
        (void)fputs(i > 1 ? "; " : "", out);
        cli_put(out, question->text);
        (void)fprintf(out, " (%llu)", number(question->asked));
    }
    if (group->questions.count > ALSO_MAX + 1)
        (void)fprintf(out, "; %zu more", group->questions.count - ALSO_MAX - 1);
    (void)fputc('\n', out);
}

/* What is nearest may be far: then the mend is to write. */
static void put_place(const gp_gap_group *group, gp_arena *arena, FILE *out)
{
    const gp_gap_place *place = &group->nearest;

    if (place->id.size == 0) {
        put_line(out, "near", GP_STR("nothing"));
        return;
    }
    put_line(out, group->mend.kind == GP_GAP_MEND_WRITE ? "far" : "near",
             gp_arena_printf(arena, "%.*s (%.*s)", GP_STR_ARGS(gp_gaps_place_name(place, arena)),
                             GP_STR_ARGS(place->path)));
}

static void put_groups(const gp_gap_report *report, bool unanswered, const char *title,
                       gp_arena *arena, FILE *out)
{
    bool first = true;

    for (size_t i = 0; i < report->groups.count; i++) {
        const gp_gap_group *group = &report->groups.items[i];
        if (group->unanswered != unanswered)
            continue;
        (void)fprintf(out, "%s%s", first ? "\n" : "", first ? title : "");
        first = false;
        (void)fprintf(out, "\n%5llu  ", number(group->asked));
        cli_put(out, report->questions.items[group->questions.items[0]].text);
        (void)fputc('\n', out);
        put_also(report, group, out);
        put_place(group, arena, out);
        put_line(out, "mend", group->mend.text);
    }
}

static void put_sections(const gp_gap_report *report, gp_arena *arena, FILE *out)
{
    if (report->sections.count > 0)
        (void)fputs("\nDid not help\n", out);
    for (size_t i = 0; i < report->sections.count; i++) {
        const gp_gap_section *section = &report->sections.items[i];
        (void)fprintf(out, "\n%5llu  ", number(section->no));
        cli_put(out, gp_gaps_place_name(&section->place, arena));
        (void)fprintf(out, " (%llu of %llu votes)\n", number(section->no),
                      number(section->no + section->yes));
        for (size_t j = 0; j < section->questions.count; j++)
            put_line(out, j == 0 ? "asked" : "", section->questions.items[j]);
        put_line(out, "mend", section->mend);
    }
}

void gaps_write_text(const gp_gap_report *report, gp_arena *arena, FILE *out)
{
    char from[16], to[16];

    gp_gaps_date(report->first_day, from);
    gp_gaps_date(report->last_day, to);
    (void)fprintf(out, "%s to %s: %zu questions counted, %zu without a good answer in %zu groups, ",
                  from, to, report->asked, report->questions.count, report->groups.count);
    (void)fprintf(out, "%zu sections that did not help\n", report->sections.count);
    put_groups(report, true, "Without an answer\n", arena, out);
    put_groups(report, false, "Answered weakly\n", arena, out);
    put_sections(report, arena, out);
}

/* ---- JSON ------------------------------------------------------------------------------------- */

static void add_place(gp_json *json, const char *key, const gp_gap_place *place)
{
    gp_json_key(json, key);
    if (place->id.size == 0) {
        gp_json_null(json);
        return;
    }
    gp_json_open(json, '{');
    gp_json_pair(json, "id", place->id);
    gp_json_pair(json, "title", place->title);
    gp_json_pair(json, "heading", place->heading);
    gp_json_pair(json, "path", place->path);
    gp_json_close(json, '}');
}

static void add_question(gp_json *json, const gp_gap_question *question)
{
    char date[16];

    gp_gaps_date(question->last_day, date);
    gp_json_open(json, '{');
    gp_json_pair(json, "question", question->text);
    gp_json_pair_int(json, "asked", (long long)question->asked);
    gp_json_pair(json, "match", gp_str_of(gp_match_level_name(question->match)));
    gp_json_pair(json, "last", gp_str_of(date));
    gp_json_close(json, '}');
}

static void add_group(gp_json *json, const gp_gap_report *report, const gp_gap_group *group)
{
    static const char *const kinds[] = {[GP_GAP_MEND_QUESTION] = "question",
                                        [GP_GAP_MEND_SYNONYM] = "synonym",
                                        [GP_GAP_MEND_WRITE] = "write"};

    gp_json_open(json, '{');
    gp_json_pair(json, "kind", gp_str_of(group->unanswered ? "unanswered" : "weak"));
    gp_json_pair_int(json, "asked", (long long)group->asked);
    gp_json_key(json, "questions");
    gp_json_open(json, '[');
    for (size_t i = 0; i < group->questions.count; i++)
        add_question(json, &report->questions.items[group->questions.items[i]]);
    gp_json_close(json, ']');
    add_place(json, "nearest", &group->nearest);
    gp_json_key(json, "mend");
    gp_json_open(json, '{');
    gp_json_pair(json, "kind", gp_str_of(kinds[group->mend.kind]));
    gp_json_pair(json, "text", group->mend.text);
    gp_json_close(json, '}');
    gp_json_close(json, '}');
}

static void add_section(gp_json *json, const gp_gap_section *section)
{
    gp_json_open(json, '{');
    add_place(json, "section", &section->place);
    gp_json_pair_int(json, "yes", (long long)section->yes);
    gp_json_pair_int(json, "no", (long long)section->no);
    gp_json_key(json, "reasons");
    gp_json_open(json, '{');
    for (int i = 1; i < GP_REASON_COUNT; i++) {
        if (section->reasons[i] > 0)
            gp_json_pair_int(json, gp_reason_name((gp_reason)i), (long long)section->reasons[i]);
    }
    gp_json_close(json, '}');
    gp_json_strings(json, "questions", section->questions.items, section->questions.count);
    gp_json_pair(json, "mend", section->mend);
    gp_json_close(json, '}');
}

void gaps_write_json(const gp_gap_report *report, gp_buf *out)
{
    char date[16];
    gp_json json;

    gp_json_init(&json, out);
    gp_json_open(&json, '{');
    gp_gaps_date(report->first_day, date);
    gp_json_pair(&json, "from", gp_str_of(date));
    gp_gaps_date(report->last_day, date);
    gp_json_pair(&json, "to", gp_str_of(date));
    gp_json_pair_int(&json, "questions", (long long)report->asked);
    gp_json_key(&json, "groups");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < report->groups.count; i++)
        add_group(&json, report, &report->groups.items[i]);
    gp_json_close(&json, ']');
    gp_json_key(&json, "unhelpful");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < report->sections.count; i++)
        add_section(&json, &report->sections.items[i]);
    gp_json_close(&json, ']');
    gp_json_close(&json, '}');
    gp_buf_add_byte(out, '\n');
}
