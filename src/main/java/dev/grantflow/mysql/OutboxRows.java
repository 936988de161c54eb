package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.MYSQL)
interface OutboxRows extends GenericRepository<OutboxRow, Long> {

  OutboxRow save(OutboxRow row);

  /// Empty while another replica's relay is at work. The lock falls with the transaction or with
  /// the connection, so a relay that dies is followed at once.
  @Query("SELECT number FROM outbox_relay WHERE number = 1 FOR UPDATE SKIP LOCKED")
  Optional<Integer> lockRelay();

  @Query("SELECT * FROM outbox ORDER BY number LIMIT :max")
  List<OutboxRow> oldest(int max);

  /// By their numbers and not "up to the last one": a transaction that began earlier may commit a
  /// lower number in between.
  void deleteByNumberIn(List<Long> numbers);
}
