#include "content/wxr.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/xmlreader.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ITEM_LIMIT ((size_t)16 << 20)

enum {
    CHANNEL_DEPTH = 2, /* of <channel>'s children */
    FIELD_DEPTH = 3    /* of <item>'s */
};

typedef struct reading {
    xmlTextReader *xml;
    gp_arena *keep;
    gp_arena item_memory;
    gp_wxr_item item;
    gp_buf text; /* of the element being read */
    bool in_item;
    bool known; /* a WXR version was named */
    gp_str *host;
    gp_wxr_fn *each;
    void *context;
    gp_error *error;
} reading;

static gp_status refuse(reading *self, const char *why)
{
    return gp_error_set(self->error, GP_INVALID, "line %d: %s",
                        xmlTextReaderGetParserLineNumber(self->xml), why);
}

/* ---- one element ---------------------------------------------------------------------------- */

static gp_str local_name(const reading *self)
{
    const xmlChar *name = xmlTextReaderConstLocalName(self->xml);

    return name != NULL ? gp_str_of((const char *)name) : (gp_str){NULL, 0};
}

static bool in_namespace(const reading *self, const char *beginning, const char *part)
{
    const xmlChar *uri = xmlTextReaderConstNamespaceUri(self->xml);
    gp_str text = uri != NULL ? gp_str_of((const char *)uri) : (gp_str){NULL, 0};

    return gp_str_starts(text, gp_str_of(beginning)) &&
           gp_str_find(text, gp_str_of(part), 0) < text.size;
}

/* Where the element's text belongs; NULL: nowhere. */
static gp_str *field_of(reading *self)
{
    static const char wordpress[] = "http://wordpress.org/export/";
    gp_wxr_item *item = &self->item;
    const struct {
        const char *name;
        gp_str *field;
    } fields[] = {{"post_name", &item->name},     {"post_type", &item->type},
                  {"status", &item->status},      {"post_password", &item->password},
                  {"post_date_gmt", &item->date}, {"post_modified_gmt", &item->modified}};
    gp_str name = local_name(self);

    if (gp_str_equal(name, GP_STR("encoded")))
        return in_namespace(self, "http://purl.org/rss/1.0/modules/content", "") ? &item->content
               : in_namespace(self, wordpress, "/excerpt")                       ? &item->excerpt
                                                                                 : NULL;
    if (xmlTextReaderConstNamespaceUri(self->xml) == NULL)
        return gp_str_equal(name, GP_STR("title"))  ? &item->title
               : gp_str_equal(name, GP_STR("link")) ? &item->link
                                                    : NULL;
    for (size_t i = 0; in_namespace(self, wordpress, "") && i < sizeof fields / sizeof fields[0];
         i++) {
        if (gp_str_equal(name, gp_str_of(fields[i].name)))
            return fields[i].field;
    }
    return NULL;
}

static bool is_tag(const reading *self)
{
    xmlChar *domain;
    bool tag;

    if (!gp_str_equal(local_name(self), GP_STR("category")))
        return false;
    domain = xmlTextReaderGetAttribute(self->xml, (const xmlChar *)"domain");
    tag = domain == NULL || strcmp((const char *)domain, "category") == 0 ||
          strcmp((const char *)domain, "post_tag") == 0 || strcmp((const char *)domain, "tag") == 0;
    xmlFree(domain);
    return tag;
}

static gp_status add_tag(reading *self, gp_str name)
{
    for (size_t i = 0; i < self->item.tags.count; i++) {
        if (gp_str_equal_nocase(self->item.tags.items[i], name))
            return GP_OK;
    }
    if (name.size == 0 || gp_str_equal_nocase(name, GP_STR("Uncategorized")))
        return GP_OK;
    return gp_str_list_add(&self->item_memory, &self->item.tags, name) ? GP_OK : GP_NO_MEMORY;
}

/* Reads on to the element's end; its text, in the item's memory. */
static gp_status read_text(reading *self, gp_str *text)
{
    int depth = xmlTextReaderDepth(self->xml);
    int more = xmlTextReaderIsEmptyElement(self->xml) ? 0 : xmlTextReaderRead(self->xml);

    gp_buf_reset(&self->text);
    while (more == 1 && xmlTextReaderDepth(self->xml) > depth) {
        int type = xmlTextReaderNodeType(self->xml);
        if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA ||
            type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) {
            const xmlChar *value = xmlTextReaderConstValue(self->xml);
            gp_buf_add_text(&self->text, value != NULL ? (const char *)value : "");
        }
        more = xmlTextReaderRead(self->xml);
    }
    if (more < 0)
        return refuse(self, "malformed XML");
    if (self->text.status != GP_OK)
        return self->text.status;
    *text = gp_str_trim(gp_arena_take(&self->item_memory, &self->text));
    return self->item_memory.failed ? GP_TOO_LARGE : GP_OK;
}

/* ---- items ---------------------------------------------------------------------------------- */

static gp_status end_item(reading *self)
{
    gp_status status = self->each(self->context, &self->item);

    self->in_item = false;
    self->item = (gp_wxr_item){0};
    gp_arena_reset(&self->item_memory);
    return status;
}

/* Of a field that is there twice the last counts, but nothing may make public what the other one held
 * back: a password stays, and so does another status than "publish". */
static void take_field(reading *self, gp_str *field, gp_str text)
{
    bool held = field == &self->item.password ? field->size > 0
                : field == &self->item.status
                    ? field->size > 0 && !gp_str_equal(*field, GP_STR("publish"))
                    : false;

    if (!held)
        *field = text;
}

static gp_status begin_field(reading *self)
{
    bool tag = is_tag(self);
    gp_str *field = tag ? NULL : field_of(self);
    gp_str text;
    gp_status status;

    if (!tag && field == NULL)
        return GP_OK;
    status = read_text(self, &text);
    if (status == GP_OK && tag)
        status = add_tag(self, text);
    else if (status == GP_OK)
        take_field(self, field, text);
    if (status == GP_TOO_LARGE)
        return gp_error_set(self->error, GP_INVALID, "line %d: an item above 16 MiB",
                            xmlTextReaderGetParserLineNumber(self->xml));
    return status;
}

static bool is_version(gp_str text)
{
    size_t dot = gp_str_find_byte(text, '.', 0);
    size_t number;

    return gp_str_to_size(gp_str_slice(text, 0, dot), 99, &number) &&
           gp_str_to_size(gp_str_slice(text, dot + 1, text.size), 99, &number);
}

/* "https://example.org/blog" to "example.org". */
static gp_status take_host(reading *self, gp_str link)
{
    size_t start = gp_str_find(link, GP_STR("://"), 0);
    size_t end;

    if (start == link.size || self->host == NULL || self->host->size > 0)
        return GP_OK;
    start += 3;
    end = gp_str_find_byte(link, '/', start);
    *self->host = gp_arena_copy(self->keep, gp_str_slice(link, start, end));
    return self->keep->failed ? GP_NO_MEMORY : GP_OK;
}

static gp_status channel_field(reading *self)
{
    gp_str name = local_name(self);
    gp_str text;
    gp_status status;

    if (gp_str_equal(name, GP_STR("item"))) {
        if (!self->known)
            return refuse(self, "not a WordPress export: it names no wp:wxr_version");
        self->in_item = true;
        return xmlTextReaderIsEmptyElement(self->xml) ? end_item(self) : GP_OK;
    }
    if (!gp_str_equal(name, GP_STR("wxr_version")) && !gp_str_equal(name, GP_STR("link")))
        return GP_OK;
    status = read_text(self, &text);
    if (status == GP_OK && name.size == strlen("link"))
        return take_host(self, text);
    if (status == GP_OK && !is_version(text))
        return refuse(self, "wp:wxr_version is no version such as 1.2");
    self->known = true;
    return status;
}

static gp_status take_node(reading *self)
{
    int type = xmlTextReaderNodeType(self->xml);
    int depth = xmlTextReaderDepth(self->xml);

    if (type == XML_READER_TYPE_DOCUMENT_TYPE)
        return refuse(self, "a DOCTYPE is not allowed");
    if (type == XML_READER_TYPE_END_ELEMENT && depth == CHANNEL_DEPTH && self->in_item)
        return end_item(self);
    if (type != XML_READER_TYPE_ELEMENT)
        return GP_OK;
    if (depth == 0 && !gp_str_equal(local_name(self), GP_STR("rss")))
        return refuse(self, "not a WordPress export: it does not begin with <rss>");
    if (depth == CHANNEL_DEPTH)
        return channel_field(self);
    return depth == FIELD_DEPTH && self->in_item ? begin_field(self) : GP_OK;
}

static gp_status read_all(reading *self)
{
    gp_status status = GP_OK;
    int more = xmlTextReaderRead(self->xml);

    while (more == 1 && status == GP_OK) {
        status = take_node(self);
        if (status == GP_OK)
            more = xmlTextReaderRead(self->xml);
    }
    if (status == GP_OK && more < 0)
        return refuse(self, "malformed XML; export the site again");
    if (status == GP_OK && !self->known)
        return refuse(self, "not a WordPress export: it names no wp:wxr_version");
    return status;
}

/* Old exports hold control characters that people pasted; XML knows none of them, and one would cost the
 * whole file. They become blanks on the way in; in UTF-16 the same bytes are parts of letters. */
typedef struct source {
    int file;
    bool begun, wide;
} source;

static int read_bytes(void *context, char *bytes, int size)
{
    source *self = context;
    ssize_t got = read(self->file, bytes, (size_t)size);

    if (got > 0 && !self->begun)
        self->wide = (unsigned char)bytes[0] >= 0xFE || bytes[0] == '\0';
    self->begun = true;
    for (ssize_t i = 0; !self->wide && i < got; i++) {
        if (bytes[i] > 0 && bytes[i] < ' ' && strchr("\t\n\r", bytes[i]) == NULL)
            bytes[i] = ' ';
    }
    return (int)got;
}

/* libxml2 would print by itself what it finds. */
static void keep_quiet(void *context, const char *message, xmlParserSeverities severity,
                       xmlTextReaderLocatorPtr locator)
{
    (void)context;
    (void)message;
    (void)severity;
    (void)locator;
}

gp_status gp_wxr_read(const char *path, gp_arena *arena, gp_str *host, gp_wxr_fn *each,
                      void *context, gp_error *error)
{
    reading self = {.keep = arena, .host = host, .each = each, .context = context, .error = error};
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    source bytes = {.file = file};
    struct stat info;
    gp_status status;

    if (file < 0 || fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        status = gp_error_set(error, GP_IO, "%s", file < 0 ? strerror(errno) : "no regular file");
        if (file >= 0)
            (void)close(file);
        return status;
    }
    gp_arena_init(&self.item_memory, ITEM_LIMIT);
    gp_buf_init(&self.text, ITEM_LIMIT);
    self.xml =
        xmlReaderForIO(read_bytes, NULL, &bytes, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (self.xml == NULL) {
        status = GP_NO_MEMORY;
    } else {
        xmlTextReaderSetErrorHandler(self.xml, keep_quiet, NULL);
        status = read_all(&self);
        xmlFreeTextReader(self.xml);
    }
    (void)close(file);
    gp_buf_clear(&self.text);
    gp_arena_clear(&self.item_memory);
    return status;
}
