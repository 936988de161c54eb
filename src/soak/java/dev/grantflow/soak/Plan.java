package dev.grantflow.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Everything that will be done and when, counted from the first command. The same options give the
/// same plan.
///
/// @param quiet how long nothing is broken at first
/// @param load when the last command is sent
/// @param lifetime what every request says as `expiresIn`
/// @param end of it all, on a machine that is not too busy
record Plan(
    Duration quiet,
    Duration load,
    Duration lifetime,
    Duration end,
    List<PlannedGrant> grants,
    List<PlannedMistake> mistakes,
    List<Blow> blows) {

  private static final double AWKWARD_SHARE = 0.4;
  private static final Duration PATIENCE_MIN = Duration.ofMinutes(4);
  private static final int GRANTS_PER_MISTAKE = 40;

  /// What takes longest begins in the first of so many parts of the load: all would wait for it at
  /// the end.
  private static final int LONGEST_WITHIN = 4;

  private static final Duration THINKING_MAX = Duration.ofSeconds(3);
  private static final Duration HESITATION_MAX = Duration.ofMillis(400);

  static Plan of(Options options) {
    var random = new SplittableRandom(options.seed());
    var quiet = Duration.ofSeconds(Math.min(10, options.duration().toSeconds() / 8));
    var load = share(options.duration(), options.duration().toMinutes() < 3 ? 0.5 : 0.7);
    return new Plan(
        quiet,
        load,
        Duration.ofSeconds(Math.clamp(options.duration().toSeconds() / 12, 15, 20)),
        options.duration(),
        grants(options, load, random.split()),
        mistakes(options, load, random.split()),
        blows(quiet, load, random.split()));
  }

  /// How long the rest is waited for. A machine that is too busy to be in time gets some more:
  /// slowness is not what is looked for.
  Duration patience(Duration elapsed) {
    var left = end.minus(elapsed);
    return left.compareTo(PATIENCE_MIN) < 0 ? PATIENCE_MIN : left;
  }

  /// What is to be broken at least once.
  Set<Harm> harms() {
    return blows.stream()
        .map(Blow::harm)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Harm.class)));
  }

  private static List<PlannedGrant> grants(Options options, Duration load, RandomGenerator random) {
    var parts = Cast.ALL.choose(options.grants(), AWKWARD_SHARE, random);
    var grants = new ArrayList<PlannedGrant>();
    for (int i = 0; i < parts.size(); i++) {
      var part = parts.get(i);
      grants.add(
          new PlannedGrant(
              "g%05d-%s".formatted(i, part.kind().letters()),
              part.behaviour(),
              part.kind(),
              upTo(part.takesLongest() ? load.dividedBy(LONGEST_WITHIN) : load, random),
              upTo(THINKING_MAX, random),
              upTo(HESITATION_MAX, random)));
    }
    grants.sort(Comparator.comparing(PlannedGrant::at));
    return grants;
  }

  private static List<PlannedMistake> mistakes(
      Options options, Duration load, RandomGenerator random) {
    var mistakes = new ArrayList<PlannedMistake>();
    var count = Math.max(Mistake.ALL.size(), options.grants() / GRANTS_PER_MISTAKE);
    for (int i = 0; i < count; i++) {
      var mistake = Mistake.ALL.get(i % Mistake.ALL.size());
      mistakes.add(new PlannedMistake("m%05d".formatted(i), mistake, upTo(load, random)));
    }
    mistakes.sort(Comparator.comparing(PlannedMistake::at));
    return mistakes;
  }

  private static List<Blow> blows(Duration quiet, Duration load, RandomGenerator random) {
    var blows = new ArrayList<Blow>();
    for (var rhythm : Rhythm.ALL) {
      blows.addAll(rhythm.blows(quiet, load, random));
    }
    blows.sort(Comparator.comparing(Blow::at));
    return blows;
  }

  static Duration upTo(Duration most, RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }
}
