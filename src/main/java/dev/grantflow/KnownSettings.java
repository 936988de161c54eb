package dev.grantflow;

import io.micronaut.core.naming.NameUtils;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The settings that there are, as properties and as environment variables.
///
/// @param names as properties, with a `*` for what is chosen freely
/// @param configured the same with what was chosen in place of each `*`, once for each choice
record KnownSettings(Set<String> names, Set<String> configured) {

  /// How many letters may be wrong, missing or too many in what is still like a setting.
  private static final int WRONG_LETTERS_MAX = 3;

  private static final String PUBLIC_URI = "grantflow.public-uri";

  KnownSettings {
    names = Set.copyOf(names);
    configured = Set.copyOf(configured);
  }

  /// With the one that `application.yml` sets, whether or not somebody reads it.
  static KnownSettings of(ConfiguredSettings settings) {
    return new KnownSettings(withPublicUri(settings.names()), withPublicUri(settings.configured()));
  }

  private static Set<String> withPublicUri(Stream<String> names) {
    return Stream.concat(names, Stream.of(PUBLIC_URI)).collect(Collectors.toSet());
  }

  boolean has(String property) {
    var words = List.of(property.split("\\.", -1));
    return names.stream()
        .map(name -> List.of(name.split("\\.")))
        .filter(name -> name.size() == words.size())
        .anyMatch(
            name ->
                IntStream.range(0, name.size())
                    .allMatch(
                        i -> name.get(i).equals("*") || name.get(i).equals(plain(words.get(i)))));
  }

  /// Where a free name ends and the setting's begins cannot be seen in a variable, so only names
  /// that were chosen count: a word too many would else pass for a part of one.
  ///
  /// @param variable with the place in a list, where it has one, in brackets at its end
  boolean hasVariable(String variable) {
    var plain = variable.replaceFirst("\\[[0-9]+]$", "");
    return configured.stream().anyMatch(name -> variable(name).equals(plain));
  }

  /// Whether there are others that begin with its first two words.
  boolean hasSectionOf(String property) {
    var section = property.replaceFirst("^([^.]+\\.[^.]+\\.).*", "$1");
    return names.stream().anyMatch(name -> name.startsWith(section));
  }

  /// The setting, as `docs/configuration.md` writes it, that a property's or a variable's name is a
  /// few letters away from.
  Optional<String> nearest(String name) {
    return names.stream()
        .filter(known -> distance(name, known) <= WRONG_LETTERS_MAX)
        .min(
            Comparator.<String>comparingInt(known -> distance(name, known))
                .thenComparing(KnownSettings::depth, Comparator.reverseOrder())
                .thenComparing(it -> it))
        .map(known -> known.replaceFirst("\\*", "{name}").replace("*", "{alias}"));
  }

  private static int depth(String known) {
    return known.split("\\*", -1).length;
  }

  /// Of the words after the last free name, where there is one; those between two have to be right.
  private static int distance(String name, String known) {
    var given = variable(name);
    var wanted = variable(known);
    var star = wanted.indexOf('*');
    if (star < 0) {
      return Letters.between(given, wanted);
    }
    var tail = wanted.substring(wanted.lastIndexOf('*') + 1);
    var words = given.split("_", -1);
    var length = tail.split("_", -1).length - 1;
    return given.startsWith(wanted.substring(0, star))
            && given.contains(
                wanted.substring(star + 1, Math.max(star + 1, wanted.lastIndexOf('*'))))
            && words.length > length
        ? Letters.between(
            "_" + String.join("_", List.of(words).subList(words.length - length, words.length)),
            tail)
        : Integer.MAX_VALUE;
  }

  static String variable(String name) {
    return name.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static String plain(String word) {
    return NameUtils.hyphenate(word.replaceFirst("\\[.*", ""));
  }
}
