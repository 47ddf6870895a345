-- approvals.sql - statements on approvals, reviews and owners (approvals.c); the tables are in desk.sql.

-- name: desk_approval_put
INSERT INTO approval(section, given, text_hash, text, account, shown, day, review_by)
VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT(section) DO UPDATE SET given = excluded.given, text_hash = excluded.text_hash,
  text = excluded.text, account = excluded.account, shown = excluded.shown, day = excluded.day,
  review_by = excluded.review_by

-- name: desk_approval
SELECT section, given, text_hash, '', account, shown, day, review_by FROM approval WHERE section = ?1

-- name: desk_approvals
SELECT section, given, text_hash, '', account, shown, day, review_by FROM approval ORDER BY section

-- name: desk_approvals_with_texts
SELECT section, given, text_hash, text, account, shown, day, review_by FROM approval ORDER BY section

-- name: desk_approved_text
SELECT text FROM approval WHERE section = ?1 AND given = 1

-- name: desk_review_put
INSERT INTO review(section, asked, text_hash, account, day, reason) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT(section) DO UPDATE SET asked = excluded.asked, text_hash = excluded.text_hash,
  account = excluded.account, day = excluded.day, reason = excluded.reason

-- name: desk_review
SELECT section, asked, text_hash, account, day, reason FROM review WHERE section = ?1

-- name: desk_reviews
SELECT section, asked, text_hash, account, day, reason FROM review ORDER BY section

-- name: desk_review_end
DELETE FROM review WHERE section = ?1

-- name: desk_owner_put
INSERT INTO owner(section, account) VALUES(?1, ?2)
ON CONFLICT(section) DO UPDATE SET account = excluded.account

-- name: desk_owner_end
DELETE FROM owner WHERE section = ?1

-- name: desk_owners
SELECT section, account FROM owner ORDER BY section

-- name: desk_history
SELECT seq, at, account, act, subject, detail, hash FROM audit
WHERE subject = ?1 AND act IN ('submit', 'approve', 'ask-changes', 'hand-over', 'withdraw')
ORDER BY seq DESC LIMIT ?2

-- name: desk_approvals_differ
-- Sections of which a table does not say what the audit's last line on it would have left. Bare columns beside max()
-- are of the line that has it.
WITH
  word AS (SELECT subject AS section, max(seq), at, account, act, detail FROM audit
    WHERE act IN ('approve', 'withdraw') GROUP BY subject),
  wish AS (SELECT subject AS section, max(seq), at, account, act, detail FROM audit
    WHERE act IN ('submit', 'ask-changes', 'approve', 'withdraw') GROUP BY subject),
  duty AS (SELECT subject AS section, max(seq), detail FROM audit
    WHERE act = 'hand-over' GROUP BY subject)
SELECT section FROM (
  SELECT w.section AS section FROM word AS w LEFT JOIN approval AS a ON a.section = w.section
    WHERE a.section IS NULL OR a.given <> (w.act = 'approve') OR a.account <> w.account
      OR a.day <> w.at / 86400
      OR (a.given = 1 AND w.detail <>
          a.text_hash || ' ' || date(a.review_by * 86400, 'unixepoch') || ' ' || a.shown)
  UNION ALL
  SELECT section FROM approval WHERE section NOT IN (SELECT section FROM word)
  UNION ALL
  SELECT w.section FROM wish AS w LEFT JOIN review AS r ON r.section = w.section
    WHERE (w.act IN ('approve', 'withdraw')) <> (r.section IS NULL)
      OR (r.section IS NOT NULL AND (r.account <> w.account OR r.day <> w.at / 86400
        OR r.asked <> CASE w.act WHEN 'submit' THEN 1 ELSE 2 END
        OR w.detail <> r.text_hash || CASE w.act WHEN 'submit' THEN '' ELSE ' ' || r.reason END))
  UNION ALL
  SELECT section FROM review WHERE section NOT IN (SELECT section FROM wish)
  UNION ALL
  SELECT d.section FROM duty AS d LEFT JOIN owner AS o ON o.section = d.section
    WHERE coalesce(o.account, '') <> d.detail
  UNION ALL
  SELECT section FROM owner WHERE section NOT IN (SELECT section FROM duty)
) ORDER BY section LIMIT 1
