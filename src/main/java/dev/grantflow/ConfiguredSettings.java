package dev.grantflow;

import dev.grantflow.file.ConfiguredFile;
import dev.grantflow.settings.ShownUri;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.type.Argument;
import io.micronaut.inject.BeanDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Our settings, as the framework would make them of what is configured. One that is there but
/// cannot be read as what it should be would get its default without a word.
///
/// @param definitions of all our beans, or of those that are used; others than settings are passed
///   over
record ConfiguredSettings(Environment environment, Collection<BeanDefinition<?>> definitions) {

  private static final String OURS = ConfiguredSettings.class.getPackageName() + ".";
  private static final Set<String> TRUTHS =
      Set.of("true", "false", "yes", "no", "y", "n", "on", "off");

  ConfiguredSettings {
    definitions = List.copyOf(definitions);
  }

  /// The names of all there are, with a `*` for what is chosen freely.
  Stream<String> names() {
    return settings().flatMap(ConfiguredSettings::name);
  }

  /// The same with the names that were chosen.
  Stream<String> configured() {
    return names().flatMap(this::properties);
  }

  /// What cannot be read, and what is needed and not there, by name.
  Stream<Fault> faults() {
    return settings()
        .flatMap(argument -> name(argument).flatMap(it -> faults(it, argument)))
        .sorted(Comparator.comparing(Fault::name));
  }

  private Stream<Argument<?>> settings() {
    return definitions.stream()
        .filter(bean -> bean.getBeanType().getName().startsWith(OURS))
        .filter(bean -> bean.hasStereotype(ConfigurationReader.class))
        .flatMap(bean -> Stream.of(bean.getConstructor().getArguments()));
  }

  private static Stream<String> name(Argument<?> argument) {
    return argument.getAnnotationMetadata().stringValue(Property.class, "name").stream();
  }

  /// The name itself, or with a `*` in it one for each name that is configured there; and so on for
  /// a further `*`.
  private Stream<String> properties(String pattern) {
    var star = pattern.indexOf(".*");
    return star < 0
        ? Stream.of(pattern)
        : environment.getPropertyEntries(pattern.substring(0, star)).stream()
            .map(name -> pattern.substring(0, star + 1) + name + pattern.substring(star + 2))
            .flatMap(this::properties);
  }

  private Stream<Fault> faults(String pattern, Argument<?> argument) {
    return properties(pattern)
        .flatMap(property -> fault(property, argument).map(it -> new Fault(property, it)).stream());
  }

  private Optional<String> fault(String property, Argument<?> argument) {
    try {
      var given = environment.getProperty(property, String.class);
      if (given.isEmpty()) {
        return isNeeded(argument) ? Optional.of(Sentences.missing(property)) : Optional.empty();
      }
      return given
          .filter(value -> !isReadable(property, argument, value))
          .map(
              value ->
                  "%s is %s and must be %s"
                      .formatted(property, told(argument, value), wanted(argument.getType())));
    } catch (ConfigurationException placeholder) {
      return Sentences.of(placeholder).stream().findFirst();
    }
  }

  /// What is configured in blocks of its own is a list, and may be none.
  private static boolean isNeeded(Argument<?> argument) {
    return !argument.isDeclaredNullable()
        && !Collection.class.isAssignableFrom(argument.getType())
        && !argument.isAnnotationPresent(Parameter.class)
        && argument.getAnnotationMetadata().stringValue(Bindable.class, "defaultValue").isEmpty();
  }

  private static String told(Argument<?> argument, String value) {
    if (argument.getType() == URI.class) {
      return ShownUri.of(value);
    }
    return argument.getType() == Path.class ? ConfiguredFile.told(value) : value;
  }

  /// To the framework every word that does not mean true is false.
  private boolean isReadable(String property, Argument<?> argument, String value) {
    return (argument.getType() == boolean.class || argument.getType() == Boolean.class)
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
      case "boolean", "Boolean" -> "true or false";
      case String other -> "a " + other;
    };
  }
}
