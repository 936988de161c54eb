package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

@JdbcRepository(dialect = Dialect.MYSQL)
interface EarlyRevocationRows extends GenericRepository<EarlyRevocationRow, String> {

  @Query("INSERT IGNORE INTO early_revocations (grant_id, at) VALUES (:grantId, :at)")
  void remember(String grantId, Instant at);

  boolean existsByGrantId(String grantId);
}
