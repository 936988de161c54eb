package dev.grantflow;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.order.Ordered;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Stops the start when a client instance has a setting that there is not: a limit whose name is
/// misspelled would be no limit, and nobody would hear of it.
@Context
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownClientSettings {

  private static final String CLIENTS = "grantflow.clients.";
  private static final String ANY_CLIENT = CLIENTS + "*.";
  private static final String CLIENTS_VARIABLE = "GRANTFLOW_CLIENTS_";

  /// @throws IllegalArgumentException naming the property or variable and those that there are
  UnknownClientSettings(ApplicationContext context) {
    var known =
        SettingsCheck.names(context)
            .filter(name -> name.startsWith(ANY_CLIENT))
            .map(name -> name.substring(ANY_CLIENT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    fault(context.getEnvironment().getPropertySources(), known)
        .ifPresent(
            fault -> {
              throw new IllegalArgumentException(fault);
            });
  }

  /// @param known as they stand below the client's name
  static Optional<String> fault(Collection<PropertySource> sources, SortedSet<String> known) {
    return sources.stream()
        .flatMap(
            source ->
                StreamSupport.stream(source.spliterator(), false)
                    .filter(name -> !isKnown(name, source.getConvention(), known)))
        .sorted()
        .findFirst()
        .map(
            name ->
                "%s is no setting of a client instance, whose settings are %s"
                    .formatted(name, String.join(", ", known)));
  }

  private static boolean isKnown(
      String name, PropertyConvention convention, SortedSet<String> known) {
    return switch (convention) {
      case ENVIRONMENT_VARIABLE -> isKnownVariable(name, known);
      case JAVA_PROPERTIES -> isKnownProperty(name, known);
    };
  }

  /// Where the client's name ends and the setting's begins cannot be seen in a variable.
  private static boolean isKnownVariable(String name, SortedSet<String> known) {
    var plain = name.replaceFirst("_[0-9]+$", "");
    return !name.startsWith(CLIENTS_VARIABLE)
        || known.stream().anyMatch(it -> variable(it).matcher(plain).find());
  }

  /// What a variable of the setting ends in; a `*` stands for a name.
  private static Pattern variable(String setting) {
    var words =
        setting.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT).replace("*", ".+");
    return Pattern.compile("_" + words + "$");
  }

  private static boolean isKnownProperty(String name, SortedSet<String> known) {
    if (!name.startsWith(CLIENTS)) {
      return true;
    }
    var below = name.substring(CLIENTS.length());
    var dot = below.indexOf('.');
    return dot < 0 || isKnown(List.of(below.substring(dot + 1).split("\\.", -1)), known);
  }

  private static boolean isKnown(List<String> setting, SortedSet<String> known) {
    return known.stream()
        .map(it -> List.of(it.split("\\.")))
        .filter(it -> it.size() == setting.size())
        .anyMatch(
            it ->
                IntStream.range(0, it.size())
                    .allMatch(
                        i -> it.get(i).equals("*") || it.get(i).equals(plain(setting.get(i)))));
  }

  private static String plain(String word) {
    return NameUtils.hyphenate(word.replaceFirst("\\[.*", ""));
  }
}
