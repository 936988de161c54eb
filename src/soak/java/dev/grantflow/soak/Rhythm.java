package dev.grantflow.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// How often a kind of harm comes: at least once, and spread over the time.
///
/// @param harms of which each time one is chosen
/// @param every on average
/// @param lastsMax how long at most, before it begins to be mended
record Rhythm(List<Harm> harms, Duration every, Duration lastsMax) {

  static final List<Rhythm> ALL =
      List.of(
          rhythm(15, 3, Harm.KILL_REPLICA),
          rhythm(60, 3, Harm.STOP_REPLICA),
          rhythm(80, 3, Harm.KILL_BOTH_REPLICAS),
          rhythm(35, 3, Harm.KILL_MYSQL, Harm.KILL_MYSQL, Harm.STOP_MYSQL),
          rhythm(45, 3, Harm.KILL_KAFKA, Harm.KILL_KAFKA, Harm.STOP_KAFKA),
          rhythm(9, 0, Harm.CUT_DATABASE),
          rhythm(40, 8, Harm.SILENCE_DATABASE),
          rhythm(9, 0, Harm.CUT_SERVERS),
          rhythm(40, 5, Harm.SILENCE_SERVERS));

  Rhythm {
    harms = List.copyOf(harms);
  }

  List<Blow> blows(Duration from, Duration to, RandomGenerator random) {
    var time = to.minus(from);
    var count = Math.max(1, Math.toIntExact(time.dividedBy(every)));
    var blows = new ArrayList<Blow>();
    for (int i = 0; i < count; i++) {
      var at = from.plus(time.multipliedBy(i).plus(Plan.upTo(time, random)).dividedBy(count));
      var harm = harms.get(random.nextInt(harms.size()));
      blows.add(new Blow(at, harm, random.nextInt(2), Plan.upTo(lastsMax, random)));
    }
    return blows;
  }

  private static Rhythm rhythm(int everySeconds, int lastsMaxSeconds, Harm... harms) {
    return new Rhythm(
        List.of(harms), Duration.ofSeconds(everySeconds), Duration.ofSeconds(lastsMaxSeconds));
  }
}
