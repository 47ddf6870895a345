#include "search/link.h"

#include "base/html.h"
#include "base/utf8.h"
#include "text/fold.h"

enum {
    URL_LIMIT = 8192,
    WHOLE_UP_TO = 10, /* words that are given whole */
    START_WORDS = 8,  /* else its beginning: long enough to stand nowhere before on the page */
    END_WORDS = 3
};

gp_str gp_section_url(gp_str id, gp_arena *arena)
{
    size_t hash = gp_str_find_byte(id, '#', 0);
    gp_buf url;
    gp_str made;

    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add_text(&url, "/a/");
    gp_url_add_part(&url, gp_str_slice(id, 0, hash));
    if (hash < id.size) {
        gp_buf_add_byte(&url, '#');
        gp_url_add_part(&url, gp_str_slice(id, hash + 1, id.size));
    }
    made = gp_arena_take(arena, &url);
    gp_buf_clear(&url);
    return made;
}

static bool word_character(gp_str text, size_t at)
{
    char byte = text.data[at];
    gp_character kind;

    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9'))
        return true; /* most are */
    kind = gp_character_of(gp_utf8_next(text, &at));

    return kind != GP_SEPARATOR && kind != GP_APOSTROPHE && kind != GP_IGNORED;
}

/* Words are what stands between blanks, without the punctuation around it. */
typedef GP_VEC(gp_str) word_list;

static gp_str bare_word(gp_str word)
{
    size_t end = word.size;

    while (word.size > 0 && !word_character(word, 0)) {
        size_t next = 0;
        (void)gp_utf8_next(word, &next);
        word = gp_str_slice(word, next, word.size);
    }
    end = word.size;
    while (end > 0) {
        size_t last = gp_utf8_floor(word, end - 1);
        if (word_character(word, last))
            break;
        end = last;
    }
    return gp_str_slice(word, 0, end);
}

static bool split_words(gp_str text, gp_arena *arena, word_list *words)
{
    gp_str rest = text.size > 0 ? text : (gp_str){NULL, 0};
    gp_str word;

    while (gp_str_next(&rest, ' ', &word)) {
        gp_str *kept;
        word = bare_word(word);
        if (word.size == 0)
            continue;
        kept = GP_VEC_PUSH(arena, words);
        if (kept == NULL)
            return false;
        *kept = word;
    }
    return true;
}

/* Text from the first byte of one word to the last of another, encoded: "-" too, which has a meaning
 * in the directive. */
static void add_span(gp_buf *url, gp_str first, gp_str last)
{
    gp_str span = {first.data, (size_t)(last.data + last.size - first.data)};

    for (size_t at = 0; at < span.size; at++) {
        size_t dash = gp_str_find_byte(span, '-', at);
        gp_url_add_part(url, gp_str_slice(span, at, dash));
        if (dash < span.size)
            gp_buf_add_text(url, "%2D");
        at = dash;
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The whole words at [start, end) that stand in one block. A table's row is several: only the cell
 * that holds `start` counts. */
static gp_str one_block(gp_str text, size_t start, size_t end)
{
    gp_str separator = GP_STR(" | ");
    size_t line_start = start;
    size_t at;
    gp_str line; /* up to its end, from the text's beginning */

    while (line_start > 0 && text.data[line_start - 1] != '\n')
        line_start--;
    line = gp_str_slice(text, 0, gp_str_find_byte(text, '\n', start));
    for (at = gp_str_find(line, separator, line_start); at < start;
         at = gp_str_find(line, separator, at + 1))
        line_start = at + separator.size;
    if (start < line_start)
        start = line_start;
    while (start > line_start && text.data[start - 1] != ' ')
        start--;
    at = gp_str_find(line, separator, start);
    while (end < at && text.data[end - 1] != ' ' && text.data[end] != ' ')
        end++;
    return gp_str_slice(text, start, least(at, end));
}

gp_str gp_link_to(const gp_section *section, gp_str text, size_t start, size_t end, gp_arena *arena)
{
    gp_str base = section->url.size > 0 ? section->url : gp_section_url(section->id, arena);
    word_list words = {NULL, 0, 0};
    gp_buf url;
    gp_str made;

    if (start >= end || !split_words(one_block(text, start, end), arena, &words) ||
        words.count == 0)
        return base;
    gp_buf_init(&url, URL_LIMIT);
    gp_buf_add(&url, base);
    gp_buf_add_text(&url, gp_str_find_byte(base, '#', 0) < base.size ? ":~:text=" : "#:~:text=");
    if (words.count <= WHOLE_UP_TO) {
        add_span(&url, words.items[0], words.items[words.count - 1]);
    } else {
        add_span(&url, words.items[0], words.items[START_WORDS - 1]);
        gp_buf_add_byte(&url, ',');
        add_span(&url, words.items[words.count - END_WORDS], words.items[words.count - 1]);
    }
    made = url.status == GP_OK ? gp_arena_take(arena, &url) : base;
    gp_buf_clear(&url);
    return made;
}
