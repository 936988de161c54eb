-- Grants of one state, a slice at a time: this is touched when that state changes, and of the claims by a poll's only. On a large
-- table it takes its time; the lock and the question are explained in V11.
DO GET_LOCK(CONCAT('grantflow-', MD5(DATABASE())), -1);
SET @migration = IF(
  (SELECT COUNT(*) FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'grants' AND index_name = 'grants_by_status') > 0,
  'DO 0',
  'ALTER TABLE grants ADD KEY grants_by_status (status, number)');
PREPARE migration FROM @migration;
EXECUTE migration;
DEALLOCATE PREPARE migration;
DO RELEASE_LOCK(CONCAT('grantflow-', MD5(DATABASE())));
