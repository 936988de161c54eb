package dev.grantflow.client;

import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Json;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client instance (RFC 9635 §1.2), ready to act.
public final class ClientInstance {

  private final ClientName name;
  private final ClientKey key;
  private final RequestSigner signer;
  private final Json clientField;
  private final List<ReturnUri> returnUris;
  private final @Nullable Boolean keepFresh;

  ClientInstance(
      ClientName name,
      ClientKey key,
      RequestSigner signer,
      Json clientField,
      List<ReturnUri> returnUris,
      @Nullable Boolean keepFresh) {
    this.name = name;
    this.key = key;
    this.signer = signer;
    this.clientField = clientField;
    this.returnUris = List.copyOf(returnUris);
    this.keepFresh = keepFresh;
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

  /// The `client` member of its grant requests.
  public Json clientField() {
    return clientField;
  }

  /// Whether its tokens are rotated before they expire; null where the settings do not say.
  public @Nullable Boolean keepFresh() {
    return keepFresh;
  }

  /// Whether a user may be sent there, see `return-uris`.
  public boolean allowsReturn(URI uri) {
    return returnUris.stream().anyMatch(allowed -> allowed.admits(uri));
  }
}
