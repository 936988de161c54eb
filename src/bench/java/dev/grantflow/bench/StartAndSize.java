package dev.grantflow.bench;

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

  /// @param options beside the image's
  private record Way(String name, List<String> options) {}

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
    addSize(section);
  }

  private static List<String> ways(Section section) {
    return section.taken().figures().stream().map(Figure::toString).toList();
  }

  private static void start(Bed bed, Rig rig, Section section, Way way) throws IOException {
    try (var replica = bed.replica(rig.database(), rig.topics(), way.options(), Map.of())) {
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
    var plain = new Way("as the image starts it", List.of());
    var wide = new Way("without compact headers", List.of(WIDE));
    // What is kept of classes is kept of jars only.
    if (bed.options().classpath().isPresent()) {
      return List.of(plain, wide);
    }
    var trained = trained(bed, section);
    return List.of(
        plain,
        wide,
        new Way("with an AOT cache", List.of(trained)),
        new Way("with an AOT cache, quick compiler alone", List.of(trained, QUICK_COMPILER)));
  }

  /// A run that works a little and is ended, which writes the cache.
  ///
  /// @return the option that uses it
  private static String trained(Bed bed, Section section) throws IOException, InterruptedException {
    var cache = bed.folder().resolve("service.aot");
    try (var rig = bed.rig(bed.database(), List.of("-XX:AOTCacheOutput=" + cache), Map.of())) {
      var _ = rig.flood(500);
    }
    section.add("the AOT cache's own size", "MB", Files.size(cache) / MEGABYTE);
    return "-XX:AOTCache=" + cache;
  }

  private static Stream<Double> resident(Replica replica) {
    return Usage.of(replica.process().toHandle()).resident().stream()
        .mapToObj(bytes -> bytes / MEGABYTE);
  }

  /// What the image adds to its base.
  private static void addSize(Section section) throws IOException {
    var jar = Path.of(System.getProperty("grantflow.jar", "none"));
    if (Files.exists(jar)) {
      try (var libraries = Files.walk(jar.resolveSibling("lib"))) {
        var bytes = Files.size(jar);
        for (var library : libraries.filter(Files::isRegularFile).toList()) {
          bytes += Files.size(library);
        }
        section.add("the image's layers above its base", "MB", bytes / MEGABYTE);
      }
    }
  }
}
