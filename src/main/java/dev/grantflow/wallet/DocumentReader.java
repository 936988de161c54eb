package dev.grantflow.wallet;

import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Reads out of a wallet address document where its servers are. Without an authorization server it
/// is of no use here; the resource server is needed by few, who find out when they need it.
@Singleton
final class DocumentReader {

  private static final int URI_CHARACTERS_MAX = 2048;

  private final ObjectMapper json;

  DocumentReader(ObjectMapper json) {
    this.json = json;
  }

  Read servers(byte[] body) {
    WalletDocument document;
    try {
      document = json.readValue(body, WalletDocument.class);
    } catch (IOException _) {
      return unusable("answers with something else than a wallet address document in JSON");
    }
    if (document == null) {
      return unusable("answers with a document that names no authServer");
    }
    String text = document.authServer();
    if (text == null || text.isEmpty()) {
      return unusable("answers with a document that names no authServer");
    }
    URI uri = parse(text);
    return uri == null
        ? unusable(
            "names an authServer that is not an absolute http or https URI with a host,"
                + " without user information and fragment")
        : new Read.Servers(uri, resourceServer(document));
  }

  private static @Nullable URI resourceServer(WalletDocument document) {
    String text = document.resourceServer();
    return text == null ? null : parse(text);
  }

  private static @Nullable URI parse(String text) {
    if (text.length() > URI_CHARACTERS_MAX) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      return web && plain && uri.getHost() != null ? uri : null;
    } catch (URISyntaxException _) {
      return null;
    }
  }

  private static Read unusable(String fault) {
    return new Read.Unusable(fault + ". It must be mended by whoever runs the wallet.");
  }

  /// What a document brings.
  sealed interface Read {

    record Servers(URI authServer, @Nullable URI resourceServer) implements Read {}

    /// @param fault the rest of a sentence that begins with the wallet address, and the remedy
    record Unusable(String fault) implements Read {}
  }
}
