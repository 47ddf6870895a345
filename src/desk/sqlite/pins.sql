-- pins.sql - what an account keeps at hand: see desk/pins.h.

-- name: desk_pin_add
INSERT INTO pin(account, section, place)
SELECT ?1, ?2, coalesce(max(place), 0) + 1 FROM pin WHERE account = ?1 HAVING count(*) < ?3
ON CONFLICT(account, section) DO NOTHING

-- name: desk_pin_remove
DELETE FROM pin WHERE account = ?1 AND section = ?2

-- name: desk_pin_place
UPDATE pin SET place = ?3 WHERE account = ?1 AND section = ?2

-- name: desk_pins
SELECT section FROM pin WHERE account = ?1 ORDER BY place, section LIMIT ?2

-- name: desk_recent_add
INSERT INTO recent(account, section, used)
SELECT ?1, ?2, coalesce(max(used), 0) + 1 FROM recent WHERE account = ?1
ON CONFLICT(account, section) DO UPDATE SET used = excluded.used

-- name: desk_recent_trim
DELETE FROM recent WHERE account = ?1 AND section NOT IN
(SELECT section FROM recent WHERE account = ?1 ORDER BY used DESC LIMIT ?2)

-- name: desk_recents
SELECT section FROM recent WHERE account = ?1 ORDER BY used DESC LIMIT ?2
