/* feedback_page.c - thanks for a vote, and the way back: what a form without scripts leads to. */
#include "view/page.h"

typedef struct thanks {
    gp_str url;
    bool helpful;
} thanks;

static void add_thanks(gp_template *template, const void *context)
{
    const thanks *self = context;
    gp_str text = self->helpful ? GP_STR("It is good to know that this helped. Nothing about you "
                                         "was kept, only that one more reader found it helpful.")
                                : GP_STR("The people who write these pages will see that this did "
                                         "not help. Nothing about you was kept. If you need an "
                                         "answer now, please ask us in person.");

    gp_template_add(template, "feedback.html", "thanks",
                    GP_SLOTS(GP_TEXT("text", text), GP_ADDRESS("url", self->url)));
}

void gp_view_thanks(gp_buf *html, const gp_page *page, gp_str url, bool helpful)
{
    const thanks self = {url, helpful};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_PASSING,
                                 .title = GP_STR("Thank you"),
                                 .body = add_thanks,
                                 .context = &self};

    gp_page_add(html, &parts);
}
