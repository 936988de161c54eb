-- Retention reads the ended grants in the order they ended, through an index in which no other grants stand. The
-- claim's index stays as narrow as it was.
ALTER TABLE grants
  ADD COLUMN ended_at DATETIME(6) NULL COMMENT 'since when the state is terminal; null in all others',
  ADD KEY grants_by_ended_at (ended_at);

ALTER TABLE early_revocations ADD KEY early_revocations_by_at (at);
