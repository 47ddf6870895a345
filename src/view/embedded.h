/* embedded.h - the files of web/, compiled into the program (tools/embed makes the table). */
#ifndef GP_VIEW_EMBEDDED_H
#define GP_VIEW_EMBEDDED_H

#include <stddef.h>

typedef struct gp_embedded {
    const char *name;          /* file name, NUL-terminated; the table is sorted by it */
    const unsigned char *data; /* a NUL stands behind it */
    size_t size;               /* bytes, without that NUL */
} gp_embedded;

extern const gp_embedded gp_web_files[];
extern const size_t gp_web_file_count;

#endif
