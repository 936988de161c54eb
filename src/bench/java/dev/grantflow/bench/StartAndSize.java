package dev.grantflow.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How long the service takes from the start of its process until it says that it is ready, and the
/// memory that is resident then and under load. The schema and the topics are there already, as for
/// every replica but the first. All ways in turn, because machines are noisy.
final class StartAndSize implements Scenario {

  static final String NAME = "start";

  private static final String WIDE = "-XX:-UseCompactObjectHeaders";

  /// Not for a service, but it tells what the optimizing compiler takes of a start.
  private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

  private static final double MEGABYTE = 1 << 20;

  /// Without what the service takes by choice.
  private static final Map<String, String> GIVEN =
      Map.of("FLYWAY_DATASOURCES_DEFAULT_ENABLED", "false", "MICRONAUT_METRICS_ENABLED", "false");

  /// @param options beside the image's
  /// @param program the service, or what is started in its place
  /// @param settings beside the service's
  private record Way(
      String name, List<String> options, List<String> program, Map<String, String> settings) {

    Way(String name, List<String> options, List<String> program) {
      this(name, options, program, Map.of());
    }

    Replica start(Bed bed, Rig rig) throws IOException {
      return bed.replica(rig.database(), rig.topics(), options, program, settings);
    }
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var section = report.section(NAME);
    try (var rig = bed.rig(Map.of())) {
      var ways = ways(bed, rig, section);
      for (var run = 0; run < bed.options().runs(); run++) {
        for (var way : ways) {
          start(bed, rig, section, way);
        }
      }
    }
    for (var way : ways(section)) {
      report.say("  " + way);
    }
    addJars(section);
  }

  private static List<String> ways(Section section) {
    return section.taken().figures().stream().map(Figure::toString).toList();
  }

  private static void start(Bed bed, Rig rig, Section section, Way way) throws IOException {
    try (var replica = way.start(bed, rig)) {
      section.add(way.name() + ": time to ready", "s", replica.secondsToReady());
      resident(replica)
          .forEach(value -> section.add(way.name() + ": resident when ready", "MB", value));
    }
  }

  /// The same as it is started usually, and after it has worked.
  private static List<Way> ways(Bed bed, Rig rig, Section section)
      throws IOException, InterruptedException {
    var grants = bed.options().grants(20_000, 3_000);
    for (var run = 0; run < bed.options().runs(); run++) {
      var _ = rig.flood(grants);
      resident(rig.first()).forEach(value -> section.add("resident under load", "MB", value));
    }
    section.with("grants before the memory under load is read", grants);
    var program = bed.program();
    var plain = new Way("as the image starts it", List.of(), program);
    var wide = new Way("without compact headers", List.of(WIDE), program);
    // What is kept of classes is kept of jars only.
    if (bed.options().classpath().isPresent()) {
      return List.of(plain, wide);
    }
    var cached = cached(trained(bed, section));
    var quick = Stream.concat(cached.stream(), Stream.of(QUICK_COMPILER)).toList();
    var least = least(bed);
    return List.of(
        plain,
        wide,
        new Way("with an AOT cache", cached, program),
        new Way("with an AOT cache, quick compiler alone", quick, program),
        new Way(
            "the libraries alone, with an AOT cache",
            cached(trained(bed, rig, least, Map.of())),
            least),
        new Way(
            "the given libraries alone, with an AOT cache",
            cached(trained(bed, rig, least, GIVEN)),
            least,
            GIVEN));
  }

  /// A cache that does not fit ends the start; it would else be passed over without a word.
  private static List<String> cached(Path cache) {
    return List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on");
  }

  private static List<String> least(Bed bed) throws IOException {
    var jars =
        List.of(
            System.getProperty("grantflow.jar", "grantflow.jar"),
            LeastStart.pack(bed.folder().resolve("least-start.jar")).toString());
    return List.of("-cp", String.join(File.pathSeparator, jars), LeastStart.class.getName());
  }

  /// A start alone: it has no work.
  private static Path trained(Bed bed, Rig rig, List<String> least, Map<String, String> settings)
      throws IOException {
    var cache = bed.folder().resolve("least-%d.aot".formatted(settings.size()));
    var options = List.of("-XX:AOTCacheOutput=" + cache);
    try (var _ = new Way("training", options, least, settings).start(bed, rig)) {
      // Its end writes the cache.
      return cache;
    }
  }

  /// A run that works a little and is ended, which writes the cache.
  private static Path trained(Bed bed, Section section) throws IOException, InterruptedException {
    var cache = bed.folder().resolve("service.aot");
    try (var rig = bed.rig(bed.database(), List.of("-XX:AOTCacheOutput=" + cache), Map.of())) {
      var _ = rig.flood(500);
    }
    section.add("the AOT cache's own size", "MB", Files.size(cache) / MEGABYTE);
    return cache;
  }

  private static Stream<Double> resident(Replica replica) {
    return Usage.of(replica.process().toHandle()).resident().stream()
        .mapToObj(bytes -> bytes / MEGABYTE);
  }

  private static void addJars(Section section) throws IOException {
    var jar = Path.of(System.getProperty("grantflow.jar", "none"));
    if (Files.exists(jar)) {
      try (var libraries = Files.walk(jar.resolveSibling("lib"))) {
        var bytes = Files.size(jar);
        for (var library : libraries.filter(Files::isRegularFile).toList()) {
          bytes += Files.size(library);
        }
        section.add("the service's jars", "MB", bytes / MEGABYTE);
      }
    }
  }
}
