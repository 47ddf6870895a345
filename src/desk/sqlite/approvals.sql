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
