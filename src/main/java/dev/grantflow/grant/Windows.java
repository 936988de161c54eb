package dev.grantflow.grant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The windows of an [Interval] as seen from an instant.
///
/// @param current the one that the instant is in; null before the first and after the last
/// @param remaining how many begin later, the first included where it has not begun; null when they
///   never end
public record Windows(@Nullable Window current, @Nullable Long remaining) {

  /// @param start inclusive; not before the year 0
  /// @param end exclusive; not after the year 9999
  public record Window(Instant start, Instant end) {}
}
