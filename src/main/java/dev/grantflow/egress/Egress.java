package dev.grantflow.egress;

/// The only way out of the service over HTTP. Follows no redirects, keeps no cookies, repeats
/// nothing by itself: what happened to the one request is the [Exchange], and what to do about it
/// is the caller's decision.
public interface Egress {

  /// Sends one request and waits for the whole answer. Thread-safe; blocks the calling (virtual)
  /// thread for at most [EgressSettings#deadline()], whatever the other side does. Never throws for
  /// what the network or the other side did.
  Exchange send(OutboundRequest request);
}
