package dev.grantflow.mysql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A statement that writes rows of one table, however many. Its parts are ours, never a caller's.
/// Thread-safe.
final class Insertion<R> {

  private final String table;
  private final List<Column<R>> columns;
  private final String end;

  /// By number of rows: the driver finds a statement that it remembers by its text.
  private final Map<Integer, String> texts = new ConcurrentHashMap<>();

  private Insertion(String table, List<Column<R>> columns, String end) {
    this.table = table;
    this.columns = columns;
    this.end = end;
  }

  private record Column<R>(String name, Function<R, @Nullable Object> value) {}

  static <R> Insertion<R> into(String table) {
    return new Insertion<>(table, List.of(), "");
  }

  /// @param value of the types that [ManyRows] takes
  Insertion<R> column(String name, Function<R, @Nullable Object> value) {
    var more = new ArrayList<>(columns);
    more.add(new Column<>(name, value));
    return new Insertion<>(table, List.copyOf(more), end);
  }

  /// @param text what follows the rows
  Insertion<R> end(String text) {
    return new Insertion<>(table, columns, text);
  }

  String sql(int rows) {
    return texts.computeIfAbsent(rows, this::text);
  }

  private String text(int rows) {
    var names = columns.stream().map(Column::name).collect(Collectors.joining(","));
    var row = "(" + String.join(",", Collections.nCopies(columns.size(), "?")) + ")";
    return "INSERT INTO %s (%s) VALUES %s %s"
        .formatted(table, names, String.join(",", Collections.nCopies(rows, row)), end);
  }

  /// In the order of the marks.
  List<@Nullable Object> values(R row) {
    var values = new ArrayList<@Nullable Object>(columns.size());
    for (var column : columns) {
      values.add(column.value().apply(row));
    }
    return values;
  }
}
