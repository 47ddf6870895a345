#include "http/peer.h"

bool gp_peer_local(gp_str address)
{
    return gp_str_starts(address, GP_STR("127.")) || gp_str_equal(address, GP_STR("::1"));
}

gp_str gp_peer_address(const gp_request *request)
{
    gp_str forwarded = gp_request_header(request, "X-Forwarded-For");
    gp_str last = {NULL, 0};
    gp_str part;

    if (!gp_peer_local(request->peer))
        return request->peer;
    while (gp_str_next(&forwarded, ',', &part))
        last = gp_str_trim(part);
    return last.size > 0 && last.size < 64 ? last : request->peer;
}

bool gp_peer_own_origin(gp_str origin, gp_str host, gp_str base_url)
{
    size_t at = gp_str_find(origin, GP_STR("://"), 0);

    return gp_str_equal_nocase(origin, base_url) ||
           (at < origin.size &&
            gp_str_equal_nocase(gp_str_slice(origin, at + 3, origin.size), host));
}
