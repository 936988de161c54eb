package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantCountsTest {

  private final Table table = new Table();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final GrantCounts counts = new GrantCounts(table, meters);

  /// Grants of each state, numbered from 1.
  private static final class Table implements GrantFigures {

    final Map<Status, Integer> grants = new EnumMap<>(Status.class);
    boolean isAway;
    int mostAtOnce;

    @Override
    public Optional<Instant> oldestDue(Instant now) {
      return Optional.empty();
    }

    @Override
    public Slice count(Status status, long after, int max) {
      if (isAway) {
        throw new Scene.Away();
      }
      var left = grants.getOrDefault(status, 0) - (int) after;
      var counted = Math.min(left, max);
      mostAtOnce = Math.max(mostAtOnce, counted);
      return new Slice(counted, after + counted);
    }
  }

  private double of(Status status) {
    return meters.get("grantflow.grants").tag("state", status.name()).gauge().value();
  }

  @Test
  void a_state_of_few_grants_is_known_after_one_look() {
    table.grants.put(Status.PENDING, 3);
    assertThat(of(Status.PENDING)).isNaN();

    counts.look();

    assertThat(of(Status.PENDING)).isEqualTo(3);
    assertThat(of(Status.REVOKING)).isZero();
  }

  @Test
  void a_state_of_many_is_counted_a_slice_at_a_time_and_shown_when_all_are_counted() {
    table.grants.put(Status.FINALIZED, 2 * GrantCounts.SLICE + 7);

    counts.look();
    counts.look();
    assertThat(of(Status.FINALIZED)).isNaN();
    counts.look();

    assertThat(of(Status.FINALIZED)).isEqualTo(2 * GrantCounts.SLICE + 7);
    assertThat(table.mostAtOnce).isEqualTo(GrantCounts.SLICE);
  }

  @Test
  void the_next_count_begins_anew_and_shows_the_last_meanwhile() {
    table.grants.put(Status.FINALIZED, GrantCounts.SLICE);
    counts.look();
    counts.look();
    table.grants.put(Status.FINALIZED, GrantCounts.SLICE + 1);

    counts.look();
    assertThat(of(Status.FINALIZED)).isEqualTo(GrantCounts.SLICE);
    counts.look();

    assertThat(of(Status.FINALIZED)).isEqualTo(GrantCounts.SLICE + 1);
  }

  @Test
  void nobody_knows_while_the_database_is_away() {
    counts.look();
    table.isAway = true;

    counts.look();
    assertThat(of(Status.PENDING)).isNaN();
    table.isAway = false;
    counts.look();

    assertThat(of(Status.PENDING)).isZero();
  }
}
