/* gap_print.h - the report of gaps (gaps/gaps.h) as text, JSON or one page. */
#ifndef GUIDEPOST_GAP_PRINT_H
#define GUIDEPOST_GAP_PRINT_H

#include "gaps/gaps.h"

#include <stdio.h>

void gaps_write_text(const gp_gap_report *report, gp_arena *arena, FILE *out);
void gaps_write_json(const gp_gap_report *report, gp_buf *out);
/* One page without script or anything from elsewhere. */
void gaps_write_html(const gp_gap_report *report, gp_arena *arena, gp_buf *out);

#endif
