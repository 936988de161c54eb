package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.MYSQL)
interface HistoryRows extends GenericRepository<HistoryRow, Long> {

  /// All in one statement.
  @Query(
      """
      INSERT INTO grant_history (grant_id, version, from_state, to_state, cause, at, traceparent)
      VALUES (:grantId, :version, :fromState, :toState, :cause, :at, :traceparent)
      """)
  void add(List<HistoryRow> rows);

  /// The latest first.
  @Query(
      """
      SELECT * FROM grant_history FORCE INDEX (grant_history_by_grant)
      WHERE grant_id = :grantId AND version <= :version ORDER BY version DESC LIMIT :max
      """)
  List<HistoryRow> findLatest(String grantId, long version, int max);

  @Query(
      """
      SELECT * FROM grant_history FORCE INDEX (grant_history_by_grant)
      WHERE grant_id = :grantId AND version > :version ORDER BY version LIMIT :max
      """)
  List<HistoryRow> findAfter(String grantId, long version, int max);
}
