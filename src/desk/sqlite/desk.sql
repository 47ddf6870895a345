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

-- name: desk_step_2
-- Who may sign in. role: gp_role. password: libsodium's argon2id text; empty: only through a proxy.
-- shown: the name that readers see beside an approval. since: day.
CREATE TABLE account(
  name TEXT PRIMARY KEY NOT NULL,
  role INTEGER NOT NULL,
  password TEXT NOT NULL,
  shown TEXT NOT NULL,
  since INTEGER NOT NULL
) WITHOUT ROWID;
-- Who is signed in. hash: of the cookie's bytes, which are nowhere else. begun, seen: seconds since 1970.
CREATE TABLE session(
  hash TEXT PRIMARY KEY NOT NULL,
  account TEXT NOT NULL,
  begun INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  proxied INTEGER NOT NULL
) WITHOUT ROWID;
-- The last word on a section that was spoken at the desk. given: 1 approved, 0 withdrawn. text: heading, a line
-- end and text, as they were approved; text_hash: gp_section_sha256 of them. day, review_by: days.
CREATE TABLE approval(
  section TEXT PRIMARY KEY NOT NULL,
  given INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  text TEXT NOT NULL,
  account TEXT NOT NULL,
  shown TEXT NOT NULL,
  day INTEGER NOT NULL,
  review_by INTEGER NOT NULL
) WITHOUT ROWID;
-- What is asked of a section. asked: 1 to be approved, 2 to be changed, for `reason`. text_hash: of the text then.
CREATE TABLE review(
  section TEXT PRIMARY KEY NOT NULL,
  asked INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  account TEXT NOT NULL,
  day INTEGER NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;
-- Who answers for a section since it was handed over; else its front matter says.
CREATE TABLE owner(
  section TEXT PRIMARY KEY NOT NULL,
  account TEXT NOT NULL
) WITHOUT ROWID;
-- What an account keeps at hand. place: of pins, from 1, in their order. used: of sections opened or copied, a
-- number that grows; no time, and no question.
CREATE TABLE pin(
  account TEXT NOT NULL,
  section TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY(account, section)
) WITHOUT ROWID;
CREATE TABLE recent(
  account TEXT NOT NULL,
  section TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY(account, section)
) WITHOUT ROWID;
-- What became of a question of `asked`. state: gp_gap_state. account: to whom it was given; section: where it is
-- answered; either may be empty. Goes with the last row of its question.
CREATE TABLE gap(
  question TEXT PRIMARY KEY NOT NULL,
  state INTEGER NOT NULL,
  account TEXT NOT NULL,
  section TEXT NOT NULL,
  day INTEGER NOT NULL
) WITHOUT ROWID;
-- Who did what: audit.h. Nothing in it is ever changed.
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL,
  account TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
PRAGMA user_version = 2;

-- name: desk_audit_last
SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1

-- name: desk_audit_add
INSERT INTO audit(seq, at, account, act, subject, detail, hash) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)

-- name: desk_audit_before
SELECT seq, at, account, act, subject, detail, hash FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2

-- name: desk_audit_all
SELECT seq, at, account, act, subject, detail, hash FROM audit ORDER BY seq

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

-- name: desk_vote_weeks
SELECT (day - ?1) / 7, helpful, sum(votes) FROM vote WHERE day >= ?1 AND day < ?1 + 7 * ?2 GROUP BY 1, 2

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

-- name: desk_purge_gaps
DELETE FROM gap WHERE question NOT IN (SELECT question FROM asked)

-- name: desk_gap_asked
SELECT 1 FROM asked WHERE question = ?1 LIMIT 1

-- name: desk_gap_set
INSERT INTO gap(question, state, account, section, day) VALUES(?1, ?2, ?3, ?4, ?5)
ON CONFLICT(question) DO UPDATE SET state = excluded.state, account = excluded.account,
  section = excluded.section, day = excluded.day

-- name: desk_gap_forget
DELETE FROM gap WHERE question = ?1

-- name: desk_gaps
SELECT question, state, account, section, day FROM gap ORDER BY question LIMIT ?1
