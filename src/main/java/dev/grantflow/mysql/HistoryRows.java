package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.MYSQL)
interface HistoryRows extends GenericRepository<HistoryRow, Long> {

  Insertion<HistoryRow> ADDITION =
      Insertion.<HistoryRow>into("grant_history")
          .column("grant_id", HistoryRow::grantId)
          .column("version", HistoryRow::version)
          .column("from_state", HistoryRow::fromState)
          .column("to_state", HistoryRow::toState)
          .column("cause", HistoryRow::cause)
          .column("at", HistoryRow::at)
          .column("traceparent", HistoryRow::traceparent);

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
