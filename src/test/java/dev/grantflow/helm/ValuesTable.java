package dev.grantflow.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of the chart as a table, from the comments `# -- …` that stand above them.
record ValuesTable(List<Row> rows) {

  /// @param effect empty where nothing stands above it
  record Row(String name, @Nullable Object value, String effect) {}

  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z0-9_]+):(.*)$");
  private static final String COMMENT = "# -- ";
  private static final ObjectMapper JSON = new ObjectMapper();

  ValuesTable {
    rows = List.copyOf(rows);
  }

  /// A section with a comment of its own is one row, others have a row for each of their values.
  static ValuesTable of(String values) {
    var tree = Installation.yaml().load(values);
    var rows = new ArrayList<Row>();
    var path = new ArrayDeque<String>();
    var comment = "";
    var whole = Integer.MAX_VALUE;
    for (var line : values.lines().toList()) {
      if (line.strip().startsWith(COMMENT)) {
        comment = line.strip().substring(COMMENT.length());
        continue;
      }
      var key = KEY.matcher(line);
      if (!key.matches()) {
        continue;
      }
      var depth = key.group(1).length() / 2;
      if (depth > whole) {
        continue;
      }
      whole = Integer.MAX_VALUE;
      while (path.size() > depth) {
        path.removeLast();
      }
      path.addLast(key.group(2));
      var isSection = key.group(3).isBlank();
      if (!isSection || !comment.isEmpty()) {
        rows.add(new Row(String.join(".", path), value(tree, path), comment));
        whole = isSection ? depth : whole;
      }
      comment = "";
    }
    return new ValuesTable(rows);
  }

  private static @Nullable Object value(Object tree, Iterable<String> path) {
    Object value = tree;
    for (var name : path) {
      value = ((Map<?, ?>) Objects.requireNonNull(value)).get(name);
    }
    return value;
  }

  String markdown() {
    var text = new StringBuilder("| value | default | effect |\n|---|---|---|\n");
    rows.forEach(
        row ->
            text.append(
                "| `%s` | `%s` | %s |\n"
                    .formatted(row.name(), json(row.value()), row.effect().replace("|", "\\|"))));
    return text.toString();
  }

  private static String json(@Nullable Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
