package dev.grantflow.mysql;

import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.GrantRecords.Query;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists grants by the order of their acceptance, newest first. Both statements go down one index
/// range, whose end the first finds within the index alone; so however little fits, the second
/// reads no more rows than the first has counted.
@Singleton
final class GrantList {

  private final JdbcOperations jdbc;

  GrantList(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  /// The last place that a page may look at.
  ///
  /// @return empty when fewer than `scanMax` are left
  Optional<Place> end(Query query, int scanMax) {
    var statement =
        new Statement("SELECT accepted_at, number FROM grants")
            .add(range(query))
            .add("ORDER BY accepted_at DESC, number DESC LIMIT 1 OFFSET ?", scanMax - 1);
    return run(
        statement,
        found ->
            found.next()
                ? Optional.of(
                    new Place(Statement.instant(found, "accepted_at"), found.getLong("number")))
                : Optional.empty());
  }

  /// Those that are wanted, up to the end.
  List<GrantRow> rows(Query query, @Nullable Place end) {
    return run(select(query, end), found -> jdbc.entityStream(found, GrantRow.class).toList());
  }

  /// How MySQL would do that.
  String explain(Query query, @Nullable Place end) {
    var statement = new Statement("EXPLAIN FORMAT=TREE").add(select(query, end));
    return run(statement, found -> found.next() ? found.getString(1) : "");
  }

  private static Statement select(Query query, @Nullable Place end) {
    var statement = new Statement("SELECT * FROM grants").add(range(query));
    if (end != null) {
      statement.add("AND accepted_at >= ?", end.acceptedAt());
      statement.add("AND (accepted_at > ? OR number >= ?)", end.acceptedAt(), end.number());
    }
    return statement
        .add(wanted(query))
        .add("ORDER BY accepted_at DESC, number DESC LIMIT ?", query.max());
  }

  private static Statement range(Query query) {
    var client = query.client();
    var statement =
        client == null
            ? new Statement("FORCE INDEX (grants_by_accepted_at) WHERE TRUE")
            : new Statement("FORCE INDEX (grants_by_client) WHERE client = ?", client);
    if (query.from() != null) {
      statement.add("AND accepted_at >= ?", query.from());
    }
    if (query.to() != null) {
      statement.add("AND accepted_at < ?", query.to());
    }
    var after = query.after();
    if (after != null) {
      statement.add("AND accepted_at <= ?", after.acceptedAt());
      statement.add("AND (accepted_at < ? OR number < ?)", after.acceptedAt(), after.number());
    }
    return statement;
  }

  /// What no index helps with. The request is a JSON object that holds GNAP's structures as text.
  private static Statement wanted(Query query) {
    var statement = new Statement("");
    if (query.state() != null) {
      var names = StateColumns.of(query.state());
      statement.add(
          "AND state IN (%s)".formatted(String.join(", ", names.stream().map(_ -> "?").toList())),
          names.toArray());
    }
    if (query.server() != null) {
      statement.add(
          """
          AND (COALESCE(grant_endpoint, request ->> '$.authServer') = ?
            OR SUBSTRING_INDEX(SUBSTRING_INDEX(
                 COALESCE(grant_endpoint, request ->> '$.authServer'), '/', 3), '/', -1) = ?)
          """,
          query.server(),
          query.server());
    }
    if (query.walletAddress() != null) {
      statement.add("AND request ->> '$.walletAddress' = ?", query.walletAddress());
    }
    if (query.subject() != null) {
      statement.add(
          """
          AND JSON_CONTAINS(
            JSON_EXTRACT(request ->> '$.subject', '$.sub_ids[*].id'), JSON_QUOTE(?))
          """,
          query.subject());
    }
    return statement;
  }

  private <T> T run(Statement statement, Reading<T> reading) {
    return jdbc.prepareStatement(
        statement.sql(),
        (PreparedStatement prepared) -> {
          statement.bind(prepared);
          try (var found = prepared.executeQuery()) {
            return reading.read(found);
          }
        });
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(ResultSet found) throws SQLException;
  }
}
