package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

  private static final Duration PACE_MIN = Duration.ofMillis(1);
  private static final Duration CALL = Duration.ofSeconds(4);

  private final MovableTicker time = new MovableTicker();
  private final WaitingLine line = new WaitingLine(4);

  private Duration turn() {
    return line.turn(time.read(), time.read(), PACE_MIN);
  }

  /// Fills the places, one every second, with calls of four seconds until that is what the line
  /// expects.
  private void fillWithSteadyCalls() {
    for (int i = 0; i < 4; i++) {
      time.pass(Duration.ofSeconds(1));
      begin();
    }
    for (int i = 0; i < 40; i++) {
      time.pass(Duration.ofSeconds(1));
      line.callEnds(time.read(), CALL.toNanos(), true);
      begin();
    }
  }

  private void begin() {
    line.callBegins(time.read());
  }

  @Test
  void turns_come_as_fast_as_places_become_free() {
    fillWithSteadyCalls();

    List<Duration> turns = IntStream.range(0, 3).mapToObj(_ -> turn()).toList();

    assertThat(turns.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(3));
    assertThat(turns.get(1).minus(turns.get(0)))
        .isBetween(Duration.ofMillis(990), Duration.ofMillis(1010));
    assertThat(turns.get(2).minus(turns.get(1)))
        .isBetween(Duration.ofMillis(990), Duration.ofMillis(1010));
  }

  @Test
  void calls_that_last_longer_than_any_before_make_the_turns_later() {
    IntStream.range(0, 4).forEach(_ -> begin());
    var early = turn();
    time.pass(Duration.ofSeconds(8));

    var late = turn();

    assertThat(early).isLessThan(Duration.ofSeconds(1));
    assertThat(late).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void nobody_is_called_before_the_server_may_be() {
    var away = Duration.ofSeconds(15);

    var turn = line.turn(time.read(), time.read() + away.toNanos(), Duration.ofMillis(20));

    assertThat(turn).isGreaterThan(away).isLessThan(away.plusSeconds(1));
  }

  @Test
  void the_line_does_not_grow_without_end() {
    fillWithSteadyCalls();

    var turns = new ArrayList<Duration>();
    IntStream.range(0, 1000).forEach(_ -> turns.add(turn()));

    var end = WaitingLine.LENGTH_MAX.plus(CALL);
    assertThat(turns).allSatisfy(turn -> assertThat(turn).isLessThan(end));
    assertThat(turns).filteredOn(turn -> turn.compareTo(Duration.ofMinutes(4)) > 0).isNotEmpty();
  }

  @Test
  void whoever_comes_when_the_server_is_back_stands_at_the_front() {
    IntStream.range(0, 200)
        .forEach(_ -> line.turn(time.read(), time.read(), Duration.ofMillis(500)));

    line.clear();

    assertThat(turn()).isLessThan(Duration.ofSeconds(1));
  }

  /// A play of 200 grants that all come at once to a server of 32 places which takes 5 s for each.
  @Test
  void two_hundred_at_a_slow_server_are_served_nearly_as_fast_as_it_can_and_ask_few_times() {
    var play = new SlowServerPlay(32, Duration.ofSeconds(5));

    play.run(200);

    // At 32 places and 5 s it takes seven rounds, 35 s, at the least.
    assertThat(play.lasted()).isBetween(Duration.ofSeconds(34), Duration.ofSeconds(50));
    assertThat(play.turnedAway()).isLessThan(5 * 200);
  }

  /// Events in the order of their times.
  private static final class SlowServerPlay {

    private record Event(long at, boolean isEnd) {}

    private final int places;
    private final long callNanos;
    private final WaitingLine line;
    private final PriorityQueue<Event> events =
        new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));
    private int free;
    private int turnedAway;
    private long now;

    SlowServerPlay(int places, Duration call) {
      this.places = places;
      this.callNanos = call.toNanos();
      this.line = new WaitingLine(places);
      this.free = places;
    }

    void run(int grants) {
      IntStream.range(0, grants).forEach(_ -> events.add(new Event(0, false)));
      for (Event event = events.poll(); event != null; event = events.poll()) {
        now = event.at();
        if (event.isEnd()) {
          free++;
          line.callEnds(now, callNanos, true);
        } else if (free > 0) {
          free--;
          line.callBegins(now);
          events.add(new Event(now + callNanos, true));
        } else {
          turnedAway++;
          events.add(new Event(now + line.turn(now, now, PACE_MIN).toNanos(), false));
        }
      }
      assertThat(free).isEqualTo(places);
    }

    Duration lasted() {
      return Duration.ofNanos(now);
    }

    int turnedAway() {
      return turnedAway;
    }
  }
}
