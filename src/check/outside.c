/* outside.c - what can be seen of an address outside without going there: nothing is ever fetched. */
#include "check/lint.h"

static bool begins(gp_str address, const char *scheme)
{
    gp_str wanted = gp_str_of(scheme);

    return gp_str_equal_nocase(gp_str_slice(address, 0, wanted.size), wanted);
}

static bool is_host_byte(char byte)
{
    unsigned char code = (unsigned char)byte;

    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= '0' && code <= '9') || code == '-' || code == '.' || code >= 0x80;
}

/* The part between the scheme and the path, without the port. */
static gp_str authority_of(gp_str address, size_t scheme)
{
    size_t end = scheme;

    while (end < address.size && address.data[end] != '/' && address.data[end] != '?' &&
           address.data[end] != '#')
        end++;
    return gp_str_slice(address, scheme, end);
}

static const char *host_wrong(gp_str authority)
{
    gp_str host = gp_str_slice(authority, 0, gp_str_find_byte(authority, ':', 0));
    gp_str port = gp_str_slice(authority, host.size, authority.size);
    size_t number;

    if (gp_str_find_byte(authority, '@', 0) < authority.size)
        return "holds a name or password";
    if (host.size == 0)
        return "names no site";
    for (size_t i = 0; i < host.size; i++) {
        if (!is_host_byte(host.data[i]))
            return "names no site that could be there";
    }
    if (gp_str_find_byte(host, '.', 0) == host.size || host.data[0] == '.' ||
        gp_str_ends(host, GP_STR(".")) || gp_str_find(host, GP_STR(".."), 0) < host.size)
        return "names no site that could be there";
    if (port.size > 0 && !gp_str_to_size(gp_str_slice(port, 1, port.size), 65535, &number))
        return "has a port that is no number";
    return NULL;
}

static const char *web_wrong(gp_str address, const char **mend)
{
    bool plain = begins(address, "http://");
    gp_str rest = gp_str_slice(address, plain ? 7 : 8, address.size);
    const char *wrong;

    *mend = "copy the address from the browser's address bar";
    if (begins(rest, "http:") || begins(rest, "https:"))
        return "begins with http twice";
    wrong = host_wrong(authority_of(address, plain ? 7 : 8));
    if (wrong != NULL)
        return wrong;
    if (gp_str_find(address, GP_STR("utm_"), 0) < address.size ||
        gp_str_find(address, GP_STR("fbclid="), 0) < address.size ||
        gp_str_find(address, GP_STR("gclid="), 0) < address.size) {
        *mend = "take everything from utm_, fbclid or gclid on out";
        return "tells the other site where its reader came from";
    }
    *mend = "write https:// if the site has it; nearly all do";
    return plain ? "is not encrypted, so others can see what is read" : NULL;
}

static const char *number_wrong(gp_str number)
{
    size_t digits = 0;

    for (size_t i = 0; i < number.size && number.data[i] != '?' && number.data[i] != ';'; i++) {
        char byte = number.data[i];
        bool digit = byte >= '0' && byte <= '9';
        digits += digit;
        if (!digit && byte != '-' && byte != '.' && byte != '(' && byte != ')' &&
            !(byte == '+' && i == 0))
            return "holds what is no part of a telephone number";
    }
    return digits >= 3 && digits <= 15 ? NULL : "is no telephone number";
}

const char *gp_outside_wrong(gp_str address, const char **mend)
{
    *mend = "write it as tel:18006624357";
    if (begins(address, "tel:") || begins(address, "sms:"))
        return number_wrong(gp_str_slice(address, 4, address.size));
    if (begins(address, "http://") || begins(address, "https://"))
        return web_wrong(address, mend);
    *mend = "write it as mailto:name@example.org";
    if (begins(address, "mailto:")) {
        gp_str name = gp_str_slice(address, 7, gp_str_find_byte(address, '?', 7));
        size_t at = gp_str_find_byte(name, '@', 0);
        gp_str host = gp_str_slice(name, at + 1, name.size);
        return at > 0 && at < name.size && host_wrong(host) == NULL ? NULL : "is no e-mail address";
    }
    return NULL;
}
