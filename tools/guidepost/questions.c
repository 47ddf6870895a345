/* questions.c - lines of a file to questions. */
#include "questions.h"

#include "base/file.h"
#include "base/utf8.h"

#include <fcntl.h>
#include <jansson.h>

/* ---- lines ---------------------------------------------------------------------------------- */

gp_status gp_lines_read(const char *path, gp_arena *arena, gp_line_fn *fn, void *context,
                        gp_error *error)
{
    gp_str rest;
    gp_str line;
    size_t number = 0;
    gp_status status = gp_file_read(AT_FDCWD, path, GP_QUESTIONS_FILE_MAX, arena, &rest, error);

    if (status != GP_OK)
        return status;
    if (gp_str_starts(rest, GP_STR("\xEF\xBB\xBF")))
        rest = gp_str_slice(rest, 3, rest.size);
    while (gp_str_next(&rest, '\n', &line)) {
        const char *why = "not valid UTF-8";
        number++;
        if (gp_str_trim(line).size == 0)
            continue;
        if (gp_str_ends(line, GP_STR("\r")))
            line.size--;
        status = gp_utf8_valid(line, NULL) ? fn(context, line, number, &why) : GP_INVALID;
        if (status == GP_INVALID)
            return gp_error_set(error, status, "%s:%zu: %s", path, number, why);
        if (status != GP_OK)
            return gp_error_set(error, status, "%s: not enough memory to read it", path);
    }
    return GP_OK;
}

/* ---- questions ------------------------------------------------------------------------------ */

typedef struct reading {
    gp_arena *arena;
    gp_question_list *questions;
} reading;

static gp_status add(const reading *self, gp_str id, gp_str text, size_t number)
{
    gp_question *added = GP_VEC_PUSH(self->arena, self->questions);

    if (added == NULL)
        return GP_NO_MEMORY;
    *added =
        (gp_question){gp_arena_copy(self->arena, id), gp_arena_copy(self->arena, text), number};
    return self->arena->failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status add_object(const reading *self, const json_t *object, size_t number,
                            const char **why)
{
    const json_t *text = json_object_get(object, "text");
    const json_t *id = json_object_get(object, "_id");
    gp_str name = {NULL, 0};

    if (id == NULL)
        id = json_object_get(object, "id");
    if (json_is_integer(id))
        name = gp_arena_printf(self->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    else if (json_is_string(id))
        name = (gp_str){json_string_value(id), json_string_length(id)};
    if (self->arena->failed)
        return GP_NO_MEMORY;
    *why = "wants {\"id\": \"...\", \"text\": \"...\"}";
    if (name.size == 0 || !json_is_string(text))
        return GP_INVALID;
    return add(self, name, (gp_str){json_string_value(text), json_string_length(text)}, number);
}

static gp_status read_json(void *context, gp_str line, size_t number, const char **why)
{
    json_t *object = json_loadb(line.data, line.size, JSON_REJECT_DUPLICATES, NULL);
    gp_status status;

    *why = "not a JSON object on one line";
    if (!json_is_object(object)) {
        json_decref(object);
        return GP_INVALID;
    }
    status = add_object(context, object, number, why);
    json_decref(object);
    return status;
}

static gp_status read_text(void *context, gp_str line, size_t number, const char **why)
{
    gp_str question = {NULL, 0};

    if (gp_str_starts(line, GP_STR("#")))
        return GP_OK;
    (void)gp_str_next(&line, '\t', &question);
    question = gp_str_trim(question);
    *why = "no question in front of the first tab";
    return question.size > 0 ? add(context, GP_STR(""), question, number) : GP_INVALID;
}

gp_status gp_questions_read_json(const char *path, gp_arena *arena, gp_question_list *questions,
                                 gp_error *error)
{
    reading self = {arena, questions};

    *questions = (gp_question_list){NULL, 0, 0};
    return gp_lines_read(path, arena, read_json, &self, error);
}

gp_status gp_questions_read(const char *path, gp_arena *arena, gp_question_list *questions,
                            gp_error *error)
{
    reading self = {arena, questions};

    if (gp_str_ends(gp_str_of(path), GP_STR(".jsonl")))
        return gp_questions_read_json(path, arena, questions, error);
    *questions = (gp_question_list){NULL, 0, 0};
    return gp_lines_read(path, arena, read_text, &self, error);
}
