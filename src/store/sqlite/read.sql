-- name: site
SELECT json FROM meta_site;

-- name: all_documents
SELECT id, slug, kind, weight, tags, publish_on, expires_on FROM part_document ORDER BY id;

-- name: all_sections
SELECT id, name, document, heading_words, context_words, question_words, body_words
FROM part_section ORDER BY id;

-- name: all_words
SELECT form, stem, sections FROM part_word ORDER BY form;

-- name: all_stems
SELECT stem, sections FROM part_stem ORDER BY stem;

-- name: model
SELECT name FROM meta_model;
-- name: all_vectors
SELECT m.section, v.units FROM part_meaning AS m JOIN part_vector AS v ON v.name = m.vectors
ORDER BY m.section;

-- name: all_acronyms
SELECT short, long, sections FROM part_acronym;

-- name: all_related
SELECT section, others FROM part_related;

-- name: places_open
CREATE VIRTUAL TABLE temp.part_places USING fts5vocab('main', 'part_fts', 'instance');
-- name: places
SELECT term, doc, col, offset FROM temp.part_places;

-- name: match
SELECT gp_evidence(part_fts, ?2) FROM part_fts WHERE part_fts MATCH ?1;

-- name: section
SELECT s.name, s.anchor, s.heading, s.level, s.line, s.trail, s.text, s.html, s.markdown,
  s.questions, s.synonyms, s.aliases, s.audience, s.owner, s.review_by, s.approval,
  s.approved_by, s.approved_on, s.approved_until, s.url,
  d.slug, d.title, d.updated, d.kind, d.tags
FROM part_section AS s JOIN part_document AS d ON d.id = s.document WHERE s.id = ?1;

-- name: section_text
SELECT s.name, s.anchor, s.heading, s.level, s.line, s.trail, s.text, '', '',
  s.questions, s.synonyms, s.aliases, s.audience, '', s.review_by, s.approval,
  s.approved_by, s.approved_on, s.approved_until, s.url,
  d.slug, d.title, d.updated, d.kind, d.tags
FROM part_section AS s JOIN part_document AS d ON d.id = s.document WHERE s.id = ?1;

-- name: document
SELECT id, slug, path, title, summary, lang, kind, audience, date, updated, owner, review_by,
  publish_on, expires_on, source_url, weight, tags, related, aliases
FROM part_document WHERE slug = ?1;

-- name: sections_of_document
SELECT s.name, s.anchor, s.heading, s.level, s.line, s.trail, s.text, s.html, s.markdown,
  s.questions, s.synonyms, s.aliases, s.audience, s.owner, s.review_by, s.approval,
  s.approved_by, s.approved_on, s.approved_until, s.url,
  d.slug, d.title, d.updated, d.kind, d.tags, s.ordinal
FROM part_section AS s JOIN part_document AS d ON d.id = s.document
WHERE s.document = ?1 ORDER BY s.ordinal;

-- name: alias
SELECT d.slug FROM part_alias AS a JOIN part_document AS d ON d.id = a.document WHERE a.slug = ?1
ORDER BY d.slug LIMIT 1;

-- The aliases "slug#anchor" of sections elsewhere ("$" follows "#"), with where they stand now.
-- name: moved
SELECT substr(a.slug, length(?1) + 2), d.slug, s.anchor, s.heading, d.title, d.publish_on, d.expires_on
FROM part_alias AS a JOIN part_document AS d ON d.id = a.document JOIN part_section AS s ON s.document = d.id
WHERE a.slug > ?1 || '#' AND a.slug < ?1 || '$'
  AND instr(char(10) || s.aliases || char(10), char(10) || a.slug || char(10))
ORDER BY a.slug, d.slug, s.ordinal;

-- name: attachment
SELECT a.name, a.mime, a.bytes FROM part_attachment AS a JOIN part_document AS d ON d.id = a.document
WHERE d.slug = ?1 AND a.name = ?2;

-- name: document_lines
SELECT d.slug, d.title, d.summary, d.updated, d.kind, d.audience, d.tags, d.weight, d.publish_on,
  d.expires_on, (SELECT count(*) FROM part_section AS s WHERE s.document = d.id), d.date
FROM part_document AS d;

-- name: section_labels
SELECT s.id, s.heading, s.questions, s.url, d.title
FROM part_section AS s JOIN part_document AS d ON d.id = s.document;

-- name: quick_check
PRAGMA quick_check(1);

-- name: counts_open
CREATE VIRTUAL TABLE temp.part_count USING fts5vocab(main, part_fts, row);
-- name: counts
SELECT term, doc, cnt FROM temp.part_count;
-- name: all_lengths
SELECT coalesce(sum(heading_words + context_words + question_words + body_words), 0)
FROM part_section;
