#include "text/diff.h"

#include "base/hash.h"

#define NOWHERE (-1)
#define BEYOND  INT32_MAX

/* A text cut into tokens; equal tokens have equal numbers. */
typedef struct side {
    gp_str *tokens;
    uint32_t *numbers;
    bool *changed;
    int32_t count;
} side;

/* What the search needs; `forward` and `backward` are addressed by diagonal, from -(new + 1) on. */
typedef struct search {
    side old, new;
    int32_t *forward, *backward;
    size_t *steps; /* left */
} search;

typedef struct box {
    int32_t old, old_end, new, new_end;
} box;

/* ---- tokens --------------------------------------------------------------------------------- */

typedef size_t token_fn(gp_str text, size_t at);

static size_t line_end(gp_str text, size_t at)
{
    size_t end = gp_str_find_byte(text, '\n', at);

    return end < text.size ? end + 1 : end;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static bool is_letter(char byte)
{
    return ((unsigned char)byte & 0x80) != 0 || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

/* A run of letters and digits, a run of blanks, or one other byte. */
static size_t word_end(gp_str text, size_t at)
{
    size_t end = at + 1;

    if (is_blank(text.data[at])) {
        while (end < text.size && is_blank(text.data[end]))
            end++;
    } else if (is_letter(text.data[at])) {
        while (end < text.size && is_letter(text.data[end]))
            end++;
    }
    return end;
}

static gp_status cut(gp_str text, token_fn *end_of, gp_arena *arena, side *out)
{
    size_t count = 0;

    for (size_t at = 0; at < text.size; at = end_of(text, at))
        count++;
    out->tokens = gp_arena_alloc(arena, (count + 1) * sizeof *out->tokens);
    out->numbers = gp_arena_alloc(arena, (count + 1) * sizeof *out->numbers);
    out->changed = gp_arena_alloc(arena, count + 1);
    out->count = (int32_t)count;
    if (out->tokens == NULL || out->numbers == NULL || out->changed == NULL)
        return GP_NO_MEMORY;
    count = 0;
    for (size_t at = 0; at < text.size;) {
        size_t end = end_of(text, at);
        out->tokens[count++] = gp_str_slice(text, at, end);
        at = end;
    }
    return GP_OK;
}

/* Gives each token the number of its first equal. */
static void number(side *self, const gp_str **table, size_t mask, uint32_t *numbers)
{
    for (int32_t i = 0; i < self->count; i++) {
        size_t at = (size_t)gp_hash64(self->tokens[i]) & mask;
        while (table[at] != NULL && !gp_str_equal(*table[at], self->tokens[i]))
            at = (at + 1) & mask;
        if (table[at] == NULL) {
            table[at] = &self->tokens[i];
            numbers[at] = (uint32_t)at;
        }
        self->numbers[i] = numbers[at];
    }
}

static gp_status number_both(search *self, gp_arena *arena)
{
    size_t need = 2 * ((size_t)self->old.count + (size_t)self->new.count) + 2;
    size_t size = 4;
    const gp_str **table;
    uint32_t *numbers;

    while (size < need)
        size *= 2;
    table = gp_arena_alloc(arena, size * sizeof(gp_str *));
    numbers = gp_arena_alloc(arena, size * sizeof *numbers);
    if (table == NULL || numbers == NULL)
        return GP_NO_MEMORY;
    number(&self->old, table, size - 1, numbers);
    number(&self->new, table, size - 1, numbers);
    return GP_OK;
}

/* ---- Myers ---------------------------------------------------------------------------------- */

/* The window of diagonals that one direction has reached. */
typedef struct window {
    int32_t low, high;
} window;

static void widen(window *self, const box *in, int32_t *reached, int32_t outside)
{
    int32_t lowest = in->old - in->new_end;
    int32_t highest = in->old_end - in->new;

    if (self->low > lowest)
        reached[--self->low - 1] = outside;
    else
        self->low++;
    if (self->high < highest)
        reached[++self->high + 1] = outside;
    else
        self->high--;
}

static bool within(const window *self, int32_t diagonal)
{
    return self->low <= diagonal && diagonal <= self->high;
}

/* One more edit from the front; true when it meets what came from the end: then *x, *y. */
static bool advance(const search *self, const box *in, const window *mine, const window *theirs,
                    int32_t *x, int32_t *y)
{
    int32_t *far = self->forward;

    for (int32_t k = mine->high; k >= mine->low; k -= 2) {
        int32_t i = far[k - 1] >= far[k + 1] ? far[k - 1] + 1 : far[k + 1];
        int32_t j = i - k;
        while (i < in->old_end && j < in->new_end && self->old.numbers[i] == self->new.numbers[j]) {
            i++;
            j++;
        }
        far[k] = i;
        if (theirs != NULL && within(theirs, k) && self->backward[k] <= i) {
            *x = i;
            *y = j;
            return true;
        }
    }
    return false;
}

static bool retreat(const search *self, const box *in, const window *mine, const window *theirs,
                    int32_t *x, int32_t *y)
{
    int32_t *far = self->backward;

    for (int32_t k = mine->high; k >= mine->low; k -= 2) {
        int32_t i = far[k - 1] < far[k + 1] ? far[k - 1] : far[k + 1] - 1;
        int32_t j = i - k;
        while (i > in->old && j > in->new && self->old.numbers[i - 1] == self->new.numbers[j - 1]) {
            i--;
            j--;
        }
        far[k] = i;
        if (theirs != NULL && within(theirs, k) && i <= self->forward[k]) {
            *x = i;
            *y = j;
            return true;
        }
    }
    return false;
}

static bool spend(const search *self, const window *mine)
{
    size_t width = (size_t)(mine->high - mine->low) / 2 + 1;

    if (*self->steps < width) {
        *self->steps = 0;
        return false;
    }
    *self->steps -= width;
    return true;
}

/* A point on a shortest way through the box; false when the steps are used up. */
static bool find_middle(const search *self, const box *in, int32_t *x, int32_t *y)
{
    int32_t first = in->old - in->new;
    int32_t last = in->old_end - in->new_end;
    bool odd = ((first - last) & 1) != 0;
    window front = {first, first};
    window back = {last, last};

    self->forward[first] = in->old;
    self->backward[last] = in->old_end;
    for (;;) {
        widen(&front, in, self->forward, NOWHERE);
        if (!spend(self, &front))
            return false;
        if (advance(self, in, &front, odd ? &back : NULL, x, y))
            return true;
        widen(&back, in, self->backward, BEYOND);
        if (!spend(self, &back))
            return false;
        if (retreat(self, in, &back, odd ? NULL : &front, x, y))
            return true;
    }
}

static void mark(bool *changed, int32_t from, int32_t to)
{
    for (int32_t i = from; i < to; i++)
        changed[i] = true;
}

/* Depth: the edits halve each time. */
static void compare(search *self, box in)
{
    int32_t x, y;

    while (in.old < in.old_end && in.new < in.new_end &&
           self->old.numbers[in.old] == self->new.numbers[in.new]) {
        in.old++;
        in.new ++;
    }
    while (in.old < in.old_end && in.new < in.new_end &&
           self->old.numbers[in.old_end - 1] == self->new.numbers[in.new_end - 1]) {
        in.old_end--;
        in.new_end--;
    }
    if (in.old == in.old_end || in.new == in.new_end || !find_middle(self, &in, &x, &y)) {
        mark(self->old.changed, in.old, in.old_end);
        mark(self->new.changed, in.new, in.new_end);
        return;
    }
    compare(self, (box){in.old, x, in.new, y});
    compare(self, (box){x, in.old_end, y, in.new_end});
}

static gp_status search_in(gp_str before, gp_str after, token_fn *end_of, size_t *steps,
                           gp_arena *arena, search *self)
{
    size_t room;
    gp_status status = cut(before, end_of, arena, &self->old);

    if (status == GP_OK)
        status = cut(after, end_of, arena, &self->new);
    if (status == GP_OK)
        status = number_both(self, arena);
    if (status != GP_OK)
        return status;
    self->steps = steps;
    room = (size_t)self->old.count + (size_t)self->new.count + 3;
    self->forward = gp_arena_alloc(arena, room * sizeof *self->forward);
    self->backward = gp_arena_alloc(arena, room * sizeof *self->backward);
    if (self->forward == NULL || self->backward == NULL)
        return GP_NO_MEMORY;
    self->forward += self->new.count + 1;
    self->backward += self->new.count + 1;
    compare(self, (box){0, self->old.count, 0, self->new.count});
    return GP_OK;
}

/* ---- parts ---------------------------------------------------------------------------------- */

static gp_status add_part(gp_arena *arena, gp_diff_list *parts, gp_diff_kind kind, gp_str text)
{
    gp_diff_part *last = parts->count > 0 ? &parts->items[parts->count - 1] : NULL;

    if (text.size == 0)
        return GP_OK;
    if (last != NULL && last->kind == kind && last->text.data + last->text.size == text.data) {
        last->text.size += text.size;
        return GP_OK;
    }
    last = GP_VEC_PUSH(arena, parts);
    if (last == NULL)
        return GP_NO_MEMORY;
    *last = (gp_diff_part){kind, text};
    return GP_OK;
}

/* The bytes of tokens [from, to), which stand behind each other. */
static gp_str span(const side *self, int32_t from, int32_t to)
{
    gp_str first;

    if (from >= to)
        return (gp_str){NULL, 0};
    first = self->tokens[from];
    return (gp_str){first.data,
                    (size_t)(self->tokens[to - 1].data - first.data) + self->tokens[to - 1].size};
}

/* A run of kept tokens, then one of removed and one of added ones. */
typedef struct run {
    int32_t old, new; /* where it begins */
    int32_t kept, removed, added;
} run;

/* The run that begins at (old, new); false at the end. */
static bool next_run(const search *self, run *at)
{
    int32_t i = at->old;
    int32_t j = at->new;

    if (i >= self->old.count && j >= self->new.count)
        return false;
    while (i < self->old.count && j < self->new.count && !self->old.changed[i] &&
           !self->new.changed[j]) {
        i++;
        j++;
    }
    at->kept = i - at->old;
    while (i < self->old.count && self->old.changed[i])
        i++;
    while (j < self->new.count && self->new.changed[j])
        j++;
    at->removed = i - at->old - at->kept;
    at->added = j - at->new - at->kept;
    return true;
}

static bool all_blank(const side *self, int32_t from, int32_t count)
{
    for (int32_t i = from; i < from + count; i++) {
        if (!is_blank(self->tokens[i].data[0]))
            return false;
    }
    return true;
}

/* Blanks alone between two changes are read with them: "two words" for "new text" is one change. */
static void join_over_blanks(search *self)
{
    run at = {0, 0, 0, 0, 0};
    bool changed = false;

    while (next_run(self, &at)) {
        bool changes = at.removed + at.added > 0;
        if (changed && changes && at.kept > 0 && all_blank(&self->old, at.old, at.kept)) {
            mark(self->old.changed, at.old, at.old + at.kept);
            mark(self->new.changed, at.new, at.new + at.kept);
        }
        changed = changes;
        at.old += at.kept + at.removed;
        at.new += at.kept + at.added;
    }
}

static gp_status add_runs(const search *self, gp_arena *arena, gp_diff_list *parts)
{
    run at = {0, 0, 0, 0, 0};
    gp_status status = GP_OK;

    while (status == GP_OK && next_run(self, &at)) {
        int32_t i = at.old + at.kept;
        int32_t j = at.new + at.kept;
        status = add_part(arena, parts, GP_DIFF_KEPT, span(&self->old, at.old, i));
        if (status == GP_OK)
            status = add_part(arena, parts, GP_DIFF_REMOVED, span(&self->old, i, i + at.removed));
        if (status == GP_OK)
            status = add_part(arena, parts, GP_DIFF_ADDED, span(&self->new, j, j + at.added));
        at.old = i + at.removed;
        at.new = j + at.added;
    }
    return status;
}

/* Lines that changed, by their words; as whole lines when the steps are used up. */
static gp_status add_words(gp_str removed, gp_str added, size_t *steps, gp_arena *arena,
                           gp_diff_list *parts)
{
    search words = {.steps = steps};
    gp_status status;

    if (removed.size > 0 && added.size > 0 && *steps > 0) {
        status = search_in(removed, added, word_end, steps, arena, &words);
        if (status != GP_OK)
            return status;
        if (*steps > 0) {
            join_over_blanks(&words);
            return add_runs(&words, arena, parts);
        }
    }
    status = add_part(arena, parts, GP_DIFF_REMOVED, removed);
    return status == GP_OK ? add_part(arena, parts, GP_DIFF_ADDED, added) : status;
}

/* Cuts both texts into lines and marks those that changed. */
static gp_status search_lines(gp_str before, gp_str after, size_t *steps, gp_arena *arena,
                              search *lines, gp_diff_list *parts)
{
    *parts = (gp_diff_list){NULL, 0, 0};
    *lines = (search){.steps = steps};
    if (before.size > GP_DIFF_TEXT_MAX || after.size > GP_DIFF_TEXT_MAX)
        return GP_TOO_LARGE;
    return search_in(before, after, line_end, steps, arena, lines);
}

gp_status gp_diff_words(gp_str before, gp_str after, gp_arena *arena, gp_diff_list *parts)
{
    size_t steps = GP_DIFF_STEPS;
    run at = {0, 0, 0, 0, 0};
    search lines;
    gp_status status = search_lines(before, after, &steps, arena, &lines, parts);

    while (status == GP_OK && next_run(&lines, &at)) {
        int32_t i = at.old + at.kept;
        int32_t j = at.new + at.kept;
        status = add_part(arena, parts, GP_DIFF_KEPT, span(&lines.old, at.old, i));
        if (status == GP_OK)
            status = add_words(span(&lines.old, i, i + at.removed),
                               span(&lines.new, j, j + at.added), &steps, arena, parts);
        at.old = i + at.removed;
        at.new = j + at.added;
    }
    return status;
}

gp_status gp_diff_lines(gp_str before, gp_str after, gp_arena *arena, gp_diff_list *parts)
{
    size_t steps = GP_DIFF_STEPS;
    search lines;
    gp_status status = search_lines(before, after, &steps, arena, &lines, parts);

    return status == GP_OK ? add_runs(&lines, arena, parts) : status;
}

/* ---- unified -------------------------------------------------------------------------------- */

/* Runs of lines that share one head: changes with at most 2 * context kept lines between them. */
typedef struct hunk {
    int32_t old, old_count, new, new_count;
} hunk;

static void add_range(gp_buf *out, int32_t start, int32_t count)
{
    /* of no lines, the line before them is named */
    gp_buf_printf(out, "%d", count == 0 ? start : start + 1);
    if (count != 1)
        gp_buf_printf(out, ",%d", count);
}

static void add_line(gp_buf *out, char sign, gp_str line)
{
    gp_buf_add_byte(out, sign);
    gp_buf_add(out, line);
    if (!gp_str_ends(line, GP_STR("\n")))
        gp_buf_add_text(out, "\n\\ No newline at end of file\n");
}

static void add_hunk(const search *self, const hunk *shown, gp_buf *out)
{
    int32_t i = shown->old;
    int32_t j = shown->new;

    gp_buf_add_text(out, "@@ -");
    add_range(out, shown->old, shown->old_count);
    gp_buf_add_text(out, " +");
    add_range(out, shown->new, shown->new_count);
    gp_buf_add_text(out, " @@\n");
    while (i < shown->old + shown->old_count || j < shown->new + shown->new_count) {
        if (i < shown->old + shown->old_count && self->old.changed[i]) {
            add_line(out, '-', self->old.tokens[i++]);
        } else if (j < shown->new + shown->new_count && self->new.changed[j]) {
            add_line(out, '+', self->new.tokens[j++]);
        } else {
            add_line(out, ' ', self->old.tokens[i++]);
            j++;
        }
    }
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static void add_hunks(const search *self, int32_t context, gp_buf *out)
{
    run at = {0, 0, 0, 0, 0};
    hunk open = {0, 0, 0, 0};
    bool any = false;

    while (next_run(self, &at)) {
        int32_t lead = lesser(at.kept, context);
        if (any && (at.kept > 2 * context || at.removed + at.added == 0)) {
            open.old_count += lead;
            open.new_count += lead;
            add_hunk(self, &open, out);
            any = false;
        } else if (any) {
            open.old_count += at.kept + at.removed;
            open.new_count += at.kept + at.added;
        }
        if (!any && at.removed + at.added > 0) {
            open = (hunk){at.old + at.kept - lead, lead + at.removed, at.new + at.kept - lead,
                          lead + at.added};
            any = true;
        }
        at.old += at.kept + at.removed;
        at.new += at.kept + at.added;
    }
    if (any)
        add_hunk(self, &open, out);
}

gp_status gp_diff_unified(gp_str before, gp_str after, gp_str from, gp_str to, size_t context,
                          gp_arena *arena, gp_buf *out)
{
    size_t steps = GP_DIFF_STEPS;
    gp_diff_list unused;
    search lines;
    gp_status status;

    if (gp_str_equal(before, after))
        return GP_OK;
    status = search_lines(before, after, &steps, arena, &lines, &unused);
    if (status != GP_OK)
        return status;
    gp_buf_add_text(out, "--- ");
    gp_buf_add(out, from);
    gp_buf_add_text(out, "\n+++ ");
    gp_buf_add(out, to);
    gp_buf_add_byte(out, '\n');
    add_hunks(&lines, (int32_t)(context < 1000 ? context : 1000), out);
    return GP_OK;
}
