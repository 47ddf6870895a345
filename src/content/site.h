/* site.h - guidepost.yaml: the site's words and rules, validated, and their JSON form in the index.
 *
 * Errors:   GP_INVALID with "guidepost.yaml: line N: why".
 */
#ifndef GP_CONTENT_SITE_H
#define GP_CONTENT_SITE_H

#include "content/checks.h"
#include "content/document.h"
#include "content/duties.h"
#include "content/logo.h"
#include "content/theme.h"

typedef struct gp_synonyms {
    gp_str_list words; /* each a word or phrase; all mean the same */
    size_t line;       /* in guidepost.yaml; 0 when read from an index */
} gp_synonyms;

typedef struct gp_pin {
    gp_str section;        /* id: slug#anchor */
    gp_str_list questions; /* for these the section stands first */
    size_t line;           /* in guidepost.yaml; 0 when read from an index */
} gp_pin;

typedef struct gp_notice {
    gp_str id;           /* "crisis" */
    gp_str title;        /* plain text */
    gp_str html;         /* sanitised, from the `text:` key's Markdown */
    gp_str_list phrases; /* any of these words, in a row, calls the notice */
    gp_str_list except;  /* unless the phrase stands inside one of these */
} gp_notice;

typedef struct gp_site {
    gp_str title, tagline, base_url, contact_html;
    bool sample_data;    /* show the sample-data banner */
    bool serve_approved; /* serve: approved */
    bool preview;        /* not of guidepost.yaml: the index holds drafts */
    bool counts_off;     /* counts: off: what visitors ask is not counted */
    gp_str reply;    /* a canned reply with {answer} {link} {verified}; empty: those three alone */
    bool opensearch; /* opensearch: on: browsers are told how to search and complete here */
    gp_str_list caution; /* words; an answer about these comes from approved sections only */
    gp_str_list
        allowed_origins; /* "https://host[:port]": whose pages may ask the API (embedding) */
    GP_VEC(gp_synonyms) synonyms;
    GP_VEC(gp_pin) pins;
    GP_VEC(gp_notice) notices;
    gp_theme theme;
    gp_duties duties; /* who answers for what; does not travel in the index, its outcome does */
    gp_checks checks; /* what guidepost check asks for; does not travel in the index */
    gp_logo logo;     /* its bytes are read by whoever has the corpus at hand (index/input.c) */
} gp_site;

/* What stands where there is no guidepost.yaml: title "Guidepost", and the built-in crisis notice
 * (911, 988, SAMHSA's helpline), so that a notice shows even without an index. */
gp_status gp_site_default(gp_arena *arena, gp_site *site) GP_MUST_CHECK;
/* Reads YAML text over the defaults: `notices:` replaces the built-in ones only if present. */
gp_status gp_site_read_yaml(gp_str yaml, gp_arena *arena, gp_site *site,
                            gp_error *error) GP_MUST_CHECK;
void gp_site_write_json(const gp_site *site, gp_buf *json);
gp_status gp_site_read_json(gp_str json, gp_arena *arena, gp_site *site,
                            gp_error *error) GP_MUST_CHECK;

#endif
