package dev.grantflow.grant;

import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.GrantState.Expired;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Rejected;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The building blocks of transitions.
final class Moves {

  private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

  private Moves() {}

  static Transition to(Grant grant, GrantState next, String cause, GrantEvent.OfGrant... events) {
    return new Transition(grant.in(next), List.of(events), cause);
  }

  static Transition end(Grant grant, Terminal ending, String cause) {
    return to(grant, ending, cause, eventOf(ending));
  }

  static GrantEvent.OfGrant eventOf(Terminal ending) {
    return switch (ending) {
      case Rejected(var error) -> new GrantEvent.GrantRejected(error);
      case Expired() -> new GrantEvent.GrantExpired();
      case Failed(var error) -> new GrantEvent.GrantFailed(error);
      case Revoked(var reason) -> new GrantEvent.GrantRevoked(reason);
    };
  }

  /// The ending of a grant whose deadline passed: the last error tells more than the deadline does.
  static Terminal atDeadline(@Nullable GrantError lastError) {
    return lastError == null ? new Expired() : new Failed(lastError);
  }

  /// Servers and visitors send any text where a code belongs; only a plain word of it goes further.
  static String plain(String text, String otherwise) {
    return WORD.matcher(text).matches() ? text : otherwise;
  }

  static String causeOf(GrantError error) {
    return plain(error.code(), "error");
  }

  /// `delay` from now, but at most `latest`, however long a wait a server asks for.
  static Instant after(Instant now, Duration delay, Instant latest) {
    return delay.compareTo(Duration.between(now, latest)) < 0 ? now.plus(delay) : latest;
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
