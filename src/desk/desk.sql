-- desk.sql - the desk's tables and statements. A schema that was shipped is never changed: the next version
-- is a step of its own (see sqlite.c), and what is in the file is carried over.

-- name: desk_step_1
-- What at least five visitors asked on one day, in words that name nobody (asked.h).
-- day: since 1970-01-01. level: how well it was answered the last time, 0 none .. 3 exact.
CREATE TABLE asked(
  day INTEGER NOT NULL,
  question TEXT NOT NULL,
  asked INTEGER NOT NULL,
  level INTEGER NOT NULL,
  PRIMARY KEY(day, question)
) WITHOUT ROWID;
-- Whether a section helped: how many votes of a kind on a day. text_hash: the beginning of the section's
-- hash (gp_section_sha256) when it was voted on. reason: a word of feedback.h, or empty.
CREATE TABLE vote(
  day INTEGER NOT NULL,
  section TEXT NOT NULL,
  text_hash TEXT NOT NULL,
  helpful INTEGER NOT NULL,
  reason TEXT NOT NULL,
  votes INTEGER NOT NULL,
  PRIMARY KEY(day, section, text_hash, helpful, reason)
) WITHOUT ROWID;
PRAGMA application_id = 1196442699;
PRAGMA user_version = 1;

-- name: desk_begin
BEGIN IMMEDIATE

-- name: desk_commit
COMMIT

-- name: desk_asked_first
INSERT INTO asked(day, question, asked, level) VALUES(?1, ?2, ?3, ?4)
ON CONFLICT(day, question) DO UPDATE SET asked = asked + excluded.asked, level = excluded.level

-- name: desk_asked_more
UPDATE asked SET asked = asked + ?3, level = ?4 WHERE day = ?1 AND question = ?2

-- name: desk_most_asked
SELECT question FROM asked WHERE day >= ?1 AND level >= ?2
GROUP BY question ORDER BY sum(asked) DESC, question LIMIT ?3

-- name: desk_asked_since
-- level: of the last day, which is how SQLite chooses a bare column beside max().
SELECT question, sum(asked), max(day), level FROM asked WHERE day >= ?1
GROUP BY question ORDER BY sum(asked) DESC, question LIMIT ?2

-- name: desk_votes_since
SELECT section, text_hash, helpful, reason, sum(votes) FROM vote WHERE day >= ?1 AND votes > 0
GROUP BY section, text_hash, helpful, reason ORDER BY section, text_hash, helpful, reason LIMIT ?2

-- name: desk_vote_add
INSERT INTO vote(day, section, text_hash, helpful, reason, votes) VALUES(?1, ?2, ?3, ?4, ?5, 1)
ON CONFLICT(day, section, text_hash, helpful, reason) DO UPDATE SET votes = votes + 1

-- name: desk_vote_take_back
UPDATE vote SET votes = votes - 1
WHERE day = ?1 AND section = ?2 AND text_hash = ?3 AND helpful = ?4 AND reason = ?5 AND votes > 0

-- name: desk_vote_tidy
DELETE FROM vote WHERE day = ?1 AND section = ?2 AND votes = 0

-- name: desk_purge_asked
DELETE FROM asked WHERE day < ?1

-- name: desk_purge_votes
DELETE FROM vote WHERE day < ?1
