#include "desk/export.h"

#include "base/json.h"

static gp_approval_record record_of(const gp_approval_row *row)
{
    const gp_verdict *verdict = &row->verdict;

    return (gp_approval_record){.section = verdict->section,
                                .text_sha256 = verdict->text_hash,
                                .text = row->text,
                                .by = verdict->by,
                                .on = verdict->on,
                                .review_by = verdict->review_by};
}

/* Both lists are sorted: one walk over both. */
gp_status gp_export_merge(const gp_approval_list *file, const gp_approval_rows *desk,
                          gp_arena *arena, gp_approval_list *merged)
{
    size_t i = 0;
    size_t j = 0;

    *merged = (gp_approval_list){NULL, 0, 0};
    while (i < file->count || j < desk->count) {
        const gp_approval_record *said = i < file->count ? &file->items[i] : NULL;
        const gp_approval_row *spoken = j < desk->count ? &desk->items[j] : NULL;
        int order = said == NULL     ? 1
                    : spoken == NULL ? -1
                                     : gp_str_compare(said->section, spoken->verdict.section);
        bool by_desk =
            order > 0 || (order == 0 && gp_book_desk_counts(spoken->verdict.on, said->on));
        i += order <= 0;
        j += order >= 0;
        if (by_desk && !spoken->verdict.given)
            continue;
        if (GP_VEC_PUSH(arena, merged) == NULL)
            return GP_NO_MEMORY;
        merged->items[merged->count - 1] = by_desk ? record_of(spoken) : *said;
    }
    return GP_OK;
}

gp_status gp_export_write(const gp_approval_list *merged, gp_buf *buf, gp_error *error)
{
    for (size_t i = 0; i < merged->count; i++) {
        const gp_approval_record *record = &merged->items[i];
        size_t before = buf->size;
        gp_json json;
        gp_json_init(&json, buf);
        gp_json_open(&json, '{');
        gp_json_pair(&json, "section", record->section);
        gp_json_pair(&json, "text_sha256", record->text_sha256);
        gp_json_pair(&json, "text", record->text);
        gp_json_pair(&json, "by", record->by);
        gp_json_pair(&json, "on", record->on);
        if (record->review_by.size > 0)
            gp_json_pair(&json, "review_by", record->review_by);
        gp_json_close(&json, '}');
        if (buf->status == GP_OK && buf->size - before > GP_APPROVAL_LINE_MAX)
            return gp_error_set(error, GP_TOO_LARGE,
                                "%.*s: its approved text is longer than a line of approvals.jsonl "
                                "may be (2 MiB); make it several sections",
                                GP_STR_ARGS(record->section));
        gp_buf_add_byte(buf, '\n');
    }
    if (buf->status == GP_TOO_LARGE)
        return gp_error_set(error, GP_TOO_LARGE, "approvals.jsonl: would be larger than %zu bytes",
                            buf->limit);
    if (buf->status != GP_OK)
        return gp_error_set(error, GP_NO_MEMORY, "export: not enough memory");
    return GP_OK;
}
