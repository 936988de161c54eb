package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of grants that come to their end at once, as the service writes them, without what
/// decides what stands in them: each is like one that the service has written into this schema, and
/// holds as little until its server has answered. Times are given to the driver in the way that
/// costs it least.
final class LeastRows implements AutoCloseable {

  private static final List<String> GRANT =
      List.of(
          "grant_id",
          "version",
          "claim",
          "client",
          "state",
          "due_at",
          "ended_at",
          "accepted_at",
          "expires_at",
          "grant_endpoint",
          "callback_key",
          "start_key",
          "traceparent",
          "request",
          "facts",
          "secrets",
          "secrets_key",
          "keep_fresh",
          "renew_within_millis",
          "key_id");

  private static final List<String> CHANGE =
      List.of(
          "number",
          "grant_id",
          "version",
          "claim",
          "client",
          "state",
          "due_at",
          "ended_at",
          "accepted_at",
          "expires_at",
          "grant_endpoint",
          "callback_key",
          "start_key",
          "request",
          "facts",
          "secrets",
          "secrets_key",
          "key_id");

  /// As by the service, without what it does about faults.
  private static final List<String> CHANGED =
      List.of(
          "version",
          "claim",
          "state",
          "due_at",
          "ended_at",
          "expires_at",
          "grant_endpoint",
          "callback_key",
          "start_key",
          "key_id",
          "facts",
          "secrets",
          "secrets_key");

  private static final List<String> HISTORY =
      List.of("grant_id", "version", "from_state", "to_state", "cause", "at", "traceparent");

  private static final List<String> MESSAGE =
      List.of("kind", "message_id", "record_key", "value", "headers", "created_at", "secrets_key");

  private static final String DUE =
      """
      SELECT * FROM grants FORCE INDEX (grants_by_due_at)
      WHERE due_at <= ? ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
      """;

  /// What AES-GCM and the key's name add to it, and `{}`.
  private static final int NOTHING_SEALED = 35;

  private final Connection connection;
  private final Map<String, @Nullable Object> grant;
  private final List<Map<String, @Nullable Object>> history;

  private LeastRows(
      Connection connection,
      Map<String, @Nullable Object> grant,
      List<Map<String, @Nullable Object>> history) {
    this.connection = connection;
    this.grant = grant;
    this.history = history;
  }

  record Claimed(long number, String grantId) {}

  record Message(long number, String key, byte[] value) {}

  /// @throws SQLException where no grant stands that came to its end without interaction
  static LeastRows open(String url, String user, String password) throws SQLException {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "user", user,
            "password", password,
            "connectionTimeZone", "UTC",
            "forceConnectionTimeZoneToSession", "true",
            "cachePrepStmts", "true",
            "prepStmtCacheSize", "250",
            "prepStmtCacheSqlLimit", "4096",
            "useLocalSessionState", "true"));
    var connection = DriverManager.getConnection(url, properties);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    var grant =
        read(connection, "SELECT * FROM grants WHERE state = 'FINALIZED' LIMIT 1").getFirst();
    var history =
        read(
            connection,
            "SELECT * FROM grant_history WHERE grant_id = '%s' ORDER BY version"
                .formatted(grant.get("grant_id")));
    if (history.size() != 3) {
      throw new SQLException("three changes were expected of " + history);
    }
    return new LeastRows(connection, grant, history);
  }

  /// Commits.
  void accept(List<String> grantIds) throws SQLException {
    var due = now().minusSeconds(1);
    var like = unanswered();
    insert("grants", GRANT, "", grantIds, id -> row(like, Map.of("grant_id", id, "due_at", due)));
    addHistory(0, grantIds);
    connection.commit();
  }

  /// Commits.
  List<Claimed> claim(int most) throws SQLException {
    var claimed = new ArrayList<Claimed>();
    try (var statement = connection.prepareStatement(DUE)) {
      statement.setObject(1, now());
      statement.setInt(2, most);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var _ = columns(rows);
          claimed.add(new Claimed(rows.getLong("number"), rows.getString("grant_id")));
        }
      }
    }
    change(unanswered(), claimed, now().plusMinutes(1));
    addHistory(1, claimed.stream().map(Claimed::grantId).toList());
    connection.commit();
    return claimed;
  }

  /// Commits.
  void end(List<Claimed> claimed, byte[] event, byte[] headers) throws SQLException {
    var ids = claimed.stream().map(Claimed::grantId).toList();
    var lock =
        """
        SELECT number, grant_id, version FROM grants FORCE INDEX (grants_by_grant_id)
        WHERE grant_id IN (%s) FOR UPDATE SKIP LOCKED
        """
            .formatted(marks(ids.size()));
    try (var statement = connection.prepareStatement(lock)) {
      for (var i = 0; i < ids.size(); i++) {
        statement.setString(i + 1, ids.get(i));
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var _ = columns(rows);
        }
      }
    }
    change(grant, claimed, null);
    addHistory(2, ids);
    insert(
        "outbox",
        MESSAGE,
        "",
        ids,
        id ->
            row(
                Map.of(
                    "kind",
                    "event",
                    "message_id",
                    UUID.randomUUID().toString(),
                    "record_key",
                    id.getBytes(UTF_8),
                    "value",
                    event,
                    "headers",
                    headers,
                    "created_at",
                    now(),
                    "secrets_key",
                    1L),
                Map.of()));
    connection.commit();
  }

  /// The transaction goes on.
  List<Message> oldestMessages(int most) throws SQLException {
    var messages = new ArrayList<Message>();
    var _ =
        read(
            connection,
            """
            SELECT relay.number FROM outbox_relay relay
              LEFT JOIN outbox ON outbox.number = 0
              LEFT JOIN outbox_set_aside ON outbox_set_aside.number = 0
            WHERE relay.number = 1 FOR UPDATE SKIP LOCKED
            """);
    for (var row : read(connection, "SELECT * FROM outbox ORDER BY number LIMIT " + most)) {
      messages.add(
          new Message(
              asLong(row.get("number")),
              new String((byte[]) row.getOrDefault("record_key", new byte[0]), UTF_8),
              (byte[]) row.getOrDefault("value", new byte[0])));
    }
    return messages;
  }

  /// Commits.
  void delete(List<Message> messages) throws SQLException {
    var delete = "DELETE FROM outbox WHERE number IN (%s)".formatted(marks(messages.size()));
    try (var statement = connection.prepareStatement(delete)) {
      for (var i = 0; i < messages.size(); i++) {
        statement.setLong(i + 1, messages.get(i).number());
      }
      statement.executeUpdate();
    }
    connection.commit();
  }

  private void change(
      Map<String, @Nullable Object> like, List<Claimed> claimed, @Nullable LocalDateTime due)
      throws SQLException {
    var update =
        " AS changed ON DUPLICATE KEY UPDATE "
            + String.join(", ", CHANGED.stream().map(it -> it + " = changed." + it).toList());
    insert(
        "grants",
        CHANGE,
        update,
        claimed,
        it -> {
          var row =
              row(like, Map.of("number", it.number(), "grant_id", it.grantId(), "request", ""));
          row.put("due_at", due);
          return row;
        });
  }

  /// Before its server has answered.
  private Map<String, @Nullable Object> unanswered() {
    var row = row(grant, Map.of("facts", "{\"attempts\": 0}", "secrets", new byte[NOTHING_SEALED]));
    row.put("grant_endpoint", null);
    return row;
  }

  private void addHistory(int change, List<String> grantIds) throws SQLException {
    var like = history.get(change);
    insert(
        "grant_history",
        HISTORY,
        "",
        grantIds,
        id -> row(like, Map.of("grant_id", id, "at", now())));
  }

  @FunctionalInterface
  private interface Writing<T> {
    Map<String, @Nullable Object> row(T of);
  }

  private <T> void insert(
      String table, List<String> columns, String more, List<T> all, Writing<T> writing)
      throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    var row = "(" + marks(columns.size()) + ")";
    var insert =
        "INSERT INTO %s (%s) VALUES %s%s"
            .formatted(
                table,
                String.join(",", columns),
                String.join(",", Collections.nCopies(all.size(), row)),
                more);
    try (var statement = connection.prepareStatement(insert)) {
      var place = 0;
      for (var each : all) {
        var values = writing.row(each);
        for (var column : columns) {
          statement.setObject(++place, values.get(column));
        }
      }
      statement.executeUpdate();
    }
  }

  private static List<Map<String, @Nullable Object>> read(Connection connection, String query)
      throws SQLException {
    var all = new ArrayList<Map<String, @Nullable Object>>();
    try (var statement = connection.prepareStatement(query);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        all.add(columns(rows));
      }
    }
    return all;
  }

  private static Map<String, @Nullable Object> columns(ResultSet rows) throws SQLException {
    var meta = rows.getMetaData();
    var row = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 1; i <= meta.getColumnCount(); i++) {
      row.put(meta.getColumnName(i), rows.getObject(i));
    }
    return row;
  }

  private static Map<String, @Nullable Object> row(
      Map<String, ? extends @Nullable Object> like, Map<String, ?> but) {
    var row = new LinkedHashMap<String, @Nullable Object>(like);
    row.putAll(but);
    return row;
  }

  private static long asLong(@Nullable Object number) {
    return number instanceof Number it ? it.longValue() : 0;
  }

  private static String marks(int count) {
    return String.join(",", Collections.nCopies(count, "?"));
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
