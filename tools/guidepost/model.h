/* model.h - the sentence encoder's model, for the commands that index or search. */
#ifndef GUIDEPOST_MODEL_H
#define GUIDEPOST_MODEL_H

#include "cli.h"

#include "vector/encoder.h"

#define CLI_MODEL_OPTION                                                                           \
    {                                                                                              \
        'm', "model", "FILE",                                                                      \
            "the encoder's model, or off ($GUIDEPOST_MODEL, ./guidepost-en.model)"                 \
    }

/* Opens the model `named` by --model (NULL: by GUIDEPOST_MODEL, else guidepost-en.model in this folder,
 * if it is there). GP_OK with NULL: there is none, or it is "off": search goes by words alone. A named
 * one that is missing or damaged is an error. The caller closes it. */
gp_status cli_encoder_open(const char *named, gp_encoder **encoder, gp_error *error) GP_MUST_CHECK;

#endif
