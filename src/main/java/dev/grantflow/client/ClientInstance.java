package dev.grantflow.client;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.grant.ClientName;
import java.net.URI;
import java.util.List;

/// A client instance (RFC 9635 §1.2), ready to act.
public final class ClientInstance {

  private final ClientName name;
  private final ClientKey key;
  private final RequestSigner signer;
  private final Presentation presentation;
  private final List<ReturnUri> returnUris;

  ClientInstance(
      ClientName name,
      ClientKey key,
      RequestSigner signer,
      Presentation presentation,
      List<ReturnUri> returnUris) {
    this.name = name;
    this.key = key;
    this.signer = signer;
    this.presentation = presentation;
    this.returnUris = List.copyOf(returnUris);
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

  /// Whether a user may be sent there, see `return-uris`.
  public boolean allowsReturn(URI uri) {
    return returnUris.stream().anyMatch(allowed -> allowed.admits(uri));
  }
}
