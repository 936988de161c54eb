-- Grants are counted by their state to the outside. The column is computed and takes no room in the row. Its index is a
-- migration of its own, because together they would copy the table; each by itself is made while the old release works on.
-- MySQL goes on with a change of a table, and ends it, even where whoever asked for it is gone and nobody notes it. Its
-- session keeps the lock until then, so that who comes next waits for it, and finds nothing to do.
DO GET_LOCK(CONCAT('grantflow-', MD5(DATABASE())), -1);
SET @migration = IF(
  (SELECT COUNT(*) FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = 'grants' AND column_name = 'status') > 0,
  'DO 0',
  'ALTER TABLE grants
    ADD COLUMN status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (
      CASE state
        WHEN ''REQUESTING'' THEN ''REQUESTED''
        WHEN ''RETIRING'' THEN ''REQUESTED''
        WHEN ''RENEWABLE'' THEN ''REQUESTED''
        WHEN ''RENEWING'' THEN ''REQUESTED''
        WHEN ''POLLING'' THEN ''PENDING''
        WHEN ''CONTINUING'' THEN ''APPROVED''
        WHEN ''ROTATING'' THEN ''FINALIZED''
        WHEN ''REVOKING_TOKEN'' THEN ''FINALIZED''
        ELSE state
      END) VIRTUAL COMMENT ''the state to the outside''');
PREPARE migration FROM @migration;
EXECUTE migration;
DEALLOCATE PREPARE migration;
DO RELEASE_LOCK(CONCAT('grantflow-', MD5(DATABASE())));
