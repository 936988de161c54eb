package dev.grantflow.mysql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A statement that writes rows of one table, however many. Immutable.
///
/// @param table a name of ours, never a caller's, as is all that follows
/// @param end what follows the rows
record Insertion<R>(String table, List<Column<R>> columns, String end) {

  /// @param value of the types that [ManyRows] takes
  private record Column<R>(String name, Function<R, @Nullable Object> value) {}

  Insertion {
    columns = List.copyOf(columns);
  }

  static <R> Insertion<R> into(String table, Class<R> rows) {
    return new Insertion<>(table, List.of(), "");
  }

  Insertion<R> column(String name, Function<R, @Nullable Object> value) {
    var more = new ArrayList<>(columns);
    more.add(new Column<>(name, value));
    return new Insertion<>(table, more, end);
  }

  Insertion<R> end(String text) {
    return new Insertion<>(table, columns, text);
  }

  String sql(int rows) {
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
