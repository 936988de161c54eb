package dev.grantflow;

import dev.grantflow.file.ConfiguredFile;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Stops the start when one of our settings is there but cannot be read as what it should be. The
/// framework would take the setting's default without a word. First of all, because whoever reads a
/// setting tells of it in other words.
@Context
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingsCheck {

  private static final String OURS = SettingsCheck.class.getPackageName() + ".";
  private static final Set<String> TRUTHS =
      Set.of("true", "false", "yes", "no", "y", "n", "on", "off");

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  SettingsCheck(ApplicationContext context) {
    var environment = context.getEnvironment();
    settings(context)
        .flatMap(argument -> faults(environment, argument))
        .findFirst()
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault);
            });
  }

  private static Stream<Argument<?>> settings(ApplicationContext context) {
    return context.getAllBeanDefinitions().stream()
        .filter(bean -> bean.getBeanType().getName().startsWith(OURS))
        .filter(bean -> bean.hasStereotype(ConfigurationReader.class))
        .flatMap(bean -> Stream.of(bean.getConstructor().getArguments()));
  }

  /// The names of all there are, with a `*` for what is chosen freely.
  static Stream<String> names(ApplicationContext context) {
    return settings(context)
        .flatMap(it -> it.getAnnotationMetadata().stringValue(Property.class, "name").stream());
  }

  /// The same with the names that were chosen.
  static Stream<String> configured(ApplicationContext context) {
    return names(context).flatMap(pattern -> properties(context.getEnvironment(), pattern));
  }

  private static Stream<String> faults(Environment environment, Argument<?> argument) {
    return argument.getAnnotationMetadata().stringValue(Property.class, "name").stream()
        .flatMap(pattern -> properties(environment, pattern))
        .flatMap(property -> fault(environment, property, argument).stream());
  }

  /// The name itself, or with a `*` in it one for each name that is configured there; and so on for
  /// a further `*`.
  private static Stream<String> properties(Environment environment, String pattern) {
    var star = pattern.indexOf(".*");
    return star < 0
        ? Stream.of(pattern)
        : environment.getPropertyEntries(pattern.substring(0, star)).stream()
            .map(name -> pattern.substring(0, star + 1) + name + pattern.substring(star + 2))
            .flatMap(further -> properties(environment, further));
  }

  private static Optional<String> fault(
      Environment environment, String property, Argument<?> argument) {
    return environment
        .getProperty(property, String.class)
        .filter(value -> !isReadable(environment, property, argument, value))
        .map(
            value ->
                "%s is %s and must be %s"
                    .formatted(property, told(argument, value), wanted(argument.getType())));
  }

  private static String told(Argument<?> argument, String value) {
    return argument.getType() == Path.class ? ConfiguredFile.told(value) : value;
  }

  /// To the framework every word that does not mean true is false.
  private static boolean isReadable(
      Environment environment, String property, Argument<?> argument, String value) {
    return argument.getType() == boolean.class
        ? TRUTHS.contains(value.toLowerCase(Locale.ROOT))
        : environment.getProperty(property, argument).isPresent();
  }

  private static String wanted(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Stream.of(type.getEnumConstants()).map(Object::toString).toList();
    }
    return switch (type.getSimpleName()) {
      case "Instant" -> "an instant such as 2026-03-01T12:00:00Z";
      case "Duration" -> "a duration such as 500ms, 10s, 15m or 24h";
      case "int", "long", "Integer" -> "a whole number";
      case "boolean" -> "true or false";
      case String other -> "a " + other;
    };
  }
}
