/* questions.h - the desk's pages of what visitors asked and did not find, and of their votes.
 *
 * Privacy:  a question stands in the page and in fields that are posted, never in a title or an address.
 * Errors:   sticky in the buffer. Threads: pure.
 */
#ifndef GP_VIEW_DESK_QUESTIONS_H
#define GP_VIEW_DESK_QUESTIONS_H

#include "desk/questions.h"
#include "gaps/gaps.h"
#include "view/desk/chart.h"
#include "view/desk/desk.h"

#define GP_DESK_QUESTIONS_ALL (-1) /* no filter */

typedef struct gp_desk_questions {
    const gp_gap_report *report;     /* of the questions of this page */
    const gp_asked_list *asked;      /* these, the most asked first; found ones too */
    const gp_gap_list *states;       /* by question */
    const gp_account_list *accounts; /* to whom one may be given */
    int filter;                      /* a gp_gap_state, or GP_DESK_QUESTIONS_ALL */
    size_t number;                   /* of the page, from 1 */
    bool more;                       /* there is a page behind */
    gp_desk_message message;
} gp_desk_questions;

/* Gaps in groups with their mends, each question with its state and a form to change it; below, questions with a
 * state that are answered by now. */
void gp_view_desk_questions(gp_buf *html, const gp_page *page, const gp_desk_questions *shown);
/* The state of a question in a list by question; GP_GAP_NEW where there is none. `*row` NULL likewise. */
gp_gap_state gp_desk_state_of(const gp_gap_list *states, gp_str question, const gp_gap_row **row);

typedef struct gp_desk_lines {
    gp_str question;
    const gp_gap_place *place; /* where it is to be added */
    gp_str lines;              /* YAML; empty: the file has no front matter */
} gp_desk_lines;
/* What to write into which file so that the section is found by the question. */
void gp_view_desk_lines(gp_buf *html, const gp_page *page, const gp_desk_lines *shown);

typedef struct gp_desk_votes {
    const gp_gap_section_list *sections; /* gp_gaps_votes */
    const gp_chart *weeks;
} gp_desk_votes;
void gp_view_desk_votes(gp_buf *html, const gp_page *page, const gp_desk_votes *shown);

#endif
