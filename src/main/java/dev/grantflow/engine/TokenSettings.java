package dev.grantflow.engine;

import dev.grantflow.grant.UpkeepRules;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How tokens are kept fresh. A wrong value stops the start.
///
/// @param keepFresh whether they are, where neither request nor client instance says
/// @param renew whether non-interactive grants that are kept fresh are requested anew once their
///   token is dead, where the client instance does not say
/// @param rotateAt share of a token's lifetime after which it is rotated
/// @param jitter by how much of its lifetime that may come earlier
/// @param coolDown the pause once five rotations of a token have failed in a row, the least age at
///   which a token is rotated by itself, and how often a grant is requested anew at most
@Context
@ConfigurationProperties("grantflow.tokens")
public record TokenSettings(
    @Bindable(defaultValue = "false") boolean keepFresh,
    @Bindable(defaultValue = "false") boolean renew,
    @Bindable(defaultValue = "0.6667") double rotateAt,
    @Bindable(defaultValue = "0.1") double jitter,
    @Bindable(defaultValue = "1m") Duration coolDown) {

  private static final double ROTATE_AT_MIN = 0.05;
  private static final double ROTATE_AT_MAX = 0.95;
  private static final Duration COOL_DOWN_MIN = Duration.ofMillis(1);
  private static final Duration COOL_DOWN_MAX = Duration.ofHours(1);

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public TokenSettings {
    check(
        rotateAt >= ROTATE_AT_MIN && rotateAt <= ROTATE_AT_MAX,
        "rotate-at",
        rotateAt,
        "from 0.05 to 0.95");
    check(jitter >= 0 && jitter < rotateAt, "jitter", jitter, "from 0 to less than rotate-at");
    check(
        coolDown.compareTo(COOL_DOWN_MIN) >= 0 && coolDown.compareTo(COOL_DOWN_MAX) <= 0,
        "cool-down",
        coolDown,
        "from 1ms to 1h");
  }

  UpkeepRules rules() {
    return new UpkeepRules(rotateAt, jitter, coolDown);
  }

  private static void check(boolean holds, String property, Object value, String demand) {
    if (!holds) {
      throw new IllegalArgumentException(
          "grantflow.tokens.%s is %s and must be %s".formatted(property, value, demand));
    }
  }
}
