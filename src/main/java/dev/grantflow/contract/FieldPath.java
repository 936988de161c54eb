package dev.grantflow.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where something is in `data`.
///
/// @param steps from the root: member names as `String`, positions as `Integer`
record FieldPath(List<Object> steps) {

  static final FieldPath ROOT = new FieldPath(List.of());

  private static final int NAME_CHARACTERS_MAX = 64;
  private static final int CHARACTERS_MAX = 256;

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath member(String name) {
    return with(name);
  }

  FieldPath item(int index) {
    return with(index);
  }

  private FieldPath with(Object step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  /// Whether a value found here may be told. What stands in metadata or beside the rights of a
  /// token is the sender's own and may be confidential.
  boolean mayBeTold() {
    return !steps.isEmpty()
        && switch (steps.getFirst().toString()) {
          case "access_token" -> steps.contains("access");
          case "metadata", "subject" -> false;
          default -> true;
        };
  }

  /// `access_token.access[0].type`; the root is `data`. Senders choose names, so they are cut.
  @Override
  public String toString() {
    if (steps.isEmpty()) {
      return "data";
    }
    var text = IntStream.range(0, steps.size()).mapToObj(this::print).collect(Collectors.joining());
    return Texts.cut(text, CHARACTERS_MAX);
  }

  private String print(int index) {
    return switch (steps.get(index)) {
      case Integer position -> "[" + position + "]";
      case Object name ->
          (index == 0 ? "" : ".") + Texts.cut(Texts.visible(name.toString()), NAME_CHARACTERS_MAX);
    };
  }
}
