package dev.grantflow.grant;

import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which interaction a grant may have (RFC 9635 §2.5).
///
/// @param returnUri where the resource owner lands afterwards; needed where a browser that was sent
///   away comes back, possible where one comes back that was not, and nothing otherwise
/// @param start how it may begin, at least one way
/// @param finish how its end is told of
public record Interact(@Nullable URI returnUri, Set<StartMode> start, FinishMethod finish) {

  /// How an interaction begins where a request does not say.
  public static final Set<StartMode> START = Set.of(StartMode.REDIRECT);

  /// @throws IllegalArgumentException when it cannot start, or when `returnUri` is missing or of no
  ///   use
  public Interact {
    if (start.isEmpty()) {
      throw new IllegalArgumentException("start is empty");
    }
    if (returnUri == null && needsReturnUri(start, finish)) {
      throw new IllegalArgumentException("returnUri is missing");
    }
    if (returnUri != null && finish != FinishMethod.REDIRECT) {
      throw new IllegalArgumentException("returnUri is of no use with finish " + finish);
    }
    start = Collections.unmodifiableSet(EnumSet.copyOf(start));
  }

  /// A browser goes and comes back: what a request means that names nothing but a return URI.
  public static Interact redirect(URI returnUri) {
    return new Interact(returnUri, START, FinishMethod.REDIRECT);
  }

  private static boolean needsReturnUri(Set<StartMode> start, FinishMethod finish) {
    return finish == FinishMethod.REDIRECT
        && (start.contains(StartMode.REDIRECT) || start.contains(StartMode.APP));
  }
}
