package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands under one key, in the order of the tables. Each statement is bound to an index in
/// which nothing else stands, so it waits for nobody and locks nobody's rows but its own.
@JdbcRepository(dialect = Dialect.MYSQL)
interface ReencryptionRows extends GenericRepository<GrantRow, Long> {

  /// A grant that somebody else has locked is skipped; whoever has it writes it under the primary
  /// key, or it is found in the next round. Those that are locked here cannot change until the
  /// transaction ends, and are read as they were committed last.
  @Query(
      """
      SELECT number, grant_id, secrets FROM grants FORCE INDEX (grants_by_secrets_key)
      WHERE secrets_key = :key AND number > :after ORDER BY number LIMIT :max
      FOR UPDATE SKIP LOCKED
      """)
  List<SealedGrant> lockGrants(long key, long after, int max);

  /// Of a locked grant. Its version stays, since nothing about it has changed.
  @Query("UPDATE grants SET secrets = :secrets, secrets_key = :secretsKey WHERE number = :number")
  void update(long number, byte[] secrets, long secretsKey);

  @Query(
      """
      SELECT number, kind, message_id, record_key, value, headers, created_at, secrets_key
      FROM outbox_set_aside FORCE INDEX (outbox_set_aside_by_secrets_key)
      WHERE secrets_key = :key AND number > :after ORDER BY number LIMIT :max
      FOR UPDATE SKIP LOCKED
      """)
  List<OutboxRow> lockSetAside(long key, long after, int max);

  @Query(
      """
      UPDATE outbox_set_aside
      SET record_key = :recordKey, value = :value, headers = :headers, secrets_key = :secretsKey
      WHERE number = :number
      """)
  void updateSetAside(
      long number,
      @jakarta.annotation.Nullable byte @Nullable [] recordKey,
      @jakarta.annotation.Nullable byte @Nullable [] value,
      byte[] headers,
      long secretsKey);
}
