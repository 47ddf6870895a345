/* Prints the server's routes, a line each: methods divided by commas, a blank, the path. */
#include "http/route.h"

#include <stdio.h>

int main(void)
{
    size_t count;
    const gp_route *routes = gp_routes(&count);

    for (size_t i = 0; i < count; i++) {
        gp_buf methods;
        gp_buf_init(&methods, 64);
        gp_route_methods(&routes[i], &methods);
        (void)printf("%.*s %s\n", GP_STR_ARGS(gp_buf_str(&methods)), routes[i].path);
        gp_buf_clear(&methods);
    }
    return count > 0 ? 0 : 1;
}
