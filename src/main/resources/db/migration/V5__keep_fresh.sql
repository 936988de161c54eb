-- Whether the grant's tokens are rotated before they expire, as it was resolved when the grant was accepted. What is to
-- be done about each token, and when, stands in facts; due_at is the first of it. Beside it, whether the grant is requested anew once its token is dead.
ALTER TABLE grants
  ADD COLUMN keep_fresh BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'whether tokens are rotated before they expire',
  ADD COLUMN renew_within_millis BIGINT NULL COMMENT 'how long a renewal of the grant may take; NULL where it is not requested anew';
