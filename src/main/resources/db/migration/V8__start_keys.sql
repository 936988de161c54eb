-- A browser that is bound to its interaction begins at a URI of our own, and is known by it when it comes back.
ALTER TABLE grants
  ADD COLUMN start_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'SHA-256 of the start id; null where any browser may come back',
  ADD UNIQUE KEY grants_by_start_key (start_key);
