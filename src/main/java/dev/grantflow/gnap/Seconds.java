package dev.grantflow.gnap;

import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Times that servers give, held within bounds.
final class Seconds {

  private static final Duration WAIT_MAX = Duration.ofDays(1);

  private Seconds() {}

  /// @return null where it is no number or a negative one
  static @Nullable Duration floor(JsonNode number, long max) {
    if (!number.isNumber() || !(number.getDoubleValue() >= 0)) {
      return null;
    }
    return Duration.ofSeconds(Math.min(max, (long) Math.floor(number.getDoubleValue())));
  }

  /// `continue.wait`, rounded up, because a moment too early is `too_fast`.
  static @Nullable Duration ceil(JsonNode number) {
    if (!number.isNumber() || !(number.getDoubleValue() >= 0)) {
      return null;
    }
    var seconds = (long) Math.ceil(number.getDoubleValue());
    return Duration.ofSeconds(Math.min(WAIT_MAX.toSeconds(), seconds));
  }
}
