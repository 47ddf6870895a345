/* fixture.h - a made-up site, article and results that use every part of every page. */
#ifndef GP_TESTS_VIEW_FIXTURE_H
#define GP_TESTS_VIEW_FIXTURE_H

#include "view/view.h"

#include "base/clock.h"

#define S(literal)                                                                                 \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define LIST(array)                                                                                \
    {                                                                                              \
        (array), sizeof(array) / sizeof(array)[0], sizeof(array) / sizeof(array)[0]                \
    }

/* All of it may be changed by a test: a copy is made for each. */
typedef struct fixture {
    gp_notice notice;
    gp_str pin_questions[3];
    gp_str_list pin_lists[3];
    gp_pin pins[3];
    gp_site site;
    gp_page page;
    gp_document_line lines[9];
    gp_document_lines documents;
    gp_section sections[6];
    gp_document document;
    gp_hit hits[5];
    gp_str items[3];
    gp_related related[2];
    gp_related_list near; /* none, until a test gives it some */
    gp_str_list asked;    /* none, likewise */
    gp_facet tags[3];
    gp_search_request request;
    gp_results results;
    gp_stored_section stored;
} fixture;

static gp_str fixture_tags[] = {S("levels-of-care"), S("choosing")};
static gp_str fixture_tag_insurance[] = {S("insurance"), S("cost")};
static gp_str fixture_trail[] = {S("IOP or inpatient?"), S("Is an IOP as effective?")};
static gp_str fixture_title_trail[] = {S("IOP or inpatient?")};
static gp_str fixture_why[] = {S("iop = intensive outpatient program")};
static gp_str fixture_aliases[] = {S("hours"), S("what-is-an-iop")};
static gp_str fixture_related[] = {S("php-vs-iop"), S("gone"), S("faq-cost")};

static inline void fixture_make_site(fixture *f)
{
    static const char *const slugs[] = {"iop-vs-inpatient#how-many-hours-a-week-is-an-iop",
                                        "iop-vs-inpatient#what-is-inpatient-treatment",
                                        "not-shown#anywhere"};
    static const char *const asked[] = {"how many hours is iop", "do i have to sleep there",
                                        "a pin of an article that is not shown"};

    f->notice = (gp_notice){
        .id = S("crisis"),
        .title = S("If someone is in danger, get help now"),
        .html = S(
            "<p><strong>Call <a href=\"tel:911\">911</a> now</strong> if someone is not breathing, "
            "cannot be woken, has a seizure, or may have overdosed. Give naloxone if you have it, "
            "and stay with them.</p>\n<p><strong>Thinking about suicide, or worried about "
            "someone?</strong> Call <a href=\"tel:988\">988</a> or <a href=\"sms:988\">text "
            "988</a>, the Suicide &amp; Crisis Lifeline, day or night.</p>\n<p><strong>To find "
            "treatment:</strong> SAMHSA&#39;s National Helpline, <a "
            "href=\"tel:18006624357\">1-800-662-4357</a>, is free and confidential.</p>")};
    for (size_t i = 0; i < 3; i++) {
        f->pin_questions[i] = gp_str_of(asked[i]);
        f->pins[i].section = gp_str_of(slugs[i]);
        f->pins[i].questions.items = &f->pin_questions[i];
        f->pins[i].questions.count = 1;
    }
    f->site = (gp_site){
        .title = S("Example Recovery Center: Help and Answers"),
        .tagline = S("Plain answers about treatment, for you or someone you love"),
        .contact_html = S("<p><strong>Speak to a specialist:</strong> your center&#39;s telephone "
                          "number and e-mail address go here</p>"),
        .sample_data = true};
    f->site.pins.items = f->pins;
    f->site.pins.count = 3;
    f->site.notices.items = &f->notice;
    f->site.notices.count = 1;
    f->page = (gp_page){.site = &f->site, .asset_version = S("0123456789ab")};
    (void)gp_date_parse(GP_STR("2026-11-23"), &f->page.today);
}

static inline gp_document_line fixture_line(gp_kind kind, const char *slug, const char *title,
                                            const char *summary)
{
    return (gp_document_line){.slug = gp_str_of(slug),
                              .title = gp_str_of(title),
                              .summary = gp_str_of(summary),
                              .updated = S("2026-09-14"),
                              .kind = kind,
                              .tags = LIST(fixture_tags),
                              .sections = 5,
                              .publish_on = INT32_MIN,
                              .expires_on = INT32_MAX};
}

static inline void fixture_make_lines(fixture *f)
{
    f->lines[0] = fixture_line(
        GP_GUIDE, "iop-vs-inpatient",
        "How is an intensive outpatient program (IOP) different from inpatient treatment?",
        "Inpatient means living at a facility; an IOP gives at least 9 hours of treatment a week "
        "while you live at home. Who each one suits, and how well each works.");
    f->lines[1] = fixture_line(GP_POST, "php-vs-iop", "PHP against IOP",
                               "Twenty hours a week or nine: what the difference means for you.");
    f->lines[2] = fixture_line(GP_POST, "first-week-of-iop", "The first week of an IOP",
                               "What happens on each day, from the first call to the first group.");
    f->lines[3] = fixture_line(GP_POST, "sober-living-homes", "Sober living homes",
                               "A safe place to sleep while you work on your recovery.");
    f->lines[4] = fixture_line(GP_FAQ, "faq-cost", "Cost and insurance: common questions",
                               "Who pays, and how to find out before you start.");
    f->lines[4].tags = (gp_str_list)LIST(fixture_tag_insurance);
    f->lines[5] = fixture_line(GP_FAQ, "faq-family", "Family and friends: common questions", "");
    f->lines[6] = fixture_line(GP_FAQ, "faq-detox", "Detox and medication: common questions",
                               "Withdrawal, medicines, and when it is an emergency.");
    f->lines[7] = fixture_line(GP_PAGE, "glossary", "Glossary: terms and acronyms",
                               "What the short words mean.");
    f->lines[8] = fixture_line(GP_PAGE, "staff-insurance-calls", "Wording for insurance calls",
                               "What to say, and what not to promise.");
    f->lines[8].audience = GP_STAFF;
    f->documents.items = f->lines;
    f->documents.count = 8;
}

static inline gp_section fixture_section(const char *anchor, const char *heading, int level,
                                         const char *html)
{
    return (gp_section){.id = S("iop-vs-inpatient#how-many-hours-a-week-is-an-iop"),
                        .anchor = gp_str_of(anchor),
                        .heading = gp_str_of(heading),
                        .level = level,
                        .text = S("An IOP is at least 9 hours of service a week."),
                        .html = gp_str_of(html)};
}

static inline void fixture_make_sections(fixture *f)
{
    static const char *const ids[] = {
        "iop-vs-inpatient",
        "iop-vs-inpatient#what-are-the-differences-between-outpatient-and-inpatient-treatment",
        "iop-vs-inpatient#what-is-inpatient-treatment",
        "iop-vs-inpatient#how-many-hours-a-week-is-an-iop",
        "iop-vs-inpatient#what-is-an-iop",
        "iop-vs-inpatient#is-there-an-iop-near-me"};

    f->sections[0] = fixture_section(
        "", "", 1,
        "<p>Choosing the kind of program is one of the first decisions on the way into recovery. "
        "You do not have to make that choice perfectly, and you do not have to make it "
        "alone.</p>\n<p>In an emergency call <a href=\"tel:911\">911</a>.</p>\n");
    f->sections[1] = fixture_section(
        "what-are-the-differences-between-outpatient-and-inpatient-treatment",
        "What are the differences between outpatient and inpatient treatment?", 2,
        "<p>The main difference is where you live: in inpatient treatment you live at the "
        "facility, and in outpatient treatment you live at home.</p>\n"
        "<div class=\"table\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Table\"><table>\n<thead>\n"
        "<tr><th scope=\"col\"></th><th scope=\"col\">Inpatient</th><th scope=\"col\">IOP</th><th "
        "scope=\"col\">Outpatient</th></tr>\n</thead>\n<tbody>\n<tr><td>Where you sleep</td><td>At "
        "the facility</td><td>At home or where you choose</td><td>At home or where you "
        "choose</td></tr>\n<tr><td>Hours of service</td><td>Part of every day</td><td>At least 9 "
        "hours a week</td><td>Fewer than 9 hours a "
        "week</td></tr>\n</tbody>\n</table></div>\n");
    f->sections[2] = fixture_section(
        "what-is-inpatient-treatment", "What is inpatient treatment?", 3,
        "<p>Inpatient treatment is live-in care at a supervised facility. You can expect:</p>\n"
        "<ul>\n<li>an individual treatment plan, made for you;</li>\n<li>a support system;</li>\n"
        "<li>relapse management, and work on your triggers.</li>\n</ul>\n"
        "<blockquote class=\"alert warning\">\n<p>Stopping alcohol suddenly can be "
        "life-threatening. Talk to a doctor first.</p>\n</blockquote>\n");
    f->sections[2].approval = (gp_approval){
        .state = GP_LAPSED, .by = S("A reviewer whose approval lapsed"), .on = S("2026-01-02")};
    f->sections[3] = fixture_section(
        "how-many-hours-a-week-is-an-iop", "How many hours a week is an IOP?", 2,
        "<p>An IOP is at least 9 hours of service a week, commonly three sessions of 3 hours "
        "each.<sup class=\"citation\"><a href=\"#source-1\" aria-label=\"Source 1\">1</a></sup> "
        "The difference is explained in <a href=\"/a/php-vs-iop\">PHP against IOP</a>.</p>\n");
    f->sections[3].aliases = (gp_str_list)LIST(fixture_aliases);
    f->sections[3].trail = (gp_str_list)LIST(fixture_title_trail);
    f->sections[3].approval = (gp_approval){.state = GP_APPROVED,
                                            .by = S("Sample reviewer (not a clinician)"),
                                            .on = S("2026-09-01"),
                                            .review_by = S("2027-03-01")};
    f->sections[3].markdown = (gp_str)S("## How many hours a week is an IOP?\n\nAn IOP is at least "
                                        "9 hours of service a week.\n");
    f->sections[4] = fixture_section("what-is-an-iop", "What is an IOP?", 2,
                                     "<p>An IOP is an intensive outpatient program.</p>\n");
    f->sections[4].approval = (gp_approval){.state = GP_APPROVED,
                                            .by = S("A reviewer who is overdue"),
                                            .on = S("2025-01-02"),
                                            .review_by = S("2026-01-02")};
    f->sections[5] = fixture_section(
        "is-there-an-iop-near-me", "Is there an IOP near me?", 2,
        "<p>To find a real program near you today, call SAMHSA&#39;s National Helpline at <a "
        "href=\"tel:18006624357\">1-800-662-4357</a>.</p>\n<section class=\"sources\" "
        "aria-label=\"Sources\"><p>Sources</p>\n<ol>\n<li id=\"source-1\">McCarty et al., "
        "Psychiatric Services 65(6), 2014.</li>\n</ol></section>\n");
    for (size_t i = 0; i < 6; i++)
        f->sections[i].id = gp_str_of(ids[i]);
}

static inline void fixture_make_document(fixture *f)
{
    fixture_make_sections(f);
    f->document = (gp_document){.path = S("guide/iop-vs-inpatient.md"),
                                .slug = S("iop-vs-inpatient"),
                                .title = f->lines[0].title,
                                .summary = f->lines[0].summary,
                                .lang = S("en"),
                                .updated = S("2026-09-14"),
                                .kind = GP_GUIDE,
                                .tags = LIST(fixture_tags),
                                .related = LIST(fixture_related)};
    f->document.sections.items = f->sections;
    f->document.sections.count = 6;
}

static inline gp_hit fixture_hit(const char *id, const char *slug, const char *heading,
                                 const char *url, const char *snippet)
{
    return (gp_hit){.id = gp_str_of(id),
                    .slug = gp_str_of(slug),
                    .title = S("How is an intensive outpatient program (IOP) different from "
                               "inpatient treatment?"),
                    .heading = gp_str_of(heading),
                    .updated = S("2026-09-14"),
                    .trail = LIST(fixture_title_trail),
                    .url = gp_str_of(url),
                    .snippet_html = gp_str_of(snippet),
                    .score = 0.71,
                    .tags = LIST(fixture_tags)};
}

static inline void fixture_make_hits(fixture *f)
{
    f->hits[0] = fixture_hit(
        "iop-vs-inpatient#how-many-hours-a-week-is-an-iop", "iop-vs-inpatient",
        "How many hours a week is an IOP?",
        "/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop:~:text=An%20IOP,a%20week",
        "An <mark>IOP</mark> is at least 9 <mark>hours</mark> of service a <mark>week</mark>, "
        "commonly three sessions of 3 <mark>hours</mark> each.");
    f->hits[0].why = (gp_str_list)LIST(fixture_why);
    f->hits[0].approval = f->sections[3].approval;
    f->hits[1] = fixture_hit("iop-vs-inpatient", "iop-vs-inpatient", "", "/a/iop-vs-inpatient",
                             "Choosing the kind of program is one of the first decisions.");
    f->hits[2] = fixture_hit(
        "iop-vs-inpatient#how-long-does-an-iop-last", "iop-vs-inpatient",
        "How long does an IOP last?", "/a/iop-vs-inpatient#how-long-does-an-iop-last",
        "An <mark>IOP</mark> usually lasts longer than an inpatient stay \xE2\x80\xA6 many "
        "programs lower the <mark>hours</mark> step by step near the end.");
    f->hits[2].trail = (gp_str_list)LIST(fixture_trail);
    f->hits[3] = fixture_hit("php-vs-iop#hours", "php-vs-iop", "How many hours is each?",
                             "/a/php-vs-iop#hours",
                             "A PHP is 20 or more <mark>hours</mark> a <mark>week</mark>.");
    f->hits[3].title = (gp_str)S("PHP against IOP");
    f->hits[3].kind = GP_POST;
    f->hits[4] = fixture_hit("staff-insurance-calls", "staff-insurance-calls", "",
                             "/a/staff-insurance-calls", "Say how many <mark>hours</mark> a week.");
    f->hits[4].title = (gp_str)S("Wording for insurance calls");
    f->hits[4].kind = GP_PAGE;
    f->hits[4].audience = GP_STAFF;
}

static inline void fixture_make_results(fixture *f)
{
    f->items[0] = (gp_str)S("at least <mark>9 hours</mark> of service a week;");
    f->items[1] = (gp_str)S("commonly three sessions of 3 hours each.");
    f->related[0] = (gp_related){.id = S("php-vs-iop#levels"),
                                 .heading = S("What the ASAM levels mean"),
                                 .title = S("PHP against IOP"),
                                 .url = S("/a/php-vs-iop#levels")};
    f->related[1] = (gp_related){.id = S("faq-cost"),
                                 .title = S("Cost and insurance: common questions"),
                                 .url = S("/a/faq-cost")};
    f->tags[0] = (gp_facet){S("levels-of-care"), 9};
    f->tags[1] = (gp_facet){S("insurance"), 3};
    f->request = (gp_search_request){
        .question = S("how many hours a week is an IOP?"), .posted = true, .today = f->page.today};
    f->results = (gp_results){
        .question = f->request.question,
        .match = GP_MATCH_EXACT,
        .total = 12,
        .limit = 10,
        .took_us = 640,
        .answer = {.present = true,
                   .id = S("iop-vs-inpatient#how-many-hours-a-week-is-an-iop"),
                   .slug = S("iop-vs-inpatient"),
                   .title = f->lines[0].title,
                   .heading = S("How many hours a week is an IOP?"),
                   .url = S("/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop:~:text=An%20IOP"),
                   .text = S("An IOP is at least 9 hours of service a week, commonly three "
                             "sessions of 3 hours each."),
                   .html = S("An IOP is <mark>at least 9 hours</mark> of service a week, commonly "
                             "three sessions of 3 hours each."),
                   .confidence = 0.83,
                   .approval = f->sections[3].approval},
        .kinds = {7, 3, 2, 0}};
    f->results.hits.items = f->hits;
    f->results.hits.count = 4;
    f->results.related.items = f->related;
    f->results.related.count = 2;
    f->results.tags.items = f->tags;
    f->results.tags.count = 2;
}

/* A question that nothing answers. */
static inline void fixture_empty_results(fixture *f)
{
    gp_str question = f->results.question;

    f->results = (gp_results){.question = question, .limit = 10, .match = GP_MATCH_NONE};
}

static inline void fixture_make(fixture *f)
{
    *f = (fixture){.page = {.site = NULL}};
    fixture_make_site(f);
    fixture_make_lines(f);
    fixture_make_document(f);
    fixture_make_hits(f);
    fixture_make_results(f);
    f->stored = (gp_stored_section){.section = f->sections[3],
                                    .slug = f->document.slug,
                                    .title = f->document.title,
                                    .updated = f->document.updated,
                                    .tags = LIST(fixture_tags)};
}

/* The home page of all that the fixture holds. */
static inline void fixture_home(gp_buf *html, const fixture *f)
{
    const gp_home home = {
        .documents = &f->documents, .guides = &f->document, .guide_count = 1, .asked = &f->asked};

    gp_view_home(html, &f->page, &home);
}

#endif
