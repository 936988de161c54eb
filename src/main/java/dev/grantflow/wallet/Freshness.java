package dev.grantflow.wallet;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long an answer says that it may be used again (RFC 9111 §5.2.2).
final class Freshness {

  private static final Pattern MAX_AGE = Pattern.compile("max-age *= *\"?([0-9]{1,18})\"?");
  private static final Pattern AGE = Pattern.compile("[0-9]{1,18}");

  private Freshness() {}

  /// @param cacheControl the header's value
  /// @param age the value of `Age`: how long a cache on the way has held the answer already
  /// @return zero for `no-store` and `no-cache`, which win over any `max-age`; empty when nothing
  ///   is said that can be read
  static Optional<Duration> of(String cacheControl, String age) {
    Optional<Duration> stated = Optional.empty();
    for (String directive : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
      String name = directive.strip();
      if (name.equals("no-store") || name.startsWith("no-cache")) {
        return Optional.of(Duration.ZERO);
      }
      Matcher maxAge = MAX_AGE.matcher(name);
      if (maxAge.matches()) {
        stated = Optional.of(left(Long.parseLong(maxAge.group(1)), age.strip()));
      }
    }
    return stated;
  }

  private static Duration left(long maxAge, String age) {
    long spent = AGE.matcher(age).matches() ? Long.parseLong(age) : 0;
    return Duration.ofSeconds(Math.max(0, maxAge - spent));
  }
}
