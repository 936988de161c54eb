package dev.grantflow.grant;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When tokens are rotated.
///
/// @param rotateAt the share of a token's lifetime after which it is rotated, more than 0 and less
///   than 1
/// @param jitter by how much of its lifetime that may come earlier, so that tokens which came
///   together are not rotated together; 0 to less than `rotateAt`
/// @param coolDown the pause once several rotations of a token have failed in a row, and the least
///   age at which a token is rotated by itself, however short the lives that a server gives
public record UpkeepRules(double rotateAt, double jitter, Duration coolDown) {

  /// A rotation that follows sooner would only follow its own kind.
  private static final Duration LIFE_BEFORE_ROTATION_MIN = Duration.ofSeconds(1);

  private static final int FAILURES_BEFORE_COOL_DOWN = 5;

  /// @throws IllegalArgumentException when a share is out of range
  public UpkeepRules {
    if (!(rotateAt > 0 && rotateAt < 1 && jitter >= 0 && jitter < rotateAt)) {
      throw new IllegalArgumentException(
          "rotation at %s of a lifetime with a jitter of %s".formatted(rotateAt, jitter));
    }
  }

  /// What there is to do about what was just issued.
  Upkeep begin(Issue issue, boolean keepFresh, Instant now, double random) {
    return new Upkeep(
        issue.accessTokens().stream()
            .map(token -> of(token, TokenUpkeep.NONE.version(), keepFresh, now, random))
            .toList());
  }

  /// What there is to do about a token that has just come. Rotation is planned by what is left of
  /// its life, and not where there is hardly any: what lives no longer than [#coolDown] expires.
  ///
  /// @param random 0 (inclusive) to 1 (exclusive)
  TokenUpkeep of(AccessToken token, int version, boolean keepFresh, Instant now, double random) {
    var expiresAt = token.expiresAt();
    var rotateAt =
        keepFresh && token.manage() != null && expiresAt != null
            ? rotation(now, expiresAt, random)
            : null;
    return new TokenUpkeep(version, rotateAt, false, 0, false, expiresAt, null);
  }

  private @Nullable Instant rotation(Instant now, Instant expiresAt, double random) {
    var life = Duration.between(now, expiresAt);
    var wait = Duration.ofMillis((long) (life.toMillis() * (rotateAt - jitter * random)));
    var least = longer(wait, longer(coolDown, LIFE_BEFORE_ROTATION_MIN));
    return least.compareTo(life) < 0 ? now.plus(least) : null;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// How long to wait after so many failures in a row, at least.
  ///
  /// @param random 0 (inclusive) to 1 (exclusive)
  Duration pause(int failures, double random) {
    return failures < FAILURES_BEFORE_COOL_DOWN
        ? Duration.ZERO
        : Duration.ofMillis((long) (coolDown.toMillis() * (1 + random) / 2));
  }
}
