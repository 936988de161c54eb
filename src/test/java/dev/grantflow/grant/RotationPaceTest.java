package dev.grantflow.grant;

import static dev.grantflow.grant.Grants.ENDPOINT;
import static dev.grantflow.grant.Grants.JITTER;
import static dev.grantflow.grant.Grants.NOW;
import static dev.grantflow.grant.Grants.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Rotating;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that gives tokens of short lives does not have them rotated without a pause.
class RotationPaceTest {

  private static final Duration COOL_DOWN = RULES.coolDown();

  /// @param rotated seconds; null where it expires
  @ParameterizedTest
  @CsvSource({"2,", "240,", "241, 240", "400, 240", "480, 240", "482, 241", "600, 300"})
  void a_token_is_as_old_as_the_cool_down_before_it_is_rotated(
      int life, @Nullable Integer rotated) {
    var expiry = NOW.plusSeconds(life);

    assertThat(upkeep(RULES, expiry).rotateAt())
        .isEqualTo(rotated == null ? null : NOW.plusSeconds(rotated));
    assertThat(upkeep(RULES, expiry).expiryDueAt()).isEqualTo(expiry);
  }

  @ParameterizedTest
  @CsvSource({"900,", "1000,", "1001, 1000", "4000, 2000"})
  void a_second_is_the_least_however_short_the_cool_down(int life, @Nullable Integer rotated) {
    var hasty = new UpkeepRules(0.55, 0.1, Duration.ofMillis(1));

    assertThat(upkeep(hasty, NOW.plusMillis(life)).rotateAt())
        .isEqualTo(rotated == null ? null : NOW.plusMillis(rotated));
  }

  /// Time moves on to what is due, and each rotation is answered at once.
  @Property
  void two_rotations_are_never_closer_than_the_cool_down(
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 1200) Integer> lives,
      @ForAll long seed) {
    var random = new Random(seed);
    var lifecycle = new GrantLifecycle(Way.BACKOFF, Way.REVOCATION_LIMIT, RULES);
    var grant = Grants.fresh(Grants.requesting());
    var now = NOW;
    var latest = Instant.MIN;
    Answer answer = new Answer.Issued(issue(NOW.plusSeconds(600)), null, ENDPOINT);
    for (var life : lives) {
      grant = after(lifecycle, grant, new Input.Answered(answer), now, random.nextDouble());
      now = grant.state().due().orElse(now);
      grant = after(lifecycle, grant, new Input.Due(now.plus(Way.LEASE)), now, 0);
      if (!(grant.state() instanceof Rotating)) {
        assertThat(grant.state()).isInstanceOf(Finalized.class);
        return;
      }
      assertThat(now).isAfterOrEqualTo(latest);
      latest = now.plus(COOL_DOWN);
      answer = new Answer.Rotated(token(now.plusSeconds(life)));
    }
  }

  private static Grant after(
      GrantLifecycle lifecycle, Grant grant, Input input, Instant now, double jitter) {
    return lifecycle.decide(grant, input, now, jitter) instanceof Transition(var next, _, _)
        ? next
        : grant;
  }

  private static TokenUpkeep upkeep(UpkeepRules rules, Instant expiry) {
    return rules.begin(issue(expiry), true, NOW, JITTER).of(0);
  }

  private static Issue issue(Instant expiry) {
    return new Issue(List.of(token(expiry)), null);
  }

  private static AccessToken token(Instant expiry) {
    return Grants.token("t", true, expiry, null);
  }
}
