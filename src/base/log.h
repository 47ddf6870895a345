/* log.h - one JSON object a line on stderr; never a visitor's question, never a full address.
 * Threads: any; a line is one write. */
#ifndef GP_BASE_LOG_H
#define GP_BASE_LOG_H

#include "base/status.h"

typedef enum gp_log_level {
    GP_LOG_ERROR,
    GP_LOG_WARN,
    GP_LOG_INFO,
    GP_LOG_DEBUG
} gp_log_level;

/* Lines above this level are dropped; GP_LOG_INFO at start. */
void gp_log_set_level(gp_log_level level);
/* {"time":"...","level":"info","event":"...","detail":"..."}; control characters are escaped. */
void gp_log(gp_log_level level, const char *event, const char *format, ...) GP_PRINTF(3, 4);

#endif
