#include "desk/secret.h"

#include <assert.h>
#include <sodium.h>

enum {
    BYTES = 32
};

static const char of_file[] = "guidepost session";
static const char of_forms[] = "guidepost form";

void gp_secret_make(char secret[GP_SECRET_SIZE])
{
    unsigned char bytes[BYTES];

    randombytes_buf(bytes, sizeof bytes);
    (void)sodium_bin2hex(secret, GP_SECRET_SIZE, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
}

bool gp_secret_formed(gp_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (!((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f')))
            return false;
    }
    return text.size == GP_SECRET_SIZE - 1;
}

/* Different texts below the same key: neither hash says anything about the other. */
static void hash_as(gp_str secret, const char *text, size_t size, char hash[GP_SECRET_SIZE])
{
    unsigned char bytes[BYTES];

    assert(gp_secret_formed(secret));
    (void)crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text, size,
                             (const unsigned char *)secret.data, secret.size);
    (void)sodium_bin2hex(hash, GP_SECRET_SIZE, bytes, sizeof bytes);
}

void gp_secret_hash(gp_str secret, char hash[GP_SECRET_SIZE])
{
    hash_as(secret, of_file, sizeof of_file - 1, hash);
}

void gp_secret_token(gp_str secret, char token[GP_SECRET_SIZE])
{
    hash_as(secret, of_forms, sizeof of_forms - 1, token);
}

bool gp_secret_fits(gp_str secret, gp_str token)
{
    char wanted[GP_SECRET_SIZE];

    if (!gp_secret_formed(secret) || !gp_secret_formed(token))
        return false;
    gp_secret_token(secret, wanted);
    return sodium_memcmp(wanted, token.data, GP_SECRET_SIZE - 1) == 0;
}
