package dev.grantflow.security;

import io.micronaut.context.env.PropertySource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Settings of the framework's that must be left alone: they would switch off what guards, would
/// seem to guard and do nothing, or would write into the log what nobody may read there.
final class FrameworkSettings {

  private static final List<Barred> BARRED =
      List.of(
          new Barred(
              "micronaut\\.security\\..+",
              "grantflow.security decides alone who may call what, so nothing else guards, or"
                  + " opens, anything: leave %s out"),
          new Barred(
              "micronaut\\.server\\.context-path|endpoints\\.all\\.path",
              "grantflow.security knows what may be called by its path, and would shut everything:"
                  + " leave %s out, and put what stands in front to rewriting paths"),
          new Barred(
              "micronaut\\.server\\.netty\\.log-level|micronaut\\.server\\.netty\\.access-logger\\..+",
              "grantflow.security keeps tokens and callbacks out of the log, and this would have"
                  + " them written there: leave %s out"));

  /// Set by `application.yml`.
  private static final String OURS = letters("micronaut.security.endpoints.introspection.enabled");

  private FrameworkSettings() {}

  /// @param sentence with a place for the setting as it is written
  private record Barred(Pattern name, String sentence) {

    /// @param property an expression for it; variables and other spellings are told by their
    ///   letters
    Barred(String property, String sentence) {
      this(Pattern.compile(property.replace("\\.", "").replace("-", "")), sentence);
    }
  }

  /// Each of them that is set, in a sentence.
  static List<String> faults(Collection<PropertySource> sources) {
    return sources.stream()
        .flatMap(FrameworkSettings::set)
        .distinct()
        .sorted()
        .flatMap(FrameworkSettings::fault)
        .toList();
  }

  private static Stream<String> set(PropertySource source) {
    return StreamSupport.stream(source.spliterator(), false)
        .filter(name -> !Objects.toString(source.get(name), "").isBlank());
  }

  private static Stream<String> fault(String name) {
    var letters = letters(name);
    return letters.equals(OURS)
        ? Stream.empty()
        : BARRED.stream()
            .filter(barred -> barred.name().matcher(letters).matches())
            .map(barred -> barred.sentence().formatted(name));
  }

  /// The same for `a.b-c`, `a.bC` and `A_B_C`.
  private static String letters(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
