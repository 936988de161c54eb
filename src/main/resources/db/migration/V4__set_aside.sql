-- A grant whose step fails by a fault of the service itself is set aside after some tries: due_at becomes null, so
-- that nobody claims it, and what it was is kept. Any other change of the grant, or an operator, makes it due again.
ALTER TABLE grants
  ADD COLUMN faults SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'tries that failed, one after the other',
  ADD COLUMN fault VARCHAR(2000) NULL COMMENT 'the last one, without messages that may quote data',
  ADD COLUMN set_aside_at DATETIME(6) NULL,
  ADD COLUMN was_due_at DATETIME(6) NULL COMMENT 'due_at of a grant that is set aside';

ALTER TABLE grants ADD KEY grants_by_set_aside_at (set_aside_at);
