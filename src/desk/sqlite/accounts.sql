-- accounts.sql - statements on accounts and sessions (accounts.c); the tables are in desk.sql.

-- name: desk_accounts
SELECT name, role, password, shown, since FROM account ORDER BY name

-- name: desk_account
SELECT name, role, password, shown, since FROM account WHERE name = ?1

-- name: desk_account_add
INSERT INTO account(name, role, password, shown, since) VALUES(?1, ?2, ?3, ?4, ?5)

-- name: desk_account_others
-- How many others have that role.
SELECT count(*) FROM account WHERE role = ?1 AND name <> ?2

-- name: desk_account_role
UPDATE account SET role = ?2 WHERE name = ?1

-- name: desk_account_shown
UPDATE account SET shown = ?2 WHERE name = ?1

-- name: desk_account_password
UPDATE account SET password = ?2 WHERE name = ?1

-- name: desk_account_remove
DELETE FROM account WHERE name = ?1

-- name: desk_pins_remove
DELETE FROM pin WHERE account = ?1

-- name: desk_recents_remove
DELETE FROM recent WHERE account = ?1

-- name: desk_session_begin
INSERT INTO session(hash, account, begun, seen, proxied) VALUES(?1, ?2, ?3, ?3, ?4)

-- name: desk_session
-- With the account as it is now; no account, no session. ?2, ?3: seen, begun at the least; ?4: begun at the most.
SELECT account.name, account.role, account.password, account.shown, account.since,
  session.begun, session.seen, session.proxied
FROM session JOIN account ON account.name = session.account
WHERE session.hash = ?1 AND seen >= ?2 AND begun >= ?3 AND begun <= ?4

-- name: desk_session_seen
UPDATE session SET seen = ?2 WHERE hash = ?1

-- name: desk_session_end
DELETE FROM session WHERE hash = ?1

-- name: desk_sessions_end
DELETE FROM session WHERE account = ?1 AND hash <> ?2

-- name: desk_sessions_trim
-- The newest ?2 of an account stay.
DELETE FROM session WHERE account = ?1 AND hash NOT IN (
  SELECT hash FROM session WHERE account = ?1 ORDER BY begun DESC, seen DESC, hash LIMIT ?2)

-- name: desk_sessions
SELECT count(*) FROM session WHERE account = ?1 AND seen >= ?2 AND begun >= ?3 AND begun <= ?4

-- name: desk_sessions_purge
DELETE FROM session WHERE seen < ?1 OR begun < ?2 OR begun > ?3

-- name: desk_sessions_clear
DELETE FROM session
