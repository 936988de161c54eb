package dev.grantflow.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whose code the service's CPU time goes to when its ways are compiled, in floods of
/// non-interactive grants. Each sample is of the innermost frame that is not the JDK's, so that a
/// library pays for what it has the JDK do.
final class CpuShares implements Scenario {

  static final String NAME = "cpu";

  /// After which the compilers have done most of what they do.
  private static final int WARM_UP = 160_000;

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private enum Owner {
    CALL(
        "signature and HTTP call",
        "org.bouncycastle.",
        "org.apache.hc.",
        "dev.grantflow.egress.",
        "dev.grantflow.gnap.signature."),
    DRIVER("MySQL's driver and its pool", "com.mysql.", "com.zaxxer."),
    KAFKA("Kafka's clients", "org.apache.kafka."),
    MICRONAUT("Micronaut", "io.micronaut."),
    JSON(
        "JSON and its schemas",
        "com.fasterxml.",
        "tools.jackson.",
        "org.erdtman.",
        "com.networknt."),
    GRANTFLOW("Grantflow", "dev.grantflow."),
    OTHERS("other libraries", ""),
    /// Of no one's frame: scheduling of virtual threads, timers, and stacks that could not be read.
    THREADS("threads and timers");

    private final String shown;

    // Of List.of.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> packages;

    Owner(String shown, String... packages) {
      this.shown = shown;
      this.packages = List.of(packages);
    }

    static Owner of(List<String> classes) {
      return classes.stream()
          .filter(name -> name.contains(".") && JDK.stream().noneMatch(name::startsWith))
          .findFirst()
          .map(Owner::of)
          .orElse(THREADS);
    }

    private static Owner of(String name) {
      return Stream.of(values())
          .filter(it -> it.packages.stream().anyMatch(name::startsWith))
          .findFirst()
          .orElseThrow();
    }
  }

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var grants = bed.options().grants(20_000, 3_000);
    var section = report.section(NAME);
    section.with("grants", grants);
    try (var rig = bed.rig(Map.of())) {
      var _ = rig.flood(bed.options().some(WARM_UP, grants));
      for (var run = 0; run < bed.options().runs(); run++) {
        var recording = Recording.start(rig.first().process().toHandle(), bed.folder());
        var spent = rig.flood(grants);
        var samples = recording.stop();
        if (samples.isEmpty()) {
          report.say("  no samples by CPU time, which the JVM takes on Linux alone");
          return;
        }
        add(section, samples, spent);
      }
    }
    section.taken().figures().forEach(it -> report.say("  " + it));
  }

  private static void add(Section section, List<Recording.Sample> samples, Spent spent) {
    var millis = new EnumMap<Owner, Double>(Owner.class);
    samples.forEach(it -> millis.merge(Owner.of(it.classes()), it.millis(), Double::sum));
    var all = spent.cpuMillisPerGrant("service");
    var left = all;
    section.add("all", "ms/grant", all);
    for (var owner : Owner.values()) {
      var each = millis.getOrDefault(owner, 0.0) / spent.grants();
      section.add(owner.shown, "ms/grant", each);
      left -= each;
    }
    section.add("not sampled: compilers, collector, lost samples", "ms/grant", left);
  }
}
