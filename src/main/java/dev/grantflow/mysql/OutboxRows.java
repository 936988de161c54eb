package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.MYSQL)
interface OutboxRows extends GenericRepository<OutboxRow, Long> {

  Insertion<OutboxRow> ADDITION =
      Insertion.<OutboxRow>into("outbox")
          .column("kind", OutboxRow::kind)
          .column("message_id", OutboxRow::messageId)
          .column("record_key", OutboxRow::recordKey)
          .column("value", OutboxRow::value)
          .column("headers", OutboxRow::headers)
          .column("created_at", OutboxRow::createdAt)
          .column("secrets_key", OutboxRow::secretsKey);

  /// Empty while another replica's relay is at work. The lock falls with the transaction or with
  /// the connection: a relay that dies is followed at once, one whose machine vanished when the
  /// session's `wait_timeout` is over.
  ///
  /// Names the tables that are written once messages are published, and locks no row of theirs, so
  /// that no migration can come in between: one that waits for `outbox`, which was read, would make
  /// the transaction its victim when it deletes, and what was published would be published again.
  @Query(
      """
      SELECT relay.number FROM outbox_relay relay
        LEFT JOIN outbox ON outbox.number = 0
        LEFT JOIN outbox_set_aside ON outbox_set_aside.number = 0
      WHERE relay.number = 1 FOR UPDATE SKIP LOCKED
      """)
  Optional<Integer> lockRelay();

  @Query("SELECT * FROM outbox ORDER BY number LIMIT :max")
  List<OutboxRow> oldest(int max);

  /// By their numbers and not "up to the last one": a transaction that began earlier may commit a
  /// lower number in between.
  void deleteByNumberIn(List<Long> numbers);

  @Query(
      """
      INSERT INTO outbox_set_aside
        (number, kind, message_id, record_key, value, headers, created_at, secrets_key, error,
         set_aside_at)
      SELECT number, kind, message_id, record_key, value, headers, created_at, secrets_key, :error,
        UTC_TIMESTAMP(6)
      FROM outbox WHERE number = :number
      """)
  void putAside(long number, String error);

  @Query("SELECT COUNT(*) FROM (SELECT number FROM outbox ORDER BY number LIMIT :max) first")
  long countUpTo(int max);

  @Query("SELECT MIN(number) FROM outbox")
  Optional<Long> firstNumber();

  @Query("SELECT MAX(number) FROM outbox")
  Optional<Long> lastNumber();

  @Query("SELECT created_at FROM outbox ORDER BY number LIMIT 1")
  Optional<Instant> oldestCreatedAt();

  @Query("SELECT COUNT(*) FROM outbox_set_aside")
  long countSetAside();
}
