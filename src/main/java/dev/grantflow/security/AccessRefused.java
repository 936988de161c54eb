package dev.grantflow.security;

import org.jspecify.annotations.Nullable;

/// A request goes no further. An exception because that is how the server's filters end a request;
/// it holds nothing of the token.
public final class AccessRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Why.
  public enum Reason {
    /// There is no token.
    NO_TOKEN,
    /// It cannot be told which the token is.
    INVALID_REQUEST,
    /// The token is not believed; why is nobody's business (RFC 6750 §3.1).
    INVALID_TOKEN,
    /// It does not allow this.
    INSUFFICIENT_SCOPE,
    /// No token allows this.
    NOBODY,
    /// No tokens are believed here, because it is not configured whose would be.
    NOT_SET_UP,
    /// The grant is another client instance's.
    HIDDEN,
    /// The issuer's keys are out of reach.
    KEYS_AWAY
  }

  private final Reason reason;
  private final @Nullable Scope scope;

  AccessRefused(Reason reason, @Nullable Scope scope) {
    super(reason.name(), null, false, false);
    this.reason = reason;
    this.scope = scope;
  }

  public Reason reason() {
    return reason;
  }

  /// That the operation needs; null where no scope would do.
  public @Nullable Scope scope() {
    return scope;
  }
}
