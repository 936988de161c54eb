package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.services.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What `docs/operations.md` has operators do to MySQL to make an alert happen.
///
/// @param calls of MySQL's client, each with its statements
record Drill(List<List<String>> calls) {

  private static final Pattern CALL = Pattern.compile("mysql grantflow -e \"([^\"]+)\"");

  static Drill of(String alert) throws IOException {
    var section =
        Files.readString(Path.of("docs/operations.md"))
            .split("(?m)^### %s$".formatted(alert), 2)[1]
            .split("(?m)^##", 2)[0];
    var drill = section.split("(?m)^\\*\\*Drill\\.\\*\\*", 2)[1];
    return new Drill(CALL.matcher(drill).results().map(call -> statements(call.group(1))).toList());
  }

  private static List<String> statements(String call) {
    return Stream.of(call.split("; *")).toList();
  }

  /// Changes one row.
  void change(int call, Database database, String grantId) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      var changed =
          statement.executeUpdate(calls.get(call).getFirst().replaceAll("drill-\\d", grantId));
      assertThat(changed).isOne();
    }
  }

  /// Holds what it holds for as long as the connection is open; the drill sleeps that long.
  Connection hold(Database database) throws SQLException {
    var statements = calls.getFirst();
    assertThat(statements.getLast()).startsWith("SELECT SLEEP(");
    var connection = database.connect();
    try (var statement = connection.createStatement()) {
      for (var words : statements.subList(0, statements.size() - 1)) {
        assertThat(statement.executeUpdate(words)).isZero();
      }
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }
}
