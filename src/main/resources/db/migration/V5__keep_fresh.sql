-- Whether the grant's tokens are rotated before they expire, as it was resolved when the grant was accepted. What is to
-- be done about each token, and when, stands in facts; due_at is the first of it.
ALTER TABLE grants
  ADD COLUMN keep_fresh BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'whether tokens are rotated before they expire';
