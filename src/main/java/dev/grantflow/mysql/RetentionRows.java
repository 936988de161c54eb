package dev.grantflow.mysql;

import io.micronaut.data.annotation.Expandable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/// What retention reads and deletes. Each statement is bound to an index: one that scanned would
/// lock, or wait for, rows that are none of its business.
@JdbcRepository(dialect = Dialect.MYSQL)
interface RetentionRows extends GenericRepository<GrantRow, Long> {

  /// Locks ended grants that nobody else has locked. A grant that ended cannot change any more, and
  /// the claim never sees one, so the lock is in nobody's way.
  @Query(
      """
      SELECT number FROM grants FORCE INDEX (grants_by_ended_at)
      WHERE ended_at < :endedBefore ORDER BY ended_at LIMIT :max FOR UPDATE SKIP LOCKED
      """)
  List<Long> lockEnded(Instant endedBefore, int max);

  @Query(
      """
      DELETE h FROM
        (SELECT its.number
          FROM grants g STRAIGHT_JOIN grant_history its FORCE INDEX (grant_history_by_grant)
            ON its.grant_id = g.grant_id
          WHERE g.number IN (:numbers) LIMIT :max) some
        STRAIGHT_JOIN grant_history h ON h.number = some.number
      """)
  int deleteHistory(@Expandable List<Long> numbers, int max);

  @Query(
      """
      DELETE r FROM
        (SELECT its.number
          FROM grants g STRAIGHT_JOIN token_reads its FORCE INDEX (token_reads_by_grant)
            ON its.grant_id = g.grant_id
          WHERE g.number IN (:numbers) LIMIT :max) some
        STRAIGHT_JOIN token_reads r ON r.number = some.number
      """)
  int deleteTokenReads(@Expandable List<Long> numbers, int max);

  @Query("DELETE FROM grants WHERE number IN (:numbers)")
  void deleteGrants(@Expandable List<Long> numbers);

  @Query(
      """
      SELECT grant_id FROM early_revocations FORCE INDEX (early_revocations_by_at)
      WHERE at < :rememberedBefore ORDER BY at LIMIT :max FOR UPDATE SKIP LOCKED
      """)
  List<String> lockEarlyRevocations(Instant rememberedBefore, int max);

  @Query(
      """
      SELECT number FROM token_reads FORCE INDEX (token_reads_by_at)
      WHERE at < :readBefore ORDER BY at LIMIT :max FOR UPDATE SKIP LOCKED
      """)
  List<Long> lockTokenReads(Instant readBefore, int max);

  @Query("DELETE FROM token_reads WHERE number IN (:numbers)")
  void deleteTokenReadsByNumber(@Expandable List<Long> numbers);

  @Query("DELETE FROM early_revocations WHERE grant_id IN (:ids)")
  void deleteEarlyRevocations(@Expandable List<String> ids);
}
