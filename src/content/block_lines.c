#include "content/block_lines.h"

static gp_str word_of(gp_str text)
{
    size_t end = 0;

    while (end < text.size && ((text.data[end] >= 'a' && text.data[end] <= 'z') ||
                               (text.data[end] >= 'A' && text.data[end] <= 'Z') ||
                               text.data[end] == '-' || text.data[end] == '_'))
        end++;
    return gp_str_slice(text, 0, end);
}

bool gp_line_fence(gp_str text, gp_str *kept)
{
    gp_str name;

    if (!gp_str_starts(text, GP_STR(":::")))
        return false;
    while (text.size > 0 && text.data[0] == ':')
        text = gp_str_slice(text, 1, text.size);
    text = gp_str_trim(text);
    name = word_of(text);
    *kept = gp_str_slice(text, 0, 0);
    if (name.size == 0)
        return text.size == 0;
    text = gp_str_trim(gp_str_slice(text, name.size, text.size));
    if (gp_str_starts(text, GP_STR("[")) && gp_str_ends(text, GP_STR("]")))
        text = gp_str_slice(text, 1, text.size - 1);
    if (!gp_str_starts(text, GP_STR("{")))
        *kept = text;
    return true;
}

size_t gp_line_columns(gp_str line)
{
    size_t count = 0;

    for (size_t i = 0; i < line.size && (line.data[i] == ' ' || line.data[i] == '\t'); i++)
        count += line.data[i] == '\t' ? GP_LINE_INDENT - count % GP_LINE_INDENT : 1;
    return count;
}

bool gp_line_admonition(gp_str text, gp_str *kept)
{
    bool tab = gp_str_starts(text, GP_STR("=== \""));
    size_t quote = gp_str_find_byte(text, '"', 0);
    gp_str words;

    if (!tab && !gp_str_starts(text, GP_STR("!!! ")) && !gp_str_starts(text, GP_STR("??? ")) &&
        !gp_str_starts(text, GP_STR("???+ ")))
        return false;
    words = gp_str_trim(gp_str_slice(text, 4, quote));
    for (size_t i = 0; i < words.size; i++) {
        gp_str byte = gp_str_slice(words, i, i + 1);
        if (words.data[i] != ' ' && words.data[i] != '+' && word_of(byte).size == 0)
            return false;
    }
    *kept = gp_str_slice(text, text.size, text.size);
    if (quote == text.size)
        return words.size > 0;
    *kept = gp_str_slice(text, quote + 1, text.size - 1);
    return gp_str_ends(text, GP_STR("\"")) && text.size > quote + 1;
}

bool gp_line_atx(gp_str line)
{
    size_t level = 0;

    line = gp_str_trim(line);
    while (level < line.size && line.data[level] == '#')
        level++;
    return level > 0 && level <= 6 && level < line.size && line.data[level] == ' ';
}

bool gp_line_underline(gp_str line)
{
    line = gp_str_trim(line);
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] != line.data[0])
            return false;
    }
    return line.size > 0 && (line.data[0] == '=' || line.data[0] == '-');
}
