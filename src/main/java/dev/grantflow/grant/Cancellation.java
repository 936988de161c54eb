package dev.grantflow.grant;

import java.net.URI;
import java.util.List;

/// What has to be undone at the authorization server before a grant can end.
public sealed interface Cancellation {

  /// The whole grant, by its continuation (RFC 9635 §5.4).
  record OfGrant(Continuation continuation) implements Cancellation {}

  /// The tokens one by one (RFC 9635 §6.2), because the server gave no continuation.
  ///
  /// @param remaining those not yet revoked; at least one
  record OfTokens(List<Managed> remaining) implements Cancellation {

    /// @throws IllegalArgumentException when there is none
    public OfTokens {
      remaining = List.copyOf(remaining);
      if (remaining.isEmpty()) {
        throw new IllegalArgumentException("no token to revoke");
      }
    }
  }

  /// Not known yet: a grant request is at the server and its answer will tell. Should the answer
  /// never come there is nothing to cancel by, and nothing was shown to anyone.
  record OfUnansweredRequest() implements Cancellation {}

  /// The grant, but only after the continuation in flight has settled: sent together with it, a
  /// cancellation was seen to leave a live token.
  record OfUnansweredContinuation(Continuation continuation) implements Cancellation {}

  /// The grant, but only after the rotation in flight has settled: it may bring another token than
  /// the one that is known.
  ///
  /// @param held what the grant held when the rotation was announced
  /// @param place of the token in it
  record OfUnansweredRotation(GrantState.Finalized held, int place) implements Cancellation {}

  /// A token's management URI and what authorises its use.
  record Managed(URI manage, Secret token) {}
}
