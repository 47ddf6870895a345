#include "desk/password.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

#define OPERATIONS crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE
#define MEMORY     ((size_t)64 << 20)

_Static_assert(GP_PASSWORD_HASH_SIZE >= crypto_pwhash_argon2id_STRBYTES, "room for a hash");

/* Of 32 random bytes that nobody has kept, made as gp_password_hash makes them: what an unknown name is held
 * against, so that it takes as long as a known one. */
static const char nobodys[] = "$argon2id$v=19$m=65536,t=2,p=1$rxUr7xzL4vVKRI4Sf8RHpg$"
                              "xxeMWkiTzVuewvxPJJeeV5kgO0Ick1HgJZoh/Rac6fo";

static atomic_ulong looks;

/* A piece, twice or more: "abcabcabcabc", and "aaaaaaaaaaaa". */
static bool repeats(gp_str text)
{
    for (size_t piece = 1; piece <= text.size / 2; piece++) {
        if (memcmp(text.data, text.data + piece, text.size - piece) == 0)
            return true;
    }
    return false;
}

const char *gp_password_fault(gp_str name, gp_str password)
{
    if (password.size < GP_PASSWORD_MIN)
        return "it is shorter than 12 characters";
    if (password.size > GP_PASSWORD_MAX)
        return "it is longer than 1024 characters";
    if (memchr(password.data, '\0', password.size) != NULL)
        return "it holds a character that cannot be typed";
    if (gp_str_equal_nocase(password, name))
        return "it is the name itself";
    if (repeats(password))
        return "it is one piece over and over";
    return NULL;
}

gp_status gp_password_hash(gp_str password, char hash[GP_PASSWORD_HASH_SIZE], gp_error *error)
{
    if (crypto_pwhash_argon2id_str(hash, password.data, password.size, OPERATIONS, MEMORY) != 0)
        return gp_error_set(error, GP_NO_MEMORY,
                            "password: 64 MiB of memory are needed and not to be had; try again");
    return GP_OK;
}

bool gp_password_fits(gp_str hash, gp_str password)
{
    char text[crypto_pwhash_argon2id_STRBYTES] = {0};
    bool known = hash.size > 0 && hash.size < sizeof text;
    bool fits;

    if (known)
        memcpy(text, hash.data, hash.size);
    else
        memcpy(text, nobodys, sizeof nobodys);
    (void)atomic_fetch_add(&looks, 1);
    fits = crypto_pwhash_argon2id_str_verify(text, password.data != NULL ? password.data : "",
                                             password.size) == 0;
    return fits && known;
}

unsigned long gp_password_looks(void)
{
    return atomic_load(&looks);
}
