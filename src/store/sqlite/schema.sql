-- Everything that visitors may see stands in public_*, everything for staff only in staff_*: the same
-- tables twice, made from one text ("part_" is replaced). A visitor's connection may read neither
-- staff_* nor build_*.

-- name: schema_common
CREATE TABLE meta_site(json TEXT NOT NULL);
CREATE TABLE meta_model(name TEXT NOT NULL);
CREATE TABLE meta_checksum(mark BLOB NOT NULL);
CREATE TABLE build_stamp(
  path TEXT PRIMARY KEY, hash TEXT NOT NULL, documents INTEGER NOT NULL, sections INTEGER NOT NULL
) WITHOUT ROWID;

-- name: schema_part
CREATE TABLE part_document(
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT NOT NULL,
  summary TEXT NOT NULL, lang TEXT NOT NULL, kind INTEGER NOT NULL, audience INTEGER NOT NULL,
  date TEXT NOT NULL, updated TEXT NOT NULL, owner TEXT NOT NULL, review_by TEXT NOT NULL,
  publish_on TEXT NOT NULL, expires_on TEXT NOT NULL, source_url TEXT NOT NULL,
  weight REAL NOT NULL, tags TEXT NOT NULL, related TEXT NOT NULL, aliases TEXT NOT NULL
);
CREATE INDEX part_document_path ON part_document(path);
CREATE TABLE part_alias(
  slug TEXT NOT NULL, document INTEGER NOT NULL, PRIMARY KEY(slug, document)
) WITHOUT ROWID;
CREATE TABLE part_section(
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL,
  anchor TEXT NOT NULL, heading TEXT NOT NULL, level INTEGER NOT NULL, line INTEGER NOT NULL,
  trail TEXT NOT NULL, text TEXT NOT NULL,
  html TEXT, -- NULL: the paragraphs of text
  markdown TEXT NOT NULL,
  questions TEXT NOT NULL, synonyms TEXT NOT NULL, aliases TEXT NOT NULL, audience INTEGER NOT NULL,
  owner TEXT NOT NULL, review_by TEXT NOT NULL,
  approval INTEGER NOT NULL, approved_by TEXT NOT NULL, approved_on TEXT NOT NULL,
  approved_until TEXT NOT NULL, url TEXT NOT NULL,
  heading_words INTEGER NOT NULL, context_words INTEGER NOT NULL,
  question_words INTEGER NOT NULL, body_words INTEGER NOT NULL
);
CREATE INDEX part_section_document ON part_section(document, ordinal);
CREATE TABLE part_attachment(
  document INTEGER NOT NULL, name TEXT NOT NULL, mime TEXT NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY(document, name)
) WITHOUT ROWID;
CREATE TABLE part_vector(name BLOB PRIMARY KEY, units BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE part_meaning(section INTEGER PRIMARY KEY, vectors BLOB NOT NULL);
CREATE TABLE part_word(form TEXT PRIMARY KEY, stem TEXT NOT NULL, sections INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE part_stem(stem TEXT PRIMARY KEY, sections INTEGER NOT NULL) WITHOUT ROWID;
-- every pair of short and long form as the texts write it: the image adds the partitions up and chooses
CREATE TABLE part_acronym(
  short TEXT NOT NULL, long TEXT NOT NULL, sections INTEGER NOT NULL, PRIMARY KEY(short, long)
) WITHOUT ROWID;
CREATE TABLE part_related(section INTEGER PRIMARY KEY, others TEXT NOT NULL); -- sections, nearest first
CREATE VIEW part_text AS
  SELECT s.id AS id, s.heading AS heading, d.title || char(10) || s.trail AS context,
    s.questions || char(10) || s.synonyms AS questions, s.text AS body
  FROM part_section AS s JOIN part_document AS d ON d.id = s.document;
CREATE VIRTUAL TABLE part_fts USING fts5(
  heading, context, questions, body,
  content='part_text', content_rowid='id', columnsize=0, detail=full, tokenize='guidepost'
);
INSERT INTO part_fts(part_fts, rank) VALUES('hashsize', 8388608);
INSERT INTO part_fts(part_fts, rank) VALUES('automerge', 0);
