package dev.grantflow.mysql;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.MYSQL)
interface GrantRows extends GenericRepository<GrantRow, Long> {

  Insertion<GrantRow> ADDITION =
      Insertion.<GrantRow>into("grants")
          .column("grant_id", GrantRow::grantId)
          .column("version", GrantRow::version)
          .column("claim", GrantRow::claim)
          .column("client", GrantRow::client)
          .column("state", GrantRow::state)
          .column("due_at", GrantRow::dueAt)
          .column("ended_at", GrantRow::endedAt)
          .column("accepted_at", GrantRow::acceptedAt)
          .column("expires_at", GrantRow::expiresAt)
          .column("grant_endpoint", GrantRow::grantEndpoint)
          .column("callback_key", GrantRow::callbackKey)
          .column("start_key", GrantRow::startKey)
          .column("traceparent", GrantRow::traceparent)
          .column("request", GrantRow::request)
          .column("facts", GrantRow::facts)
          .column("secrets", GrantRow::secrets)
          .column("secrets_key", GrantRow::secretsKey)
          .column("keep_fresh", GrantRow::keepFresh)
          .column("renew_within_millis", GrantRow::renewWithinMillis)
          .column("key_id", GrantRow::keyId);

  /// Changes rows that are locked and known to be unchanged, many in one statement. It adds none:
  /// each is there by its number. An `UPDATE` cannot take several rows of different values, and
  /// many in one message are read by driver and server one by one.
  ///
  /// A grant that is set aside is so no more. Any change but a claim forgets the faults; a claim is
  /// told by its number, which is why the columns are assigned in this order: MySQL sees the new
  /// value of a column from its assignment on.
  Insertion<GrantRow> CHANGE =
      Insertion.<GrantRow>into("grants")
          .column("number", GrantRow::number)
          .column("grant_id", GrantRow::grantId)
          .column("version", GrantRow::version)
          .column("claim", GrantRow::claim)
          .column("client", GrantRow::client)
          .column("state", GrantRow::state)
          .column("due_at", GrantRow::dueAt)
          .column("ended_at", GrantRow::endedAt)
          .column("accepted_at", GrantRow::acceptedAt)
          .column("expires_at", GrantRow::expiresAt)
          .column("grant_endpoint", GrantRow::grantEndpoint)
          .column("callback_key", GrantRow::callbackKey)
          .column("start_key", GrantRow::startKey)
          .column("request", _ -> "")
          .column("facts", GrantRow::facts)
          .column("secrets", GrantRow::secrets)
          .column("secrets_key", GrantRow::secretsKey)
          .column("key_id", GrantRow::keyId)
          .end(
              """
              AS changed
              ON DUPLICATE KEY UPDATE
                faults = IF(grants.claim = changed.claim, 0, grants.faults),
                fault = IF(grants.claim = changed.claim, NULL, grants.fault),
                set_aside_at = NULL, was_due_at = NULL,
                version = changed.version + 1, claim = changed.claim, state = changed.state,
                due_at = changed.due_at, ended_at = changed.ended_at, expires_at = changed.expires_at,
                grant_endpoint = changed.grant_endpoint, callback_key = changed.callback_key,
                start_key = changed.start_key, key_id = changed.key_id, facts = changed.facts,
                secrets = changed.secrets, secrets_key = changed.secrets_key
              """);

  Optional<GrantRow> findByGrantId(String grantId);

  List<GrantRow> findByGrantIdIn(List<String> grantIds);

  @Query("SELECT client FROM grants WHERE grant_id = :grantId")
  Optional<String> findClient(String grantId);

  @Query("SELECT version FROM grants WHERE grant_id = :grantId")
  Optional<Long> findVersion(String grantId);

  /// Waits for a transaction that is about to add or change it.
  @Query("SELECT * FROM grants WHERE grant_id = :grantId FOR UPDATE")
  Optional<GrantRow> lock(String grantId);

  Optional<GrantRow> findByCallbackKey(String callbackKey);

  Optional<GrantRow> findByStartKey(String startKey);

  /// Locks due grants that nobody else has locked. The index is forced because SKIP LOCKED locks
  /// every row that the plan scans: without the range on the index a second claimer would find
  /// nothing.
  @Query(
      """
      SELECT * FROM grants FORCE INDEX (grants_by_due_at)
      WHERE due_at <= :now ORDER BY due_at LIMIT :max FOR UPDATE SKIP LOCKED
      """)
  List<GrantRow> lockDue(Instant now, int max);

  /// The same without the locks, which would keep a claim from it.
  @Query(
      """
      SELECT grant_id, version FROM grants FORCE INDEX (grants_by_due_at)
      WHERE due_at <= :now ORDER BY due_at LIMIT :max
      """)
  List<DueRow> findDue(Instant now, int max);

  /// Empty as well while somebody else has it locked.
  @Query(
      """
      SELECT * FROM grants FORCE INDEX (grants_by_grant_id)
      WHERE grant_id = :grantId AND due_at <= :now FOR UPDATE SKIP LOCKED
      """)
  Optional<GrantRow> lockDue(String grantId, Instant now);

  /// Locks those that nobody else has locked, and waits for none.
  @Query(
      """
      SELECT number, grant_id, version FROM grants FORCE INDEX (grants_by_grant_id)
      WHERE grant_id IN (:grantIds) FOR UPDATE SKIP LOCKED
      """)
  List<NumberedRow> lockFree(List<String> grantIds);

  /// Empty when somebody else has committed a change since the row was read: a command, a callback
  /// or, after the lease ran out, another replica. Waits for whoever holds the row.
  ///
  /// The row is locked by its primary key and not by way of `grant_id`: a claim has it locked by
  /// way of `due_at`, and whoever waits for it by way of `grant_id` has that index's entry locked.
  @Query(
      """
      SELECT number FROM grants
      WHERE number = (SELECT number FROM grants WHERE grant_id = :grantId) AND version = :version
      FOR UPDATE
      """)
  Optional<Long> lockIfUnchanged(String grantId, long version);

  /// What [#CHANGE] does to one row, if it is as it was read and nobody else has it locked or waits
  /// for it. Zero means that nothing was written. For who may hold no other locks: as it does not
  /// wait, repeating it within a transaction could go on for as long as somebody waits for that
  /// transaction.
  ///
  /// By the comment within the lock's two words Micronaut sees that the statement is none that
  /// returns rows.
  default long updateIfFree(GrantRow row) {
    return updateIfFree(
        row.grantId(),
        row.version(),
        row.claim(),
        row.state(),
        row.dueAt(),
        row.endedAt(),
        row.expiresAt(),
        row.grantEndpoint(),
        row.callbackKey(),
        row.keyId(),
        row.startKey(),
        row.facts(),
        row.secrets(),
        row.secretsKey());
  }

  @Query(
      """
      UPDATE grants
      SET faults = IF(claim = :claim, 0, faults), fault = IF(claim = :claim, NULL, fault),
          set_aside_at = NULL, was_due_at = NULL,
          version = version + 1, claim = :claim, state = :state, due_at = :dueAt,
          ended_at = :endedAt, expires_at = :expiresAt, grant_endpoint = :grantEndpoint, callback_key = :callbackKey,
          start_key = :startKey, key_id = :keyId,
          facts = :facts, secrets = :secrets, secrets_key = :secretsKey
      WHERE number =
            (SELECT number FROM
              (SELECT number FROM grants FORCE INDEX (grants_by_grant_id)
               WHERE grant_id = :grantId FOR/**/UPDATE SKIP LOCKED) AS free)
        AND version = :version
      """)
  long updateIfFree(
      String grantId,
      long version,
      long claim,
      String state,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      Instant expiresAt,
      @Nullable String grantEndpoint,
      @Nullable String callbackKey,
      @Nullable String keyId,
      @Nullable String startKey,
      String facts,
      @jakarta.annotation.Nullable byte @Nullable [] secrets,
      @Nullable Long secretsKey);
}
