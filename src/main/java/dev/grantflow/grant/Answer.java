package dev.grantflow.grant;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an authorization server's reply, or its silence, means. Nothing of this is thrown.
public sealed interface Answer {

  /// To a grant request (RFC 9635 §3).
  sealed interface ToRequest extends Answer {}

  /// To a continuation (RFC 9635 §5.1, §5.2).
  sealed interface ToContinue extends Answer {}

  /// To the cancellation of a grant or the revocation of a token (RFC 9635 §5.4, §6.2).
  sealed interface ToCancel extends Answer {}

  /// To the rotation of an access token (RFC 9635 §6.1).
  sealed interface ToRotate extends Answer {}

  /// The resource owner has to act.
  ///
  /// @param callback under which the finish callback will come
  record InteractionRequired(
      Interaction interaction, CallbackKey callback, Continuation continuation)
      implements ToRequest {}

  /// The resource owner has to act, and nothing will tell when that is done.
  ///
  /// @param grantEndpoint the URI that the grant request was sent to
  record InteractionToPoll(InteractionStart start, Continuation continuation, URI grantEndpoint)
      implements ToRequest {}

  /// Granted, pending or rotated at the server, but told in a way that nobody can use: to be
  /// undone.
  ///
  /// @param undo by what the answer gave for that; to a rotation it is the token that was rotated,
  ///   which is dead where the server keeps to RFC 9635; null where there is nothing to undo it by
  /// @param mayLeaveToken whether a token may live on that `undo` does not reach, or that it would
  ///   seem to reach where the server knows it no more; then no revocation may be told
  record Unusable(GrantError error, @Nullable Cancellation undo, boolean mayLeaveToken)
      implements ToRequest, ToContinue, ToRotate {

    /// Undone as a whole by what the answer itself gave.
    public Unusable(GrantError error, Continuation continuation) {
      this(error, new Cancellation.OfGrant(continuation), false);
    }
  }

  /// Nothing decided yet and no callback to wait for.
  ///
  /// @param grantEndpoint the URI that the grant request was sent to; null in a continuation's
  ///   answer
  record StillPending(Continuation continuation, @Nullable URI grantEndpoint)
      implements ToRequest, ToContinue {}

  /// Granted.
  ///
  /// @param continuation null when the server gave none
  /// @param grantEndpoint the URI that the grant request was sent to; null in a continuation's
  ///   answer
  record Issued(Issue issue, @Nullable Continuation continuation, @Nullable URI grantEndpoint)
      implements ToRequest, ToContinue {}

  /// A fresh token has replaced the one that was rotated, which is dead from now on.
  record Rotated(AccessToken accessToken) implements ToRotate {}

  /// Cancelled, or gone before.
  record Gone() implements ToCancel {}

  /// Said no for good, by `user_denied` or `request_denied`.
  record Denied(GrantError error) implements ToRequest, ToContinue {}

  /// Any other error that repeating does not mend.
  record Refused(GrantError error) implements ToRequest, ToContinue, ToCancel, ToRotate {}

  /// Not processed, and may be sent again.
  ///
  /// @param retryAfter the server's word on when (`too_fast`, `Retry-After`); null when it gave
  ///   none
  record NotNow(GrantError error, @Nullable Duration retryAfter)
      implements ToRequest, ToContinue, ToCancel, ToRotate {}

  /// Sent, or perhaps sent, without a readable answer: it may have been processed.
  record Unknown(GrantError error) implements ToRequest, ToContinue, ToCancel, ToRotate {}
}
