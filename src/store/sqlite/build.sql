-- name: begin
BEGIN IMMEDIATE;
-- name: commit
COMMIT;

-- name: document_insert
INSERT INTO part_document(slug, path, title, summary, lang, kind, audience, date, updated, owner,
  review_by, publish_on, expires_on, source_url, weight, tags, related, aliases)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18);

-- name: alias_insert
INSERT OR IGNORE INTO part_alias(slug, document) VALUES(?1, ?2);

-- name: attachment_insert
INSERT OR REPLACE INTO part_attachment(document, name, mime, bytes) VALUES(?1, ?2, ?3, ?4);

-- name: section_insert
INSERT INTO part_section(id, document, ordinal, name, anchor, heading, level, line, trail, text, html,
  markdown, questions, synonyms, aliases, audience, owner, review_by, approval,
  approved_by, approved_on, approved_until, url, heading_words, context_words, question_words,
  body_words)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
  ?21, ?22, ?23, ?24, ?25, ?26, ?27);

-- name: fts_insert
INSERT INTO part_fts(rowid, heading, context, questions, body) VALUES(?1, ?2, ?3, ?4, ?5);

-- name: fts_delete
INSERT INTO part_fts(part_fts, rowid, heading, context, questions, body)
VALUES('delete', ?1, ?2, ?3, ?4, ?5);

-- name: fts_optimize
INSERT INTO part_fts(part_fts) VALUES('optimize');

-- 1: not only with itself, but with the text in part_text.
-- name: fts_check
INSERT INTO part_fts(part_fts, rank) VALUES('integrity-check', 1);

-- segment.c writes FTS5's own tables. Is the new, empty one of the format it knows? (10: the structure, a
-- cookie of four bytes and three zeros; 1: the averages.)
-- name: fts_is_known
SELECT (SELECT v FROM part_fts_config WHERE k = 'version') = 4
  AND (SELECT length(block) = 7 AND substr(block, 5) = x'000000' FROM part_fts_data WHERE id = 10)
  AND (SELECT count(*) FROM part_fts_data) = 2 AND (SELECT count(*) FROM part_fts_idx) = 0;
-- name: fts_block_put
INSERT OR REPLACE INTO part_fts_data(id, block) VALUES(?1, ?2);
-- name: fts_split_put
INSERT INTO part_fts_idx(segid, term, pgno) VALUES(?1, ?2, ?3);
-- name: fts_structure_put
UPDATE part_fts_data SET block = CAST(substr(block, 1, 4) || ?2 AS BLOB) WHERE id = ?1;

-- name: path_of_slug
SELECT path FROM part_document WHERE slug = ?1;

-- name: documents_of_path
SELECT id FROM part_document WHERE path = ?1;

-- name: sections_of_path
SELECT d.slug, s.anchor, s.heading, s.text FROM part_document AS d JOIN part_section AS s ON s.document = d.id
WHERE d.path = ?1 ORDER BY d.id, s.ordinal;

-- name: texts_of_document
SELECT id, heading, context, questions, body FROM part_text
WHERE id IN (SELECT id FROM part_section WHERE document = ?1) ORDER BY id;

-- name: sections_delete
DELETE FROM part_section WHERE document = ?1;
-- name: attachments_delete
DELETE FROM part_attachment WHERE document = ?1;
-- name: aliases_delete
DELETE FROM part_alias WHERE document = ?1;
-- name: document_delete
DELETE FROM part_document WHERE id = ?1;

-- name: meaning_insert
INSERT INTO part_meaning(section, vectors) VALUES(?1, ?2);
-- name: meaning_delete
DELETE FROM part_meaning WHERE section IN (SELECT id FROM part_section WHERE document = ?1);
-- name: vectors_has
SELECT 1 FROM part_vector WHERE name = ?1;
-- name: vectors_insert
INSERT OR REPLACE INTO part_vector(name, units) VALUES(?1, ?2);
-- name: vectors_sweep
DELETE FROM part_vector WHERE name NOT IN (SELECT vectors FROM part_meaning);
-- name: model_clear
DELETE FROM meta_model;
-- name: model_insert
INSERT INTO meta_model(name) VALUES(?1);

-- name: last_section
SELECT coalesce(max(id), 0) FROM part_section;

-- name: words_clear
DELETE FROM part_word;
-- name: stems_clear
DELETE FROM part_stem;
-- name: word_insert
INSERT INTO part_word(form, stem, sections) VALUES(?1, ?2, ?3);
-- name: stem_insert
INSERT INTO part_stem(stem, sections) VALUES(?1, ?2);

-- name: all_texts
SELECT heading, text FROM part_section;
-- name: acronyms_clear
DELETE FROM part_acronym;
-- name: acronym_insert
INSERT INTO part_acronym(short, long, sections) VALUES(?1, ?2, ?3);

-- name: all_ids
SELECT id, document, name FROM part_section ORDER BY id;
-- name: places_of_stem
SELECT doc, col FROM temp.part_places WHERE term = ?1;
-- name: related_clear
DELETE FROM part_related;
-- name: related_insert
INSERT INTO part_related(section, others) VALUES(?1, ?2);

-- name: stamps
SELECT path, hash, documents, sections FROM build_stamp ORDER BY path;
-- name: stamp_put
INSERT OR REPLACE INTO build_stamp(path, hash, documents, sections) VALUES(?1, ?2, ?3, ?4);
-- name: stamp_delete
DELETE FROM build_stamp WHERE path = ?1;

-- name: site_clear
DELETE FROM meta_site;
-- name: site_insert
INSERT INTO meta_site(json) VALUES(?1);
-- name: checksum_insert
INSERT INTO meta_checksum(mark) VALUES(?1);
