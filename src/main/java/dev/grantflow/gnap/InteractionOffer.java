package dev.grantflow.gnap;

import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.StartMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The interaction that a grant request offers (RFC 9635 §2.5).
///
/// @param start how it may begin, at least one way
/// @param finish how its end is told of; null when the grant is polled instead
public record InteractionOffer(Set<StartMode> start, @Nullable Finish finish) {

  public InteractionOffer {
    start = Set.copyOf(start);
  }

  /// Whether a way that the server gave is among those.
  boolean has(InteractionStart given) {
    return start.stream()
        .anyMatch(
            mode ->
                switch (mode) {
                  case REDIRECT -> given.redirect() != null;
                  case USER_CODE -> given.userCode() != null;
                  case USER_CODE_URI -> given.userCodeUri() != null;
                  case APP -> given.app() != null;
                });
  }
}
