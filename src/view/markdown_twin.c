/* markdown_twin.c - an article as Markdown: its source where it has one, else heading and text. */
#include "view/view.h"

#include "base/html.h"

/* A title or heading is one line, whatever its source held. */
static void add_line(gp_buf *text, const char *before, gp_str line)
{
    gp_buf_add_text(text, before);
    for (size_t i = 0; i < line.size; i++)
        gp_buf_add_byte(text, (unsigned char)line.data[i] < ' ' ? ' ' : line.data[i]);
    gp_buf_add_text(text, "\n");
}

static void add_head(gp_buf *text, const gp_page *page, const gp_document *document)
{
    add_line(text, "# ", document->title);
    if (document->summary.size > 0) {
        gp_buf_add_byte(text, '\n');
        add_line(text, "> ", document->summary);
    }
    gp_buf_add_text(text, "\nPage: ");
    gp_buf_add(text, page->base_url);
    gp_buf_add_text(text, "/a/");
    gp_url_add_part(text, document->slug);
    gp_buf_add_byte(text, '\n');
    if (document->updated.size > 0)
        add_line(text, "Last updated: ", document->updated);
    if (page->site->sample_data)
        add_line(text, "", GP_STR("Sample content: not reviewed by a clinician."));
}

/* Formats without Markdown of their own: heading and plain text. */
static void add_plain(gp_buf *text, const gp_section *section)
{
    static const char marks[] = "######";
    size_t level = section->level < 2 ? 2 : section->level > 6 ? 6 : (size_t)section->level;

    if (section->heading.size > 0) {
        gp_buf_add(text, (gp_str){marks, level});
        add_line(text, " ", section->heading);
        gp_buf_add_byte(text, '\n');
    }
    gp_buf_add(text, gp_str_trim(section->text));
    gp_buf_add_byte(text, '\n');
}

void gp_view_markdown(gp_buf *text, const gp_page *page, const gp_document *document)
{
    add_head(text, page, document);
    for (size_t i = 0; i < document->sections.count; i++) {
        const gp_section *section = &document->sections.items[i];
        if (section->markdown.size == 0 && section->text.size == 0 && section->heading.size == 0)
            continue;
        gp_buf_add_byte(text, '\n');
        if (section->markdown.size == 0) {
            add_plain(text, section);
            continue;
        }
        gp_buf_add(text, gp_str_trim(section->markdown));
        gp_buf_add_byte(text, '\n');
    }
}
