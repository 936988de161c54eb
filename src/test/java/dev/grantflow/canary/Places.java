package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.services.Database;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The places that are searched. Another is a line in [#of]: its name, its text, and which secrets
/// are there by design.
final class Places {

  /// Columns that hold secrets by design: `table.column`.
  private static final Set<String> KEPT = Set.of("grants.secrets");

  private static final Set<String> BRING_TOKENS = Set.of("GrantFinalized", "GrantTokenRotated");

  private final List<Place> places = new ArrayList<>();

  /// @param isMeantToBeThere secrets that stand here by design
  private record Place(String name, String text, Predicate<Canary> isMeantToBeThere) {

    Stream<String> hits(Set<Canary> canaries) {
      var lower = text.toLowerCase(Locale.ROOT);
      var standard = text.replace('-', '+').replace('_', '/');
      return canaries.stream()
          .filter(canary -> !isMeantToBeThere.test(canary))
          .filter(canary -> canary.isIn(text, lower, standard))
          .map(canary -> name + " has " + canary);
    }
  }

  static Places of(Stage stage, CapturedLog log) throws SQLException {
    var places = new Places();
    Predicate<Canary> nothing = _ -> false;
    places.add("log", log.text(), nothing);
    for (var path : List.of("/prometheus", "/health", "/health/readiness", "/set-aside")) {
      var answer = stage.caller().get(stage.grantflow().managementUri().resolve(path));
      places.add(path, answer.body() + answer.headers().map(), nothing);
    }
    // Whoever asks reads the code that has to be typed.
    places.add(
        "HTTP answer", String.join("\n", stage.caller().answers()), Places::isForTheResourceOwner);
    columns(stage.database()).forEach((column, text) -> places.add(column, text, nothing));
    for (var event : stage.eventRecords().seen(_ -> true)) {
      var type = header(event, "ce_type");
      places.add(
          "event " + type,
          text(event),
          BRING_TOKENS.contains(type)
              ? canary -> canary.is("value") || canary.is("echo")
              : Places::isForTheResourceOwner);
    }
    for (var letter : stage.deadLetters().seen(_ -> true)) {
      places.add("dead letter", text(letter), canary -> canary.is("sender"));
    }
    return places;
  }

  List<String> hits(Set<Canary> canaries) {
    return places.stream().flatMap(place -> place.hits(canaries)).distinct().toList();
  }

  /// What the management port says.
  String metrics() {
    return places.stream()
        .filter(place -> place.name().startsWith("/"))
        .map(Place::text)
        .collect(Collectors.joining("\n"));
  }

  /// How much there was to search, by place.
  Map<String, Long> sizes() {
    return places.stream()
        .collect(
            Collectors.groupingBy(
                Place::name,
                LinkedHashMap::new,
                Collectors.summingLong(place -> place.text().length())));
  }

  private void add(String name, String text, Predicate<Canary> isMeantToBeThere) {
    places.add(new Place(name, text, isMeantToBeThere));
  }

  private static boolean isForTheResourceOwner(Canary canary) {
    return canary.is("user_code") || canary.is("code");
  }

  private static String header(ConsumerRecord<String, byte[]> event, String name) {
    return new String(event.headers().lastHeader(name).value(), UTF_8);
  }

  private static String text(ConsumerRecord<String, byte[]> message) {
    return StreamSupport.stream(message.headers().spliterator(), false)
        .map(header -> header.key() + ": " + new String(header.value(), UTF_8))
        .collect(
            Collectors.joining(
                "\n", message.key() + "\n", "\n" + new String(message.value(), UTF_8)));
  }

  /// Every column of every table but those that are kept, all rows of it in one text.
  private static Map<String, String> columns(Database database) throws SQLException {
    var columns = new LinkedHashMap<String, String>();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var tables = connection.getMetaData().getTables(connection.getCatalog(), null, "%", null)) {
      while (tables.next()) {
        var table = tables.getString("TABLE_NAME");
        try (var statement = connection.createStatement();
            var rows = statement.executeQuery("SELECT * FROM `" + table + "`")) {
          collect(table, rows, columns);
        }
      }
    }
    return columns;
  }

  private static void collect(String table, ResultSet rows, Map<String, String> columns)
      throws SQLException {
    var names = rows.getMetaData();
    while (rows.next()) {
      for (int i = 1; i <= names.getColumnCount(); i++) {
        var column = table + "." + names.getColumnName(i);
        var bytes = rows.getBytes(i);
        if (bytes != null && !KEPT.contains(column)) {
          columns.merge(column, new String(bytes, UTF_8), (one, other) -> one + "\n" + other);
        }
      }
    }
  }
}
