/* site_json.c - the site's rules as they travel in the index. Both sides are ours, but the reading
 * side still checks every type: an index is a file. */
#include "content/site.h"

#include "base/json.h"

#include <jansson.h>

enum {
    LOGO_MEMORY = 256 * 1024
};

static void write_palette(gp_json *json, const char *key, const gp_palette *palette)
{
    gp_json_key(json, key);
    gp_json_open(json, '{');
    for (int i = 0; i < GP_THEME_COLORS; i++)
        gp_json_pair(json, gp_theme_color_name((gp_theme_color)i), palette->colors[i]);
    gp_json_close(json, '}');
}

static void write_look(const gp_site *site, gp_json *json)
{
    gp_arena memory;

    gp_arena_init(&memory, LOGO_MEMORY);
    write_palette(json, "light", &site->theme.light);
    write_palette(json, "dark", &site->theme.dark);
    gp_json_pair(json, "logo", gp_logo_encode(&site->logo, &memory));
    if (memory.failed && json->buf->status == GP_OK)
        json->buf->status = GP_NO_MEMORY;
    gp_arena_clear(&memory);
}

void gp_site_write_json(const gp_site *site, gp_buf *buf)
{
    gp_json json;

    gp_json_init(&json, buf);
    gp_json_open(&json, '{');
    gp_json_pair(&json, "title", site->title);
    gp_json_pair(&json, "tagline", site->tagline);
    gp_json_pair(&json, "base_url", site->base_url);
    gp_json_pair(&json, "contact_html", site->contact_html);
    gp_json_key(&json, "sample_data");
    gp_json_bool(&json, site->sample_data);
    if (site->preview) {
        gp_json_key(&json, "preview");
        gp_json_bool(&json, true);
    }
    gp_json_key(&json, "serve_approved");
    gp_json_bool(&json, site->serve_approved);
    gp_json_key(&json, "counts_off");
    gp_json_bool(&json, site->counts_off);
    if (site->reply.size > 0)
        gp_json_pair(&json, "reply", site->reply);
    gp_json_key(&json, "opensearch");
    gp_json_bool(&json, site->opensearch);
    gp_json_strings(&json, "caution", site->caution.items, site->caution.count);
    gp_json_strings(&json, "allowed_origins", site->allowed_origins.items,
                    site->allowed_origins.count);
    gp_json_key(&json, "synonyms");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < site->synonyms.count; i++) {
        gp_json_open(&json, '{');
        gp_json_strings(&json, "words", site->synonyms.items[i].words.items,
                        site->synonyms.items[i].words.count);
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    gp_json_key(&json, "pins");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < site->pins.count; i++) {
        gp_json_open(&json, '{');
        gp_json_pair(&json, "section", site->pins.items[i].section);
        gp_json_strings(&json, "questions", site->pins.items[i].questions.items,
                        site->pins.items[i].questions.count);
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    gp_json_key(&json, "notices");
    gp_json_open(&json, '[');
    for (size_t i = 0; i < site->notices.count; i++) {
        const gp_notice *notice = &site->notices.items[i];
        gp_json_open(&json, '{');
        gp_json_pair(&json, "id", notice->id);
        gp_json_pair(&json, "title", notice->title);
        gp_json_pair(&json, "html", notice->html);
        gp_json_strings(&json, "phrases", notice->phrases.items, notice->phrases.count);
        gp_json_strings(&json, "except", notice->except.items, notice->except.count);
        gp_json_close(&json, '}');
    }
    gp_json_close(&json, ']');
    write_look(site, &json);
    gp_json_close(&json, '}');
}

static gp_str text_of(const json_t *object, const char *key, gp_arena *arena)
{
    const json_t *value = json_object_get(object, key);

    if (!json_is_string(value))
        return (gp_str){NULL, 0};
    return gp_arena_copy(arena, (gp_str){json_string_value(value), json_string_length(value)});
}

static void strings_of(const json_t *object, const char *key, gp_arena *arena, gp_str_list *list)
{
    const json_t *array = json_object_get(object, key);

    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *value = json_array_get(array, i);
        if (json_is_string(value))
            (void)gp_str_list_add(arena, list,
                                  gp_arena_copy(arena, (gp_str){json_string_value(value),
                                                                json_string_length(value)}));
    }
}

static void read_rules(const json_t *root, gp_arena *arena, gp_site *site)
{
    const json_t *list = json_object_get(root, "synonyms");

    for (size_t i = 0; i < json_array_size(list); i++) {
        gp_synonyms *group = GP_VEC_PUSH(arena, &site->synonyms);
        if (group != NULL)
            strings_of(json_array_get(list, i), "words", arena, &group->words);
    }
    list = json_object_get(root, "pins");
    for (size_t i = 0; i < json_array_size(list); i++) {
        gp_pin *pin = GP_VEC_PUSH(arena, &site->pins);
        if (pin == NULL)
            return;
        pin->section = text_of(json_array_get(list, i), "section", arena);
        strings_of(json_array_get(list, i), "questions", arena, &pin->questions);
    }
    list = json_object_get(root, "notices");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *object = json_array_get(list, i);
        gp_notice *notice = GP_VEC_PUSH(arena, &site->notices);
        if (notice == NULL)
            return;
        notice->id = text_of(object, "id", arena);
        notice->title = text_of(object, "title", arena);
        notice->html = text_of(object, "html", arena);
        strings_of(object, "phrases", arena, &notice->phrases);
        strings_of(object, "except", arena, &notice->except);
    }
}

static void read_palette(const json_t *object, gp_arena *arena, gp_palette *palette)
{
    for (int i = 0; i < GP_THEME_COLORS; i++)
        palette->colors[i] = text_of(object, gp_theme_color_name((gp_theme_color)i), arena);
}

/* A logo that is none any more is left out: pages do without. */
static void read_look(const json_t *root, gp_arena *arena, gp_site *site)
{
    gp_str bytes = gp_logo_decode(text_of(root, "logo", arena), arena);

    read_palette(json_object_get(root, "light"), arena, &site->theme.light);
    read_palette(json_object_get(root, "dark"), arena, &site->theme.dark);
    if (bytes.size > 0 && gp_logo_take(&site->logo, bytes, NULL) != GP_OK)
        site->logo = (gp_logo){.name = {NULL, 0}};
}

gp_status gp_site_read_json(gp_str json, gp_arena *arena, gp_site *site, gp_error *error)
{
    json_t *root = json_loadb(json.data != NULL ? json.data : "", json.size, 0, NULL);

    *site = (gp_site){0};
    if (!json_is_object(root)) {
        json_decref(root);
        return gp_error_set(error, GP_CORRUPT,
                            "the index holds no readable site rules; index again");
    }
    site->title = text_of(root, "title", arena);
    site->tagline = text_of(root, "tagline", arena);
    site->base_url = text_of(root, "base_url", arena);
    site->contact_html = text_of(root, "contact_html", arena);
    site->preview = json_is_true(json_object_get(root, "preview"));
    site->sample_data = json_is_true(json_object_get(root, "sample_data"));
    site->serve_approved = json_is_true(json_object_get(root, "serve_approved"));
    site->counts_off = json_is_true(json_object_get(root, "counts_off"));
    site->reply = text_of(root, "reply", arena);
    site->opensearch = json_is_true(json_object_get(root, "opensearch"));
    strings_of(root, "caution", arena, &site->caution);
    strings_of(root, "allowed_origins", arena, &site->allowed_origins);
    read_rules(root, arena, site);
    read_look(root, arena, site);
    json_decref(root);
    if (arena->failed)
        return gp_error_set(error, GP_NO_MEMORY, "not enough memory for the site's rules");
    return GP_OK;
}
