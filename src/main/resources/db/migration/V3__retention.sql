-- Retention reads the ended grants in the order they ended, through an index in which no other grants stand. The
-- claim's index stays as narrow as it was.
ALTER TABLE grants
  ADD COLUMN ended_at DATETIME(6) NULL COMMENT 'since when the state is terminal; null in all others',
  ADD KEY grants_by_ended_at (ended_at);

UPDATE grants g
SET g.ended_at = COALESCE((SELECT MAX(h.at) FROM grant_history h WHERE h.grant_id = g.grant_id), g.expires_at)
WHERE g.state IN ('REJECTED', 'EXPIRED', 'FAILED', 'REVOKED');

ALTER TABLE early_revocations ADD KEY early_revocations_by_at (at);
