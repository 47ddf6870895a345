/* approvals.c - what staff say about sections, at a server's desk: the file's functions behind its lock, and the
 * book that is made anew after each. */
#include "desk/approvals.h"

#include "base/log.h"
#include "desk/books.h"
#include "desk/hold.h"

const gp_book *gp_desk_book(gp_desk *desk)
{
    return gp_books_acquire(gp_desk_books(desk));
}

void gp_desk_book_release(gp_desk *desk, const gp_book *book)
{
    if (book != NULL)
        gp_books_release(gp_desk_books(desk), book);
}

/* ---- deeds ------------------------------------------------------------------------------------ */

/* Gives the file back. A deed that is on the disk is done, also when no memory is left to make its book: the next
 * one's has it. */
static gp_status done(gp_desk *desk, gp_desk_file *file, gp_status status)
{
    if (status == GP_OK && gp_books_read(gp_desk_books(desk), file, NULL) != GP_OK)
        gp_log(GP_LOG_ERROR, "desk", "approvals: not enough memory to show the last one");
    return gp_desk_give(desk, status);
}

gp_status gp_desk_submit(gp_desk *desk, const gp_case *of, const gp_actor *actor, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    return status == GP_OK ? gp_desk_give(desk, gp_desk_file_submit(file, of, actor, error))
                           : status;
}

gp_status gp_desk_approve(gp_desk *desk, const gp_case *of, gp_str shown_hash,
                          const gp_actor *actor, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return done(desk, file, gp_desk_file_approve(file, of, shown_hash, actor, error));
}

gp_status gp_desk_ask_changes(gp_desk *desk, const gp_case *of, gp_str reason,
                              const gp_actor *actor, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_ask_changes(file, of, reason, actor, error));
}

gp_status gp_desk_hand_over(gp_desk *desk, const gp_case *of, gp_str owner, const gp_actor *actor,
                            gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_hand_over(file, of, owner, actor, error));
}

gp_status gp_desk_withdraw(gp_desk *desk, const gp_case *of, gp_str reason, const gp_actor *actor,
                           gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    if (status != GP_OK)
        return status;
    return done(desk, file, gp_desk_file_withdraw(file, of, reason, actor, error));
}

/* ---- reading ---------------------------------------------------------------------------------- */

gp_status gp_desk_reviews(gp_desk *desk, gp_arena *arena, gp_review_rows *reviews,
                          gp_owner_rows *owners, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *reviews = (gp_review_rows){NULL, 0, 0};
    *owners = (gp_owner_rows){NULL, 0, 0};
    if (status != GP_OK)
        return status;
    status = gp_desk_file_reviews(file, arena, reviews, error);
    if (status == GP_OK)
        status = gp_desk_file_owners(file, arena, owners, error);
    return gp_desk_give(desk, status);
}

gp_status gp_desk_history(gp_desk *desk, gp_str section, size_t limit, gp_arena *arena,
                          gp_audit_list *list, gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *list = (gp_audit_list){NULL, 0, 0};
    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_history(file, section, limit, arena, list, error));
}

gp_status gp_desk_approved_text(gp_desk *desk, gp_str section, gp_arena *arena, gp_str *text,
                                gp_error *error)
{
    gp_desk_file *file;
    gp_status status = gp_desk_take(desk, &file, error);

    *text = (gp_str){"", 0};
    if (status != GP_OK)
        return status;
    return gp_desk_give(desk, gp_desk_file_approved_text(file, section, arena, text, error));
}
