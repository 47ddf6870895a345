#include "content/block_marks.h"

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '/' || byte == '.';
}

static gp_str first_word(gp_str text)
{
    size_t end = 0;

    text = gp_str_trim(text);
    while (end < text.size && is_name_byte(text.data[end]))
        end++;
    return gp_str_slice(text, 0, end);
}

/* A line that is one tag, such as "{{< name ... >}}", from end to end. With its words in a comment, as
 * Hugo shows one, it has no name and is text. */
static bool is_tag(gp_str text, gp_str open, gp_str close, gp_str *name)
{
    if (!gp_str_starts(text, open) || text.size < open.size + close.size ||
        gp_str_find(text, close, open.size) != text.size - close.size)
        return false;
    *name = first_word(gp_str_slice(text, open.size, text.size - close.size));
    return name->size > 0 && !gp_str_equal(*name, GP_STR("/"));
}

/* ":::note Title", ":::note[Title]", ":::". */
static bool is_fence(gp_str text, gp_str *kept, gp_str *name)
{
    gp_str rest;

    if (!gp_str_starts(text, GP_STR(":::")))
        return false;
    while (text.size > 0 && text.data[0] == ':')
        text = gp_str_slice(text, 1, text.size);
    *name = first_word(text);
    text = gp_str_trim(text);
    if (name->size == 0)
        return text.size == 0;
    rest = gp_str_trim(gp_str_slice(text, name->size, text.size));
    if (gp_str_starts(rest, GP_STR("[")) && gp_str_ends(rest, GP_STR("]")))
        rest = gp_str_slice(rest, 1, rest.size - 1);
    if (!gp_str_starts(rest, GP_STR("{")))
        *kept = rest;
    return true;
}

static bool closes(gp_str name)
{
    return gp_str_starts(name, GP_STR("/")) || gp_str_starts(name, GP_STR("end")) ||
           gp_str_equal(name, GP_STR("raw")) || gp_str_equal(name, GP_STR("highlight"));
}

gp_block_mark gp_block_mark_of(gp_str line, gp_str *kept, gp_str *name)
{
    gp_str text = gp_str_trim(line);

    *kept = gp_str_slice(line, 0, 0);
    *name = *kept;
    if (text.size < 3)
        return GP_BLOCK_TEXT;
    if (gp_str_equal(text, GP_STR("[TOC]")) || is_fence(text, kept, name))
        return GP_BLOCK_FORM;
    if (gp_str_starts(text, GP_STR("{:")) && gp_str_find_byte(text, '}', 0) == text.size - 1)
        return GP_BLOCK_FORM;
    if (is_tag(text, GP_STR("{{<"), GP_STR(">}}"), name) ||
        is_tag(text, GP_STR("{{%"), GP_STR("%}}"), name) ||
        is_tag(text, GP_STR("{%"), GP_STR("%}"), name))
        return closes(*name) ? GP_BLOCK_FORM : GP_BLOCK_CONTENT;
    return GP_BLOCK_TEXT;
}
