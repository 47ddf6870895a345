/* gap_html.c - the gap report as one page to mail, print or open: its own style, no script, nothing from
 * elsewhere. What visitors wrote passes the escaper, always. */
#include "gap_print.h"

#include "base/html.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"robots\" content=\"noindex\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n"
    "<title>What visitors did not find</title>\n<style>\n"
    ":root{color-scheme:light dark;--text:#1d2a2f;--soft:#4c5b61;--ground:#fbfaf7;--line:#d5d9d6}\n"
    "@media(prefers-color-scheme:dark){:root{--text:#e6ebe9;--soft:#aab7b5;--ground:#151b1d;"
    "--line:#39474a}}\n"
    "body{margin:0 auto;max-width:44rem;padding:1.5rem 1rem 4rem;background:var(--ground);"
    "color:var(--text);font:1.0625rem/1.55 system-ui,sans-serif}\n"
    "h1,h2{line-height:1.25}h2{margin-top:2.5rem}h3{margin:0;font-size:1.0625rem}\n"
    "p{margin:.35rem 0}.soft{color:var(--soft)}\n"
    "article{padding:1rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}\n"
    "code{display:block;margin-top:.35rem;padding:.5rem .75rem;border:1px solid var(--line);"
    "border-radius:.375rem;font:.9375rem/1.5 ui-monospace,monospace;white-space:pre-wrap}\n"
    "@media print{:root{color-scheme:light;--text:#000;--soft:#333;--ground:#fff;--line:#999}"
    "body{max-width:none;padding:0}article{break-inside:avoid}}\n"
    "</style>\n</head>\n<body>\n<main>\n<h1>What visitors did not find</h1>\n";

static void add_count(gp_buf *out, uint64_t count, const char *one, const char *many)
{
    gp_buf_printf(out, "%llu %s", (unsigned long long)count, count == 1 ? one : many);
}

static void add_mend(gp_buf *out, gp_str mend)
{
    gp_buf_add_text(out, "<p>To mend it:<code>");
    gp_html_add_text(out, mend);
    gp_buf_add_text(out, "</code></p>\n</article>\n");
}

static void add_near(gp_buf *out, const gp_gap_group *group, gp_arena *arena)
{
    const gp_gap_place *place = &group->nearest;

    gp_buf_add_text(out, "<p class=\"soft\">");
    if (place->id.size == 0) {
        gp_buf_add_text(out, "No section is near.</p>\n");
        return;
    }
    gp_buf_add_text(out,
                    group->mend.kind == GP_GAP_MEND_WRITE ? "Nearest, but far: " : "Nearest: ");
    gp_html_add_text(out, gp_gaps_place_name(place, arena));
    gp_buf_add_text(out, " (");
    gp_html_add_text(out, place->path);
    gp_buf_add_text(out, ")</p>\n");
}

static void add_group(gp_buf *out, const gp_gap_report *report, const gp_gap_group *group,
                      gp_arena *arena)
{
    const gp_gap_question *questions = report->questions.items;

    gp_buf_add_text(out, "<article>\n<h3>");
    gp_html_add_text(out, questions[group->questions.items[0]].text);
    gp_buf_add_text(out, "</h3>\n<p class=\"soft\">Asked ");
    add_count(out, group->asked, "time", "times");
    gp_buf_add_text(out, "</p>\n");
    if (group->questions.count > 1) {
        gp_buf_add_text(out, "<ul>\n");
        for (size_t i = 1; i < group->questions.count; i++) {
            const gp_gap_question *question = &questions[group->questions.items[i]];
            gp_buf_add_text(out, "<li>");
            gp_html_add_text(out, question->text);
            gp_buf_printf(out, " <span class=\"soft\">(%llu)</span></li>\n",
                          (unsigned long long)question->asked);
        }
        gp_buf_add_text(out, "</ul>\n");
    }
    add_near(out, group, arena);
    add_mend(out, group->mend.text);
}

static void add_groups(gp_buf *out, const gp_gap_report *report, bool unanswered, const char *title,
                       gp_arena *arena)
{
    bool first = true;

    for (size_t i = 0; i < report->groups.count; i++) {
        if (report->groups.items[i].unanswered != unanswered)
            continue;
        if (first)
            gp_buf_printf(out, "<h2>%s</h2>\n", title);
        first = false;
        add_group(out, report, &report->groups.items[i], arena);
    }
}

static void add_sections(gp_buf *out, const gp_gap_report *report, gp_arena *arena)
{
    if (report->sections.count > 0)
        gp_buf_add_text(out, "<h2>Did not help</h2>\n");
    for (size_t i = 0; i < report->sections.count; i++) {
        const gp_gap_section *section = &report->sections.items[i];
        gp_buf_add_text(out, "<article>\n<h3>");
        gp_html_add_text(out, gp_gaps_place_name(&section->place, arena));
        gp_buf_printf(out, "</h3>\n<p class=\"soft\">%llu of ", (unsigned long long)section->no);
        add_count(out, section->no + section->yes, "vote says", "votes say");
        gp_buf_add_text(out, " that it did not help</p>\n");
        if (section->questions.count > 0)
            gp_buf_add_text(out, "<p>Questions that lead there:</p>\n<ul>\n");
        for (size_t j = 0; j < section->questions.count; j++) {
            gp_buf_add_text(out, "<li>");
            gp_html_add_text(out, section->questions.items[j]);
            gp_buf_add_text(out, "</li>\n");
        }
        if (section->questions.count > 0)
            gp_buf_add_text(out, "</ul>\n");
        add_mend(out, section->mend);
    }
}

void gaps_write_html(const gp_gap_report *report, gp_arena *arena, gp_buf *out)
{
    char from[16], to[16];

    gp_gaps_date(report->first_day, from);
    gp_gaps_date(report->last_day, to);
    gp_buf_add_text(out, head);
    gp_buf_printf(out, "<p>%s to %s: ", from, to);
    add_count(out, report->asked, "question counted, ", "questions counted, ");
    gp_buf_printf(out, "%zu without a good answer.</p>\n", report->questions.count);
    gp_buf_add_text(out, "<p class=\"soft\">Counted are questions that at least five visitors "
                         "asked on one day. Nothing here says who asked.</p>\n");
    if (report->groups.count + report->sections.count == 0)
        gp_buf_add_text(out, "<p>There is nothing to mend.</p>\n");
    add_groups(out, report, true, "Without an answer", arena);
    add_groups(out, report, false, "Answered weakly", arena);
    add_sections(out, report, arena);
    gp_buf_add_text(out, "</main>\n</body>\n</html>\n");
}
