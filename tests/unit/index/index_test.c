/* index: runs over temporary folders, and what the published index holds after each. */
#include "test.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "index/index.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY ((size_t)64 << 20)

typedef struct fixture {
    char folder[64]; /* holds corpus/ and the index */
    char corpus[80];
    char db[80];
    gp_arena arena;
    gp_index_options options;
    gp_index_summary summary;
    gp_error error;
    const char *paths[4];
    size_t listed;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);

    if (f == NULL || gp_hash_init() != GP_OK)
        return -1;
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/gp-index-XXXXXX");
    if (mkdtemp(f->folder) == NULL || chmod(f->folder, 0777) != 0)
        return -1;
    (void)snprintf(f->corpus, sizeof f->corpus, "%s/corpus", f->folder);
    (void)snprintf(f->db, sizeof f->db, "%s/site.db", f->folder);
    gp_arena_init(&f->arena, MEMORY);
    f->paths[0] = f->corpus;
    f->options = (gp_index_options){.db = f->db, .paths = f->paths, .path_count = 1, .context = f};
    *state = f;
    return mkdir(f->corpus, 0777);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    char line[200];

    gp_arena_clear(&f->arena);
    (void)snprintf(line, sizeof line, "chmod -R u+rwX '%s'; rm -rf '%s'", f->folder, f->folder);
    if (system(line) != 0)
        return -1;
    free(f);
    return 0;
}

/* ---- files ---------------------------------------------------------------------------------- */

static void path_of(const fixture *f, const char *name, char out[256])
{
    char *slash;

    (void)snprintf(out, 256, "%s/%s", f->folder, name);
    for (slash = out + strlen(f->folder) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        (void)mkdir(out, 0777);
        *slash = '/';
    }
}

static void put_bytes(const fixture *f, const char *name, gp_str bytes)
{
    char path[256];
    int file;

    path_of(f, name, path);
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.data, bytes.size), (ssize_t)bytes.size);
    assert_int_equal(close(file), 0);
}

static void put(const fixture *f, const char *name, const char *text)
{
    put_bytes(f, name, gp_str_of(text));
}

static void take_away(const fixture *f, const char *name)
{
    char path[256];

    path_of(f, name, path);
    assert_int_equal(unlink(path), 0);
}

/* ---- runs ----------------------------------------------------------------------------------- */

static gp_status run(fixture *f)
{
    f->error = (gp_error){GP_OK, ""};
    f->listed = 0;
    return gp_index_run(&f->options, &f->arena, &f->summary, &f->error);
}

static void run_well(fixture *f)
{
    if (run(f) != GP_OK)
        fail_msg("the run failed: %s", f->error.text);
}

static void run_fails(fixture *f, gp_status status, const char *part)
{
    assert_int_equal(run(f), status);
    if (strstr(f->error.text, part) == NULL)
        fail_msg("wanted '%s', got '%s'", part, f->error.text);
    assert_false(f->summary.published);
}

/* The only skipped file. */
static void assert_skipped(const fixture *f, const char *path, size_t line, const char *part)
{
    const gp_problem *problem = f->summary.skipped.items;

    if (f->summary.skipped.count != 1)
        fail_msg("%zu skipped, wanted one: %s", f->summary.skipped.count, path);
    assert_true(gp_str_equal(problem->path, gp_str_of(path)));
    assert_int_equal(problem->line, line);
    if (gp_str_find(problem->what, gp_str_of(part), 0) == problem->what.size)
        fail_msg("wanted '%s', got '%.*s'", part, GP_STR_ARGS(problem->what));
}

static gp_store *open_index(const fixture *f, const char *db)
{
    gp_store *store = NULL;
    gp_error error;

    if (gp_store_open(db, GP_STAFF, &store, &error) != GP_OK)
        fail_msg("%s", error.text);
    (void)f;
    return store;
}

static bool has(const fixture *f, const char *id)
{
    gp_store *store = open_index(f, f->db);
    gp_handle handle;
    gp_status status = gp_store_find(store, gp_str_of(id), &handle);

    gp_store_close(store);
    assert_true(status == GP_OK || status == GP_NOT_FOUND);
    return status == GP_OK;
}

static gp_str text_of(fixture *f, const char *id)
{
    gp_store *store = open_index(f, f->db);
    gp_stored_section section;
    gp_handle handle;

    assert_int_equal(gp_store_find(store, gp_str_of(id), &handle), GP_OK);
    assert_int_equal(gp_store_fetch(store, &handle, 1, false, &f->arena, &section, &f->error),
                     GP_OK);
    gp_store_close(store);
    return section.section.text;
}

static void assert_text(gp_str got, const char *wanted)
{
    if (!gp_str_equal(got, gp_str_of(wanted)))
        fail_msg("wanted '%s', got '%.*s'", wanted, GP_STR_ARGS(got));
}

static bool published(const fixture *f)
{
    return access(f->db, F_OK) == 0;
}

/* Everything a reader can see of an index, as text: ids, texts, titles, words. */
static gp_str content_of(fixture *f, const char *db)
{
    gp_store *store = open_index(f, db);
    gp_document_lines lines = {NULL, 0, 0};
    gp_word_list words = {NULL, 0, 0};
    gp_buf buf;
    gp_str content;

    gp_buf_init(&buf, MEMORY);
    assert_int_equal(gp_store_documents(store, &f->arena, &lines, &f->error), GP_OK);
    for (size_t i = 0; i < lines.count; i++) {
        gp_document document;
        gp_str moved;
        assert_int_equal(
            gp_store_document(store, lines.items[i].slug, &f->arena, &document, &moved, &f->error),
            GP_OK);
        gp_buf_printf(&buf, "%.*s|%.*s|%.*s\n", GP_STR_ARGS(document.slug),
                      GP_STR_ARGS(document.title), GP_STR_ARGS(document.path));
        for (size_t s = 0; s < document.sections.count; s++) {
            const gp_section *section = &document.sections.items[s];
            gp_buf_printf(&buf, "%.*s|%zu|%.*s|%.*s|%.*s|%d\n", GP_STR_ARGS(section->id),
                          section->line, GP_STR_ARGS(section->heading), GP_STR_ARGS(section->text),
                          GP_STR_ARGS(section->html), (int)section->approval.state);
        }
    }
    assert_int_equal(gp_store_words(store, GP_STR(""), 100000, &f->arena, &words), GP_OK);
    for (size_t i = 0; i < words.count; i++)
        gp_buf_printf(&buf, "%.*s %zu\n", GP_STR_ARGS(words.items[i].form),
                      (size_t)words.items[i].sections);
    gp_buf_add(&buf, gp_store_site(store));
    content = gp_arena_take(&f->arena, &buf);
    gp_buf_clear(&buf);
    gp_store_close(store);
    return content;
}

/* The index in place holds what a full build of the same folder gives. */
static void assert_like_full(fixture *f)
{
    char other[96];
    gp_index_options options = f->options;
    gp_str got, wanted;

    (void)snprintf(other, sizeof other, "%s/full.db", f->folder);
    options.db = other;
    options.full = true;
    assert_int_equal(gp_index_run(&options, &f->arena, &f->summary, &f->error), GP_OK);
    got = content_of(f, f->db);
    wanted = content_of(f, other);
    if (!gp_str_equal(got, wanted))
        fail_msg("incremental:\n%.*s\nfull:\n%.*s", GP_STR_ARGS(got), GP_STR_ARGS(wanted));
}

/* ---- nothing to index ----------------------------------------------------------------------- */

static void a_path_that_is_not_there_is_named(void **state)
{
    fixture *f = *state;

    f->paths[0] = "/nowhere/at/all";
    run_fails(f, GP_NOT_FOUND, "/nowhere/at/all");
    assert_false(published(f));
}

static void a_folder_without_articles_writes_nothing(void **state)
{
    fixture *f = *state;

    run_fails(f, GP_NOT_FOUND, "no article in it");
    put(f, "corpus/README.md", "# about\n");
    put(f, "corpus/photo.png", "x");
    run_fails(f, GP_NOT_FOUND, "no article in it");
    assert_int_equal(f->summary.skipped.count, 0);
    assert_false(published(f));
}

static void when_all_files_are_refused_the_old_index_stays(void **state)
{
    fixture *f = *state;
    gp_str before;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    run_well(f);
    before = content_of(f, f->db);
    put(f, "corpus/a.md", "---\nkind: nothing\n---\n");
    run_fails(f, GP_INVALID, "none of its 1 files");
    assert_skipped(f, "a.md", 2, "kind: wants");
    put(f, "corpus/a.md", "---\nstatus: draft\n---\n");
    run_fails(f, GP_INVALID, "none of its 1 files");
    take_away(f, "corpus/a.md");
    run_fails(f, GP_NOT_FOUND, "no article");
    assert_true(gp_str_equal(before, content_of(f, f->db)));
}

static void broken_rules_end_the_run_with_nothing_written(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/guidepost.yaml", "title: x\nnotices:\n  - id: crisis\n");
    run_fails(f, GP_INVALID, "guidepost.yaml: line 3: notices");
    assert_false(published(f));
    take_away(f, "corpus/guidepost.yaml");
    run_well(f);
    assert_true(has(f, "a"));
}

static void rules_behind_a_symbolic_link_end_the_run(void **state)
{
    fixture *f = *state;
    char path[256];

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "elsewhere.yaml", "title: x\n");
    path_of(f, "corpus/guidepost.yaml", path);
    assert_int_equal(symlink("../elsewhere.yaml", path), 0);
    run_fails(f, GP_INVALID, "guidepost.yaml: a symbolic link");
    assert_false(published(f));
}

/* ---- refusals ------------------------------------------------------------------------------- */

static void a_refused_file_is_named_and_the_others_are_indexed(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/sub/b.md", "# B\n\n\xFF\n");
    run_well(f);
    assert_skipped(f, "sub/b.md", 3, "not UTF-8");
    assert_int_equal(f->summary.refused, 1);
    assert_int_equal(f->summary.articles, 1);
    assert_true(has(f, "a"));
    run_well(f); /* told again, though nothing has changed */
    assert_false(f->summary.published);
    assert_skipped(f, "sub/b.md", 3, "not UTF-8");
    assert_int_equal(f->summary.refused, 1);
}

static void strict_writes_nothing_when_anything_is_refused(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\n\xFF\n");
    put(f, "corpus/c.md", "---\nstatus: draft\n---\n");
    f->options.strict = true;
    run_fails(f, GP_INVALID, "--strict");
    assert_false(published(f));
    put(f, "corpus/b.md", "# B\n\nfine\n");
    run_well(f); /* a draft is no refusal */
    assert_true(f->summary.published);
    put(f, "corpus/b.md", "# B\n\n\xFF\n");
    run_fails(f, GP_INVALID, "--strict");
    assert_true(has(f, "b"));
}

static void links_pipes_and_huge_files_are_refused_by_name(void **state)
{
    fixture *f = *state;
    char path[256];
    gp_buf buf;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "outside.md", "# Secret\n\nsecret\n");
    path_of(f, "corpus/link.md", path);
    assert_int_equal(symlink("../outside.md", path), 0);
    run_well(f);
    assert_skipped(f, "link.md", 0, "symbolic link");
    assert_int_equal(unlink(path), 0);
    path_of(f, "corpus/pipe.md", path);
    assert_int_equal(mkfifo(path, 0644), 0);
    run_well(f);
    assert_skipped(f, "pipe.md", 0, "not a regular file");
    assert_int_equal(unlink(path), 0);
    gp_buf_init(&buf, 4 << 20);
    for (size_t i = 0; i < (1 << 20) + 1; i++)
        gp_buf_add_byte(&buf, 'x');
    put_bytes(f, "corpus/huge.md", gp_buf_str(&buf));
    gp_buf_clear(&buf);
    run_well(f);
    assert_skipped(f, "huge.md", 0, "1048577 bytes");
    assert_false(has(f, "huge"));
    assert_int_equal(f->summary.articles, 1);
}

static void a_file_that_may_not_be_read_is_refused_by_name(void **state)
{
    fixture *f = *state;
    char path[256];
    uid_t user = geteuid();

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\ntext\n");
    run_well(f);
    path_of(f, "corpus/b.md", path);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(f->db, 0666), 0);
    if (user == 0)
        assert_int_equal(seteuid(65534), 0);
    run_well(f);
    assert_skipped(f, "b.md", 0, "cannot be opened");
    assert_int_equal(f->summary.articles, 1);
    assert_false(has(f, "b"));
    if (user == 0)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(path, 0644), 0);
    run_well(f);
    assert_true(has(f, "b"));
}

static void names_that_are_no_text_are_refused(void **state)
{
    static const struct {
        const char *name, *shown;
    } cases[] = {
        {"b\x1b[31m.md", "b\\x1B[31m.md"},
        {"b\n.md", "b\\x0A.md"},
        {"b\xC2\x9B"
         "31m.md",
         "b\\xC2\\x9B31m.md"},
        {"b\xE9.md", "b\\xE9.md"},
        {"gpj.\xE2\x80\xAE"
         "dm.md",
         "gpj.\\xE2\\x80\\xAE"
         "dm.md"},
        {"b\xE2\x81\xA6.md", "b\\xE2\\x81\\xA6.md"},
        {"b\xE2\x80\x8F.md", "b\\xE2\\x80\\x8F.md"},
    };
    fixture *f = *state;
    char below[64];

    put(f, "corpus/a.md", "# A\n\ntext\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        (void)snprintf(below, sizeof below, "corpus/%s", cases[i].name);
        put(f, below, "# B\n\ntext\n");
        run_well(f);
        assert_skipped(f, cases[i].shown, 0, "control character");
        assert_int_equal(f->summary.articles, 1);
        take_away(f, below);
    }
}

static void a_refused_link_is_named_in_bytes_that_can_be_shown(void **state)
{
    fixture *f = *state;
    char path[256];

    put(f, "corpus/a.md", "# A\n\ntext\n");
    path_of(f, "corpus/link-\x1b]0;\xE2\x80\xAE.md", path);
    assert_int_equal(symlink("a.md", path), 0);
    run_well(f);
    assert_skipped(f, "link-\\x1B]0;\\xE2\\x80\\xAE.md", 0, "symbolic link");
}

static void drafts_never_enter_the_index(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "---\nstatus: draft\n---\n# B\n\nwordofthedraft\n");
    put(f, "corpus/c.md", "---\nstatus: archived\n---\n# C\n\ntext\n");
    run_well(f);
    assert_int_equal(f->summary.skipped.count, 2);
    assert_int_equal(f->summary.refused, 0);
    assert_int_equal(f->summary.articles, 1);
    assert_false(has(f, "b"));
    assert_false(has(f, "c"));
    put(f, "corpus/a.md", "---\nstatus: draft\n---\n# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\ntext\n");
    run_well(f);
    assert_false(has(f, "a"));
    assert_true(has(f, "b"));
}

static void a_slug_given_twice_is_refused_and_both_files_named(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "---\nslug: same\n---\nfirst\n");
    put(f, "corpus/b.md", "---\nslug: same\n---\nsecond\n");
    put(f, "corpus/c.md", "# C\n\nthird\n");
    run_well(f);
    assert_skipped(f, "b.md", 0, "a.md");
    assert_text(text_of(f, "same"), "first");
    assert_int_equal(f->summary.articles, 2);
    run_well(f);
    assert_false(f->summary.published);
    assert_skipped(f, "b.md", 0, "a.md");
    f->options.strict = true;
    run_fails(f, GP_INVALID, "--strict");
}

static void the_loser_of_a_slug_gets_it_when_the_winner_goes(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "---\nslug: same\n---\nfirst\n");
    put(f, "corpus/b.md", "---\nslug: same\n---\nsecond\n");
    run_well(f);
    take_away(f, "corpus/a.md");
    run_well(f);
    assert_text(text_of(f, "same"), "second");
    assert_int_equal(f->summary.skipped.count, 0);
    put(f, "corpus/a.md", "---\nslug: same\n---\nfirst again\n");
    run_well(f); /* a full build takes files by path, so must this one */
    assert_text(text_of(f, "same"), "first again");
    assert_skipped(f, "b.md", 0, "a.md");
    assert_like_full(f);
}

/* ---- incremental ---------------------------------------------------------------------------- */

static void what_has_not_changed_is_not_read_again(void **state)
{
    fixture *f = *state;
    struct stat before, after;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\ntext\n");
    run_well(f);
    assert_true(f->summary.published);
    assert_int_equal(f->summary.changed, 2);
    assert_int_equal(stat(f->db, &before), 0);
    put(f, "corpus/a.md", "# A\n\ntext\n"); /* touched, not changed */
    run_well(f);
    assert_false(f->summary.published);
    assert_int_equal(f->summary.changed, 0);
    assert_int_equal(f->summary.unchanged, 2);
    assert_int_equal(f->summary.articles, 2);
    assert_int_equal(f->summary.sections, 2);
    assert_int_equal(stat(f->db, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    put(f, "corpus/b.md", "# B\n\nother text\n");
    run_well(f);
    assert_true(f->summary.published);
    assert_int_equal(f->summary.changed, 1);
    assert_int_equal(f->summary.unchanged, 1);
    assert_text(text_of(f, "b"), "other text");
    f->options.full = true;
    run_well(f);
    assert_true(f->summary.published);
    assert_int_equal(f->summary.changed, 2);
}

static void a_file_that_is_gone_is_gone_from_the_index(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\nonlyhere\n\n## More\n\ntext\n");
    run_well(f);
    assert_true(has(f, "b#more"));
    take_away(f, "corpus/b.md");
    run_well(f);
    assert_int_equal(f->summary.removed, 1);
    assert_int_equal(f->summary.articles, 1);
    assert_false(has(f, "b"));
    assert_false(has(f, "b#more"));
    assert_like_full(f);
}

static void an_incremental_build_holds_what_a_full_one_does(void **state)
{
    fixture *f = *state;
    unsigned seed = 7;

    for (int round = 0; round < 25; round++) {
        for (int change = 0; change < 4; change++) {
            char name[64], text[256], path[256];
            seed = seed * 1103515245 + 12345;
            (void)snprintf(name, sizeof name, "corpus/f%u.md", (seed >> 16) % 8);
            (void)snprintf(text, sizeof text,
                           "---\nslug: s%u\nstatus: %s\n---\nword%u\n\n## H%u\n\nmore%u\n",
                           (seed >> 18) % 7, (seed >> 22) % 5 == 0 ? "draft" : "published",
                           seed % 11, seed % 3, (seed >> 8) % 13);
            path_of(f, name, path);
            if ((seed >> 25) % 4 == 0)
                (void)unlink(path);
            else
                put(f, name, text);
        }
        put(f, "corpus/always.md", "# Always\n\nhere\n");
        run_well(f);
        assert_like_full(f);
    }
}

static void new_rules_alone_make_a_new_index(void **state)
{
    fixture *f = *state;
    gp_store *store;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/guidepost.yaml", "title: First\n");
    run_well(f);
    put(f, "corpus/guidepost.yaml", "title: Second\n");
    run_well(f);
    assert_true(f->summary.published);
    assert_int_equal(f->summary.unchanged, 1);
    store = open_index(f, f->db);
    assert_true(gp_str_find(gp_store_site(store), GP_STR("Second"), 0) < gp_store_site(store).size);
    gp_store_close(store);
    put(f, "corpus/guidepost.yaml", "title: Second # the same to readers\n");
    run_well(f);
    assert_false(f->summary.published);
}

static void a_damaged_index_is_built_anew(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "site.db", "this is no index");
    run_well(f);
    assert_true(has(f, "a"));
}

/* ---- approvals and images ------------------------------------------------------------------- */

/* approvals.jsonl approving `text` as the own section (without heading) of `slug`. */
static void approve(fixture *f, const char *slug, const char *text)
{
    gp_str hashed = gp_arena_printf(&f->arena, "\n%s", text);
    gp_str sha256 = gp_sha256_hex(&f->arena, hashed);
    gp_str line = gp_arena_printf(&f->arena,
                                  "{\"section\":\"%s\",\"text_sha256\":\"%.*s\",\"text\":\"%s\","
                                  "\"by\":\"B\",\"on\":\"2026-01-02\"}\n",
                                  slug, GP_STR_ARGS(sha256), text);

    put(f, "corpus/approvals.jsonl", line.data);
}

static void an_approval_reaches_its_article_and_no_other_is_read(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "---\nslug: other-name\n---\ntext\n");
    put(f, "corpus/b.md", "# B\n\ntext\n");
    run_well(f);
    approve(f, "other-name", "text");
    run_well(f);
    assert_int_equal(f->summary.changed, 1);
    assert_int_equal(f->summary.unchanged, 1);
    assert_like_full(f);
    put(f, "corpus/a.md", "---\nslug: other-name\n---\nnew text\n");
    run_well(f);
    assert_text(text_of(f, "other-name"), "new text");
    assert_like_full(f);
}

static void serve_approved_keeps_the_approved_text(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "old text\n");
    approve(f, "a", "old text");
    put(f, "corpus/guidepost.yaml", "serve: approved\n");
    run_well(f);
    put(f, "corpus/a.md", "new text\n");
    run_well(f);
    assert_text(text_of(f, "a"), "old text");
    assert_like_full(f);
    put(f, "corpus/guidepost.yaml", "serve: current\n");
    run_well(f);
    assert_text(text_of(f, "a"), "new text");
}

static bool has_image(fixture *f, const char *slug, const char *name, const char *mime)
{
    gp_store *store = open_index(f, f->db);
    gp_attachment attachment;
    gp_status status = gp_store_attachment(store, gp_str_of(slug), gp_str_of(name), &f->arena,
                                           &attachment, &f->error);

    gp_store_close(store);
    return status == GP_OK && gp_str_equal(attachment.mime, gp_str_of(mime));
}

static void images_beside_an_article_are_kept_with_it(void **state)
{
    fixture *f = *state;

    put(f, "corpus/sub/a.md",
        "# A\n\n![p](img/p.png) ![j](j.jpg) ![g](g.gif) ![w](w.webp) "
        "![v](v.avif)\n");
    put(f, "corpus/sub/img/p.png", "\x89PNG\r\n\x1a\nrest");
    put(f, "corpus/sub/j.jpg", "\xFF\xD8\xFF\xE0rest");
    put(f, "corpus/sub/g.gif", "GIF89arest");
    put(f, "corpus/sub/w.webp", "RIFFsizeWEBPrest");
    put(f, "corpus/sub/v.avif", "sizeftypavifrest");
    run_well(f);
    assert_int_equal(f->summary.warnings.count, 0);
    assert_true(has_image(f, "a", "img/p.png", "image/png"));
    assert_true(has_image(f, "a", "j.jpg", "image/jpeg"));
    assert_true(has_image(f, "a", "g.gif", "image/gif"));
    assert_true(has_image(f, "a", "w.webp", "image/webp"));
    assert_true(has_image(f, "a", "v.avif", "image/avif"));
    run_well(f);
    assert_false(f->summary.published);
    put(f, "corpus/sub/j.jpg", "\xFF\xD8\xFF\xE0other");
    run_well(f);
    assert_true(f->summary.published);
    assert_int_equal(f->summary.changed, 1);
}

static void an_image_that_cannot_be_shown_is_a_warning(void **state)
{
    fixture *f = *state;
    char path[256];
    gp_buf buf;

    put(f, "corpus/a.md", "# A\n\n![a](gone.png) ![b](text.png) ![c](link.png) ![d](big.png)\n");
    put(f, "corpus/text.png", "<svg onload=alert(1)>");
    put(f, "outside.png", "\x89PNG\r\n\x1a\nrest");
    path_of(f, "corpus/link.png", path);
    assert_int_equal(symlink("../outside.png", path), 0);
    gp_buf_init(&buf, 4 << 20);
    gp_buf_add_text(&buf, "\x89PNG\r\n\x1a\n");
    while (buf.size <= 1 << 20)
        gp_buf_add_byte(&buf, 'x');
    put_bytes(f, "corpus/big.png", gp_buf_str(&buf));
    gp_buf_clear(&buf);
    f->options.strict = true;             /* warnings are no refusals */
    assert_int_equal(run(f), GP_INVALID); /* but the symbolic link is one */
    f->options.strict = false;
    run_well(f);
    assert_int_equal(f->summary.warnings.count, 4);
    assert_false(has_image(f, "a", "text.png", "image/png"));
    assert_false(has_image(f, "a", "link.png", "image/png"));
    assert_false(has_image(f, "a", "big.png", "image/png"));
    put(f, "corpus/gone.png", "\x89PNG\r\n\x1a\nhere now");
    run_well(f);
    assert_int_equal(f->summary.warnings.count, 3);
    assert_true(has_image(f, "a", "gone.png", "image/png"));
}

/* ---- formats and paths ---------------------------------------------------------------------- */

static void json_lines_refuse_lines_not_files(void **state)
{
    fixture *f = *state;

    put(f, "corpus/x.jsonl",
        "{\"id\":\"one\",\"text\":\"a\"}\nbad\n{\"id\":\"two\",\"text\":\"b\"}\n"
        "{\"id\":\"one\",\"text\":\"again\"}\n");
    run_well(f);
    assert_int_equal(f->summary.articles, 2);
    assert_int_equal(f->summary.skipped.count, 2);
    assert_int_equal(f->summary.skipped.items[0].line, 2);
    assert_int_equal(f->summary.skipped.items[1].line, 4);
    assert_text(text_of(f, "one"), "a");
    put(f, "corpus/x.jsonl", "{\"id\":\"two\",\"text\":\"c\"}\n");
    run_well(f);
    assert_int_equal(f->summary.articles, 1);
    assert_text(text_of(f, "two"), "c");
    assert_false(has(f, "one"));
    assert_like_full(f);
}

static void files_and_several_folders_may_be_given(void **state)
{
    fixture *f = *state;
    char file[256], second[256];

    put(f, "corpus/a.md", "# A\n\ntext\n");
    put(f, "corpus/b.md", "# B\n\ntext\n");
    put(f, "second/a.md", "---\nslug: a2\n---\ntext\n");
    path_of(f, "corpus/b.md", file);
    path_of(f, "second", second);
    f->paths[0] = file;
    run_well(f);
    assert_int_equal(f->summary.articles, 1);
    assert_true(has(f, "b"));
    f->paths[0] = f->corpus;
    f->paths[1] = second;
    f->paths[2] = file; /* reached twice, taken once */
    f->options.path_count = 3;
    run_well(f);
    assert_int_equal(f->summary.articles, 3);
    assert_int_equal(f->summary.skipped.count, 0);
    assert_true(has(f, "a") && has(f, "a2") && has(f, "b"));
    put(f, "corpus/guidepost.yaml", "title: x\n");
    put(f, "second/guidepost.yaml", "title: y\n");
    run_fails(f, GP_INVALID, "second guidepost.yaml");
}

static void a_named_file_of_another_format_is_refused(void **state)
{
    fixture *f = *state;
    char file[256];

    put(f, "corpus/a.docx", "x");
    path_of(f, "corpus/a.docx", file);
    f->paths[0] = file;
    run_fails(f, GP_INVALID, "could be indexed");
    assert_skipped(f, "a.docx", 0, "not a format");
}

/* ---- dry runs, failures --------------------------------------------------------------------- */

static void list(void *context, const gp_document *document, const gp_section *section)
{
    fixture *f = context;

    assert_true(document->path.size > 0 && section->id.size > 0);
    f->listed++;
}

static void a_dry_run_lists_everything_and_writes_nothing(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n\n## B\n\ntext\n");
    put(f, "corpus/b.md", "---\nslug: a\n---\ntext\n");
    f->options.dry_run = true;
    f->options.section = list;
    run_well(f);
    assert_int_equal(f->listed, 2);
    assert_int_equal(f->summary.sections, 2);
    assert_skipped(f, "b.md", 0, "a.md");
    assert_false(f->summary.published);
    assert_false(published(f));
    f->options.dry_run = false;
    run_well(f);
    f->options.dry_run = true;
    run_well(f);
    assert_int_equal(f->listed, 2); /* unchanged files too */
}

static void a_second_builder_is_told_to_wait(void **state)
{
    fixture *f = *state;
    gp_build *other;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    assert_int_equal(gp_build_begin(f->db, false, &other, &f->error), GP_OK);
    run_fails(f, GP_BUSY, "another build");
    gp_build_abandon(other);
    run_well(f);
}

static void an_index_that_cannot_be_written_is_an_error(void **state)
{
    fixture *f = *state;

    put(f, "corpus/a.md", "# A\n\ntext\n");
    f->options.db = "/nowhere/at/all.db";
    assert_int_equal(run(f), GP_IO);
    assert_false(f->summary.published);
}

static void any_failed_allocation_is_said_and_leaks_nothing(void **state)
{
    fixture *f = *state;
    gp_status status = GP_NO_MEMORY;
    unsigned long step = 1;

    put(f, "corpus/a.md", "---\ntitle: A\n---\ntext ![x](x.png)\n\n## B\n\ntext\n");
    put(f, "corpus/b.jsonl", "{\"id\":\"one\",\"text\":\"a\"}\nbad\n");
    put(f, "corpus/x.png", "\x89PNG\r\n\x1a\nrest");
    put(f, "corpus/guidepost.yaml", "serve: approved\n");
    approve(f, "a", "other text");
    for (int dry = 0; dry < 2; dry++) {
        f->options.dry_run = dry == 1;
        f->options.full = true;
        status = GP_NO_MEMORY;
        for (unsigned long n = 1; status != GP_OK && n < 20000; n += step) {
            gp_arena_clear(&f->arena);
            gp_memory_fail_at(n, 1);
            status = run(f);
            gp_memory_fail_at(0, 0);
            if (status != GP_OK && status != GP_NO_MEMORY)
                fail_msg("allocation %lu: %s", n, f->error.text);
            assert_true(status == GP_OK || !f->summary.published);
        }
        assert_int_equal(status, GP_OK);
        assert_int_equal(f->summary.articles, 2);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_path_that_is_not_there_is_named),
        TEST(a_folder_without_articles_writes_nothing),
        TEST(when_all_files_are_refused_the_old_index_stays),
        TEST(broken_rules_end_the_run_with_nothing_written),
        TEST(rules_behind_a_symbolic_link_end_the_run),
        TEST(a_refused_file_is_named_and_the_others_are_indexed),
        TEST(strict_writes_nothing_when_anything_is_refused),
        TEST(links_pipes_and_huge_files_are_refused_by_name),
        TEST(a_file_that_may_not_be_read_is_refused_by_name),
        TEST(names_that_are_no_text_are_refused),
        TEST(a_refused_link_is_named_in_bytes_that_can_be_shown),
        TEST(drafts_never_enter_the_index),
        TEST(a_slug_given_twice_is_refused_and_both_files_named),
        TEST(the_loser_of_a_slug_gets_it_when_the_winner_goes),
        TEST(what_has_not_changed_is_not_read_again),
        TEST(a_file_that_is_gone_is_gone_from_the_index),
        TEST(an_incremental_build_holds_what_a_full_one_does),
        TEST(new_rules_alone_make_a_new_index),
        TEST(a_damaged_index_is_built_anew),
        TEST(an_approval_reaches_its_article_and_no_other_is_read),
        TEST(serve_approved_keeps_the_approved_text),
        TEST(images_beside_an_article_are_kept_with_it),
        TEST(an_image_that_cannot_be_shown_is_a_warning),
        TEST(json_lines_refuse_lines_not_files),
        TEST(files_and_several_folders_may_be_given),
        TEST(a_named_file_of_another_format_is_refused),
        TEST(a_dry_run_lists_everything_and_writes_nothing),
        TEST(a_second_builder_is_told_to_wait),
        TEST(an_index_that_cannot_be_written_is_an_error),
        TEST(any_failed_allocation_is_said_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
