package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/// Each statement goes down one range of one index and reads no row.
@JdbcRepository(dialect = Dialect.MYSQL)
interface GrantFigureRows extends GenericRepository<GrantRow, Long> {

  @Query(
      """
      SELECT due_at FROM grants FORCE INDEX (grants_by_due_at)
      WHERE due_at <= :now ORDER BY due_at LIMIT 1
      """)
  Optional<Instant> oldestDue(Instant now);

  @Query(
      """
      SELECT COUNT(*) AS counted, COALESCE(MAX(number), 0) AS furthest FROM
        (SELECT number FROM grants FORCE INDEX (grants_by_status)
         WHERE status = :status AND number > :after ORDER BY number LIMIT :max) slice
      """)
  SliceRow count(String status, long after, int max);
}
