package dev.grantflow.engine;

import dev.grantflow.grant.UpkeepRules;
import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How tokens are kept fresh. A wrong value stops the start.
///
/// @param keepFresh whether tokens are rotated before they expire, where neither the request
///   (`keepFresh`) nor the client instance says
/// @param renew whether non-interactive grants that are kept fresh are requested anew, under the
///   same `grantId`, once their token is dead, where the client instance does not say
/// @param rotateAt the share of a token's lifetime (`expires_in`) after which it is rotated, though
///   not sooner than after `cool-down`
/// @param jitter the share of its lifetime by which that may come earlier, so that tokens which
///   came together are not rotated together
/// @param coolDown the pause, half of it random, once five rotations of a token have failed in a
///   row; also the least age at which a token is rotated by itself, and how often a grant is
///   requested anew at most
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

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  public TokenSettings {
    var faults = new Faults("grantflow.tokens");
    faults.check(
        rotateAt >= ROTATE_AT_MIN && rotateAt <= ROTATE_AT_MAX,
        "rotate-at",
        rotateAt,
        "from 0.05 to 0.95");
    faults.checkBeside(
        "rotate-at",
        jitter >= 0 && jitter < rotateAt,
        "jitter",
        jitter,
        "from 0 to less than rotate-at");
    faults.check(
        coolDown.compareTo(COOL_DOWN_MIN) >= 0 && coolDown.compareTo(COOL_DOWN_MAX) <= 0,
        "cool-down",
        coolDown,
        "from 1ms to 1h");
    faults.end();
  }

  UpkeepRules rules() {
    return new UpkeepRules(rotateAt, jitter, coolDown);
  }
}
