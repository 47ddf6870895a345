/* mcp.h - the Model Context Protocol, for assistants: a message in, a message out, two tools that only read.
 *
 * Protocol: JSON-RPC 2.0. Of the stateless generation (2026-07-28) every request says its version in params._meta; of
 *           the older ones (2025-11-25, 2025-06-18, 2025-03-26) the first message is `initialize`. Which it is, is
 *           decided for each message; nothing is remembered between two.
 * Tools:    `search` (query) and `fetch` (id), in the shape that ChatGPT's deep research asks for, with the answer, who
 *           verified it until when, or null where there is none. What is told is what visitors may read.
 * Privacy:  a question is not counted, not kept, and in no error.
 * Threads:  one at a time for a searcher.
 */
#ifndef GP_HTTP_MCP_H
#define GP_HTTP_MCP_H

#include "view/view.h"

/* What is asked, and for whom. */
typedef struct gp_mcp {
    gp_store *store;       /* a visitor's */
    gp_searcher *searcher; /* on it */
    const gp_book *book;   /* the desk's words on approvals; NULL: there is no desk */
    const gp_page *page;   /* its base_url makes addresses whole, where it is not empty */
    int32_t day;           /* for which articles are shown; 0: all */
    gp_arena *arena;       /* of this message */
} gp_mcp;

/* What stands in the headers of a message that came by HTTP; empty: the header is not there. */
typedef struct gp_mcp_headers {
    gp_str version; /* MCP-Protocol-Version */
    gp_str method;  /* Mcp-Method */
    gp_str name;    /* Mcp-Name */
} gp_mcp_headers;

/* Answers one message, any bytes. `headers` NULL: it came by stdio. Appends the reply, one line without its end, and
 * returns the HTTP status it goes with: 200; 202 with nothing appended, for what wants no reply; 400, 404. */
int gp_mcp_answer(const gp_mcp *mcp, gp_str message, const gp_mcp_headers *headers, gp_buf *reply);

/* Of mcp_tools.c: the members of tools/list's result, and those of a call's. False: there is no such tool. */
struct json_t;
void gp_mcp_add_tools(gp_buf *json);
bool gp_mcp_call(const gp_mcp *mcp, gp_str tool, const struct json_t *arguments, gp_buf *json);

#endif
