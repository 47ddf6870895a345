/* error_page.c - what went wrong, in a visitor's words, below the help. */
#include "view/page.h"

/* What is said for a status: what happened, and what to do, in a visitor's words. */
typedef struct message {
    int status;
    const char *title, *text;
} message;

static const message messages[] = {
    {400, "We could not read that request",
     "Please go back and try again, or ask your question above."},
    {403, "That came from another site",
     "We take answers to \"was this helpful\" only from our own pages. Please use the form there."},
    {404, "This page is not here",
     "It may have moved or been renamed. Ask your question above, or look through all pages."},
    {405, "This page does not work that way", "Please go to the start page and try from there."},
    {408, "That took too long", "The connection was too slow for us. Please try again."},
    {413, "That was too long for us",
     "Please ask again in fewer words. One or two sentences are best."},
    {414, "That address is too long", "Please ask your question in the box above instead."},
    {415, "We could not read that form", "Please ask your question in the box above."},
    {429, "Please wait a moment",
     "Many questions came from your connection in a short time. Try again in a few seconds."},
    {431, "Your browser sent too much at once",
     "Clearing this site\xE2\x80\x99s data in your browser helps. Then try again."},
    {500, "Something went wrong on our side",
     "It is not your fault. Please try again in a moment."},
    {503, "We are busy right now", "Please try again in a few seconds."},
};
static const message other = {0, "That did not work", "Please go back and try again."};

typedef struct error_page {
    const gp_page *page;
    const gp_notice *notice;
    const message *said;
} error_page;

static const message *message_of(int status)
{
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        if (messages[i].status == status)
            return &messages[i];
    }
    return &other;
}

static void add_error(gp_template *template, const void *context)
{
    const error_page *self = context;
    const gp_page_help help = {self->page, self->notice};
    /* a notice brings the contact line along */
    gp_slot_fn *contact = self->notice == NULL ? gp_page_contact : NULL;

    gp_template_add(template, "error.html", "error",
                    GP_SLOTS(GP_FILL("notice", gp_page_notice, &help),
                             GP_FILL("contact", contact, self->page),
                             GP_TEXT("title", gp_str_of(self->said->title)),
                             GP_TEXT("text", gp_str_of(self->said->text))));
}

static void add_page(gp_buf *html, const gp_page *page, int status, const gp_notice *notice)
{
    const error_page self = {page, notice, message_of(status)};
    const gp_page_parts parts = {.page = page,
                                 .place = GP_PLACE_PASSING,
                                 .title = gp_str_of(self.said->title),
                                 .body = add_error,
                                 .context = &self};

    gp_page_add(html, &parts);
}

void gp_view_error(gp_buf *html, const gp_page *page, int status, const gp_notice *notice)
{
    size_t before = html->size;

    add_page(html, page, status, notice);
    /* help must show even when a designer's template is broken */
    if (html->status == GP_INVALID && page->web_folder != NULL) {
        gp_page ours = *page;
        ours.web_folder = NULL;
        html->status = GP_OK;
        gp_buf_truncate(html, before);
        add_page(html, &ours, status, notice);
    }
}
