#include "search/suggest_key.h"

#include "base/utf8.h"
#include "text/fold.h"

/* Walks over a text; each step gives what one character adds to the key. */
typedef struct walk {
    gp_str text;
    size_t at;
    bool begun;        /* something was given */
    bool gap;          /* a separator waits for what follows */
    gp_character kind; /* of the last character */
    char out[GP_FOLD_MAX + 1];
} walk;

static size_t fold_character(uint32_t code, char out[GP_FOLD_MAX])
{
    if (code < 0x80) {
        out[0] = (char)(code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code);
        return 1;
    }
    return gp_fold(code, out);
}

/* Bytes that the next character adds, in walk->out; may be none. */
static size_t step(walk *self)
{
    uint32_t code = gp_utf8_next(self->text, &self->at);
    size_t gap = self->gap ? 1 : 0;
    size_t size;

    self->kind = gp_character_of(code);
    if (self->kind == GP_SEPARATOR)
        self->gap = self->begun;
    if (self->kind == GP_SEPARATOR || self->kind == GP_APOSTROPHE || self->kind == GP_IGNORED)
        return 0;
    self->out[0] = ' ';
    size = fold_character(code, self->out + gap);
    if (size == 0) /* an accent */
        return 0;
    self->gap = false;
    self->begun = true;
    return gap + size;
}

void gp_suggest_key(gp_str text, gp_buf *key)
{
    walk self = {.text = text};

    while (self.at < text.size) {
        size_t size = step(&self);
        gp_buf_add(key, (gp_str){self.out, size});
    }
    if (self.gap)
        gp_buf_add_byte(key, ' ');
}

void gp_suggest_key_place(gp_str text, size_t size, size_t *start, size_t *end)
{
    walk self = {.text = text};
    size_t given = 0;

    *start = *end = 0;
    while (self.at < text.size) {
        size_t from = self.at;
        size_t added = step(&self);
        if (given >= size && (added > 0 || self.kind != GP_MARK))
            return;
        if (given == 0 && added > 0)
            *start = from;
        given += added;
        if (given > 0)
            *end = self.at;
    }
}
