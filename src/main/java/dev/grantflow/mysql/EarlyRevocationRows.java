package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.MYSQL)
interface EarlyRevocationRows extends GenericRepository<EarlyRevocationRow, String> {

  /// Once more means for its whole period once more.
  @Query(
      """
      INSERT INTO early_revocations (grant_id, at) VALUES (:grantId, :at) AS again
      ON DUPLICATE KEY UPDATE at = again.at
      """)
  void remember(String grantId, Instant at);

  /// Waits for a transaction that is about to remember this one.
  @Query("SELECT grant_id FROM early_revocations WHERE grant_id = :grantId FOR SHARE")
  Optional<String> lock(String grantId);
}
