package dev.grantflow.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the properties of this JVM ask for.
///
/// @param only names of scenarios; empty means all
/// @param quick less of everything, to see within three minutes whether something has become worse
/// @param runs how often each figure is taken
/// @param grants of a throughput run; 0 means as many as the scenario wants
/// @param docs whether the figures are written into `docs/performance.md`
/// @param rows share of the millions of grants that are loaded for flatness
/// @param service settings of the service beside the usual, as environment variables
/// @param jvm options of the service's JVM beside the image's
/// @param classpath of the service, where it is not the packaged one that is measured
record Options(
    Set<String> only,
    boolean quick,
    boolean docs,
    int runs,
    int grants,
    double rows,
    Map<String, String> service,
    List<String> jvm,
    Optional<String> classpath,
    Path folder) {

  static Options ofThisJvm() {
    return new Options(
        words("bench.only", ",").stream().collect(Collectors.toUnmodifiableSet()),
        isSet("bench.quick"),
        isSet("bench.docs"),
        Integer.getInteger("bench.runs", isSet("bench.quick") ? 1 : 3),
        Integer.getInteger("bench.grants", 0),
        property("bench.rows").map(Double::valueOf).orElse(1.0),
        settings(words("bench.service", ";")),
        words("bench.jvm", " "),
        property("bench.classpath"),
        Path.of(System.getProperty("grantflow.basedir", ""), "target", "bench").toAbsolutePath());
  }

  /// As many as are worth it.
  int some(int usual, int quickly) {
    return quick ? quickly : usual;
  }

  int grants(int usual, int quickly) {
    return grants > 0 ? grants : some(usual, quickly);
  }

  private static boolean isSet(String name) {
    return property(name).filter(value -> !value.equals("false")).isPresent();
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  private static List<String> words(String property, String separator) {
    return Arrays.stream(property(property).orElse("").split(separator))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static Map<String, String> settings(List<String> assignments) {
    var settings = new LinkedHashMap<String, String>();
    for (var assignment : assignments) {
      var parts = assignment.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "bench.service must be NAME=value;NAME=value, but has " + assignment);
      }
      settings.put(parts[0], parts[1]);
    }
    return settings;
  }
}
