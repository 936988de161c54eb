package dev.grantflow.docs;

import dev.grantflow.settings.InvalidSettingsException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a record demands of one of its components: the words in which it refuses what is far out of
/// all bounds, beside what the others are where nobody sets them.
final class Demand {

  private Demand() {}

  /// Empty where it takes everything.
  static Optional<String> of(Class<?> type, Setting setting) {
    return outOfBounds(setting.component().getType())
        .flatMap(wrong -> faults(type, setting, wrong).stream())
        .filter(fault -> fault.startsWith(setting.property() + " is "))
        .map(fault -> fault.replaceFirst("^.*? and must be ", "").replaceFirst(", which is .*", ""))
        .findFirst();
  }

  private static Stream<Object> outOfBounds(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int", "Integer" -> Stream.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "Short" -> Stream.of(Short.MIN_VALUE, Short.MAX_VALUE);
      case "double" -> Stream.of(-Double.MAX_VALUE, Double.MAX_VALUE);
      case "Duration" -> Stream.of(Duration.ofDays(-1), Duration.ofDays(100_000));
      case String _ -> Stream.empty();
    };
  }

  private static List<String> faults(Class<?> type, Setting setting, Object wrong) {
    var settings = new SettingsRecord(type).settings();
    @Nullable Object[] values = new @Nullable Object[settings.size()];
    for (var it : settings) {
      values[it.place()] = it.place() == setting.place() ? wrong : standard(it);
    }
    var constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    try {
      constructor.newInstance(values);
      return List.of();
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof InvalidSettingsException invalid) {
        return invalid.faults();
      }
      throw new AssertionError("no demand of " + setting.property(), refused);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static @Nullable Object standard(Setting setting) {
    if (!setting.isNeeded()) {
      return setting.standard();
    }
    return switch (setting.component().getType().getSimpleName()) {
      case "URI" -> URI.create("https://grants.example");
      case "Path" -> Path.of("keyset.json");
      case String other -> throw new AssertionError("an example of a %s?".formatted(other));
    };
  }
}
