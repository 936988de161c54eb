package dev.grantflow.docs;

import static java.util.Objects.requireNonNull;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.naming.NameUtils;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One setting, as the tables of `docs/configuration.md` tell it.
///
/// @param place of its component in the record
/// @param effect in the words of the component's Javadoc
record Setting(
    String prefix, int place, RecordComponent component, Parameter parameter, String effect) {

  String property() {
    return prefix + "." + NameUtils.hyphenate(component.getName());
  }

  String row(Class<?> type) {
    return "| `%s`<br>`%s` | %s | %s | %s |"
        .formatted(property(), variable(), value(type), told(), effect);
  }

  private String variable() {
    return property().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /// Its type and unit, and what the record demands of it.
  private String value(Class<?> type) {
    var demand =
        type.isAnnotationPresent(ConfigurationProperties.class)
            ? Demand.of(type, this).map(it -> ", " + it).orElse("")
            : "";
    return kind(component.getType()) + demand;
  }

  private String kind(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(requireNonNull(type.getEnumConstants()))
          .map("`%s`"::formatted)
          .collect(Collectors.joining(", "));
    }
    return switch (type.getSimpleName()) {
      case "Duration" -> "duration";
      case "boolean", "Boolean" -> "`true` or `false`";
      case "int", "Integer", "Short" ->
          component.getName().contains("Bytes") ? "bytes" : "whole number";
      case "double" -> "number";
      case "URI" -> "URI";
      case "Path" -> "file";
      case "Instant" -> "instant";
      case "List" -> "list";
      case "String" -> "text";
      case String other -> throw new AssertionError("how is a %s told?".formatted(other));
    };
  }

  private String told() {
    var given = parameter.getAnnotation(Bindable.class);
    if (given == null) {
      return isNeeded() ? "*needed*" : "–";
    }
    return component.getType().equals(Duration.class)
        ? "`%s`".formatted(written((Duration) requireNonNull(standard())))
        : "`%s`".formatted(given.defaultValue());
  }

  boolean isNeeded() {
    return !parameter.isAnnotationPresent(Bindable.class)
        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /// What it is where nobody sets it.
  @Nullable Object standard() {
    var given = parameter.getAnnotation(Bindable.class);
    return given == null
        ? null
        : ConversionService.SHARED.convertRequired(given.defaultValue(), component.getType());
  }

  /// Whether it holds what is configured in blocks of its own.
  boolean isBlocks() {
    return component.getGenericType() instanceof ParameterizedType list
        && list.getActualTypeArguments()[0] instanceof Class<?> element
        && element.isAnnotationPresent(EachProperty.class);
  }

  private static String written(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    var seconds = duration.toSeconds();
    if (seconds >= 2 * 86_400 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds >= 7200 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds > 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
