package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.MYSQL)
interface EarlyRevocationRows extends GenericRepository<EarlyRevocationRow, String> {

  /// Once more means for its whole period once more.
  @Query(
      """
      INSERT INTO early_revocations (grant_id, at) VALUES (:grantId, :at) AS again
      ON DUPLICATE KEY UPDATE at = again.at
      """)
  void remember(String grantId, Instant at);

  /// Waits for transactions that are about to remember one of these.
  @Query(
      """
      SELECT grant_id FROM early_revocations FORCE INDEX (PRIMARY)
      WHERE grant_id IN (:grantIds) FOR SHARE
      """)
  List<String> lock(List<String> grantIds);
}
