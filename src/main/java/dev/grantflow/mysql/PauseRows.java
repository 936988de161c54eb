package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.MYSQL)
interface PauseRows extends GenericRepository<PauseRow, String> {

  /// In the order of the primary key.
  @Query("SELECT * FROM pauses ORDER BY kind, name LIMIT :max")
  List<PauseRow> all(int max);

  /// Of two that pause the same the first stands.
  @Query(
      """
      INSERT INTO pauses (kind, name, since, paused_by, reason)
      VALUES (:kind, :name, :since, :pausedBy, :reason)
      ON DUPLICATE KEY UPDATE kind = pauses.kind
      """)
  void add(String kind, String name, Instant since, String pausedBy, @Nullable String reason);

  /// @return zero when it is not there
  @Query("DELETE FROM pauses WHERE kind = :kind AND name = :name")
  long remove(String kind, String name);
}
