-- Grants of one state, a slice at a time: this is touched when that state changes, and by no claim. On a large table it
-- takes its time; where it was made and not noted there is nothing to do, see V11.
SET @migration = IF(
  (SELECT COUNT(*) FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'grants' AND index_name = 'grants_by_status') > 0,
  'DO 0',
  'ALTER TABLE grants ADD KEY grants_by_status (status, number)');
PREPARE migration FROM @migration;
EXECUTE migration;
DEALLOCATE PREPARE migration;
