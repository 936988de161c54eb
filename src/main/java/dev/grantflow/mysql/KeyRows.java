package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/// Which keys this database was encrypted with, and what still is under each. Keys are looked for
/// one by one along their index, which costs the same however many rows there are.
@JdbcRepository(dialect = Dialect.MYSQL)
interface KeyRows extends GenericRepository<SentinelRow, Long> {

  List<SentinelRow> findBySecretsKeyGreaterThan(long secretsKey);

  /// Keeps the one that is there. Waits for whoever has written the same key and not committed yet,
  /// and lets nobody else write it until this transaction ends.
  @Query(
      """
      INSERT INTO encryption_keys (secrets_key, sentinel) VALUES (:secretsKey, :sentinel)
      ON DUPLICATE KEY UPDATE secrets_key = encryption_keys.secrets_key
      """)
  void remember(long secretsKey, byte[] sentinel);

  @Query(
      """
      SELECT secrets_key FROM grants FORCE INDEX (grants_by_secrets_key)
      WHERE secrets_key > :after ORDER BY secrets_key LIMIT 1
      """)
  Optional<Long> nextOfGrants(long after);

  @Query(
      """
      SELECT secrets_key FROM outbox FORCE INDEX (outbox_by_secrets_key)
      WHERE secrets_key > :after ORDER BY secrets_key LIMIT 1
      """)
  Optional<Long> nextOfOutbox(long after);

  @Query(
      """
      SELECT secrets_key FROM outbox_set_aside FORCE INDEX (outbox_set_aside_by_secrets_key)
      WHERE secrets_key > :after ORDER BY secrets_key LIMIT 1
      """)
  Optional<Long> nextOfSetAside(long after);

  /// Whether a ciphertext says by itself what the column beside it says.
  ///
  /// @param prefix how it begins under that key
  @Query(
      """
      SELECT
        EXISTS (SELECT 1 FROM grants FORCE INDEX (grants_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(secrets, 1, 5) = :prefix)
        OR EXISTS (SELECT 1 FROM outbox FORCE INDEX (outbox_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(headers, 1, 5) = :prefix)
        OR EXISTS (SELECT 1 FROM outbox_set_aside FORCE INDEX (outbox_set_aside_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(headers, 1, 5) = :prefix)
      """)
  boolean isConfirmed(long key, byte[] prefix);

  /// Whether something stands under a key that is not encrypted at all.
  @Query(
      """
      SELECT
        EXISTS (SELECT 1 FROM grants FORCE INDEX (grants_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(secrets, 1, 1) <> X'01')
        OR EXISTS (SELECT 1 FROM outbox FORCE INDEX (outbox_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(headers, 1, 1) <> X'01')
        OR EXISTS (SELECT 1 FROM outbox_set_aside FORCE INDEX (outbox_set_aside_by_secrets_key)
          WHERE secrets_key = :key AND SUBSTR(headers, 1, 1) <> X'01')
      """)
  boolean isInClear(long key);

  /// What stands under a key, by name.
  @Query(
      """
      (SELECT CONCAT('grant ', grant_id) FROM grants WHERE secrets_key = :key LIMIT :max)
      UNION ALL
      (SELECT CONCAT('message ', number, ' of outbox') FROM outbox
        WHERE secrets_key = :key LIMIT :max)
      UNION ALL
      (SELECT CONCAT('message ', number, ' of outbox_set_aside') FROM outbox_set_aside
        WHERE secrets_key = :key LIMIT :max)
      """)
  List<String> names(long key, int max);

  @Query(
      """
      SELECT
        (SELECT COUNT(*) FROM
          (SELECT number FROM grants WHERE secrets_key = :key LIMIT :max) AS some)
        + (SELECT COUNT(*) FROM
          (SELECT number FROM outbox WHERE secrets_key = :key LIMIT :max) AS others)
        + (SELECT COUNT(*) FROM
          (SELECT number FROM outbox_set_aside WHERE secrets_key = :key LIMIT :max) AS rest)
      """)
  long count(long key, int max);
}
