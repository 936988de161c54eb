package dev.grantflow.client;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client instance (RFC 9635 §1.2), ready to act.
public final class ClientInstance {

  private final ClientName name;
  private final ClientKey key;
  private final RequestSigner signer;
  private final Presentation presentation;
  private final List<ReturnUri> returnUris;
  private final ClientLimits limits;
  private final @Nullable WalletAddressDocument document;
  private final Freshness freshness;

  ClientInstance(
      ClientName name,
      ClientKey key,
      RequestSigner signer,
      Presentation presentation,
      List<ReturnUri> returnUris,
      Freshness freshness,
      ClientLimits limits,
      @Nullable WalletAddressDocument document) {
    this.name = name;
    this.key = key;
    this.signer = signer;
    this.presentation = presentation;
    this.returnUris = List.copyOf(returnUris);
    this.limits = limits;
    this.document = document;
    this.freshness = freshness;
  }

  public ClientName name() {
    return name;
  }

  ClientKey key() {
    return key;
  }

  public RequestSigner signer() {
    return signer;
  }

  /// How it shows itself in grant requests.
  public Presentation presentation() {
    return presentation;
  }

  /// Whether its tokens are rotated before they expire; null where the settings do not say.
  public @Nullable Boolean keepFresh() {
    return freshness.keepFresh();
  }

  /// Whether its grants are requested anew once their token is dead; null where the settings do not
  /// say.
  public @Nullable Boolean renew() {
    return freshness.renew();
  }

  /// Whether there is anywhere that a user may be sent, without which no browser is sent away.
  public boolean hasReturn() {
    return !returnUris.isEmpty();
  }

  /// Whether a user may be sent there, see `return-uris`.
  public boolean allowsReturn(URI uri) {
    return returnUris.stream().anyMatch(allowed -> allowed.admits(uri));
  }

  /// Whether it may ask an authorization server, see `servers`.
  ///
  /// @param grantEndpoint of that server
  public boolean allowsServer(URI grantEndpoint) {
    return limits.allowsServer(grantEndpoint);
  }

  /// Completes "The server is …" for one that is not allowed, remedy included.
  public String serverRemedy() {
    return limits.serverRemedy();
  }

  /// What it may not ask for, see `access-types` and `amounts-max`; each with the field named.
  public List<Problem> problems(Wanted wanted) {
    return limits.problems(wanted);
  }

  /// How long its grants may take to be decided when the request does not say; empty means as the
  /// engine says.
  public Optional<Duration> expiresIn() {
    return Optional.ofNullable(limits.expiresIn());
  }

  /// Its wallet address document, where that is served here.
  Optional<WalletAddressDocument> document() {
    return Optional.ofNullable(document);
  }
}
