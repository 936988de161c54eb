package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The columns of `grants` that say what went wrong with a grant.
@JdbcRepository(dialect = Dialect.MYSQL)
interface SetAsideRows extends GenericRepository<GrantRow, Long> {

  /// Empty when the grant has moved on since, or waits for nothing.
  @Query(
      """
      SELECT faults FROM grants
      WHERE grant_id = :grantId AND version = :version AND due_at IS NOT NULL FOR UPDATE
      """)
  Optional<Integer> lockFaults(String grantId, long version);

  @Query(
      """
      UPDATE grants SET faults = faults + 1, fault = :fault, due_at = :nextTry
      WHERE grant_id = :grantId
      """)
  void putOff(String grantId, String fault, Instant nextTry);

  /// The order matters: MySQL sees the new value of a column from its assignment on.
  @Query(
      """
      UPDATE grants
      SET faults = faults + 1, fault = :fault, set_aside_at = :at, was_due_at = due_at,
          due_at = NULL
      WHERE grant_id = :grantId
      """)
  void putAside(String grantId, String fault, Instant at);

  @Query(
      """
      SELECT grant_id, state, set_aside_at AS since, faults, fault
      FROM grants FORCE INDEX (grants_by_set_aside_at)
      WHERE set_aside_at IS NOT NULL ORDER BY set_aside_at LIMIT :max
      """)
  List<SetAsideRow> list(int max);

  @Query(
      """
      SELECT grant_id, state, set_aside_at AS since, faults, fault
      FROM grants WHERE grant_id = :grantId AND set_aside_at IS NOT NULL
      """)
  Optional<SetAsideRow> find(String grantId);

  @Query(
      """
      SELECT COUNT(*) FROM
        (SELECT number FROM grants FORCE INDEX (grants_by_set_aside_at)
         WHERE set_aside_at IS NOT NULL LIMIT :max) some
      """)
  int count(int max);

  /// A lease that was not over when the grant was set aside is still waited for.
  ///
  /// @return zero when no grant of this id is set aside
  @Query(
      """
      UPDATE grants
      SET faults = 0, fault = NULL, due_at = GREATEST(was_due_at, :now), was_due_at = NULL,
          set_aside_at = NULL
      WHERE grant_id = :grantId AND set_aside_at IS NOT NULL
      """)
  long release(String grantId, Instant now);
}
