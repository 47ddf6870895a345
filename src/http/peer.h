/* peer.h - who is at the other end: the peer itself, or whom a proxy on this machine speaks for.
 *
 * Rule:     what a header says about the other end is believed from this machine alone.
 * Threads:  pure; any thread.
 */
#ifndef GP_HTTP_PEER_H
#define GP_HTTP_PEER_H

#include "http/http.h"

/* True for an address of this machine's own loopback. */
bool gp_peer_local(gp_str address);
/* Who asks: the peer, or whom a proxy on this machine names last in X-Forwarded-For. */
gp_str gp_peer_address(const gp_request *request);
/* True for an Origin ("https://host") of this very site: its base URL, or the host that was asked. */
bool gp_peer_own_origin(gp_str origin, gp_str host, gp_str base_url);

#endif
