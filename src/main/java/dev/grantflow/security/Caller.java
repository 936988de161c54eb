package dev.grantflow.security;

import io.micronaut.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who calls, as a verified token says. Not the token.
///
/// @param subject the token's `sub`
/// @param clientId of the software at the identity provider (`client_id`, else `azp`); not one of
///   our client instances
/// @param scopes all of them, known here or not
/// @param clients the client instances whose grants are the caller's; null means all
/// @param believedUntil when the token is over, by its `exp` and the clock skew that is allowed for
public record Caller(
    String subject,
    @Nullable String clientId,
    Set<String> scopes,
    @Nullable Set<String> clients,
    Instant believedUntil) {

  private static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    scopes = Set.copyOf(scopes);
    clients = clients == null ? null : Set.copyOf(clients);
  }

  /// Empty where the operation needs no token.
  public static Optional<Caller> of(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Caller.class);
  }

  void callsBy(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  boolean has(Scope scope) {
    return scopes.contains(scope.value());
  }

  /// Whether there are client instances whose grants the caller must not see.
  public boolean isRestricted() {
    return clients != null;
  }

  /// Whether the caller may act for the client instance and see its grants.
  public boolean mayActFor(String client) {
    return clients == null || clients.contains(client);
  }
}
