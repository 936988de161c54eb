package dev.grantflow.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.grantflow.client.ClientSettings.BrowserBinding;
import dev.grantflow.client.ClientSettings.ClientField;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Json;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/// Makes client instances of their settings, or says what is wrong with them.
@Singleton
final class ClientReader {

  private static final long KEY_BYTES_MAX = 16 * 1024;

  private final ObjectMapper json;

  ClientReader(ObjectMapper json) {
    this.json = json;
  }

  /// @throws InvalidClientException naming client, property, fault and remedy
  ClientInstance read(ClientSettings settings, LimitSettings limits, DocumentSettings document) {
    checkWalletAddress(settings);
    checkKeyId(settings);
    checkInteraction(settings);
    var key = key(settings);
    var profile = new SignatureProfile(settings.signatureTag(), settings.signatureNonce());
    var returnUris =
        Objects.requireNonNullElse(settings.returnUris(), List.<String>of()).stream()
            .map(entry -> returnUri(settings, entry))
            .toList();
    return new ClientInstance(
        new ClientName(settings.name()),
        new ClientKey(settings.walletAddress(), key),
        new RequestSigner(key, profile),
        presentation(settings, key),
        returnUris,
        new Freshness(settings.keepFresh(), settings.renew()),
        LimitReader.read(limits),
        DocumentReader.read(document, settings.walletAddress()).orElse(null));
  }

  private static void checkWalletAddress(ClientSettings settings) {
    var uri = settings.walletAddress();
    var web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null || hasMore(uri)) {
      throw new InvalidClientException(
          settings.name(),
          "wallet-address",
          "%s is not an absolute http or https URI without user information, query and fragment, such as https://wallet.example/shop"
              .formatted(uri));
    }
    if (uri.getRawPath().endsWith("/")) {
      throw new InvalidClientException(
          settings.name(),
          "wallet-address",
          "%s ends with a slash, with which authorization servers look for its keys at //jwks.json:"
                  .formatted(uri)
              + " leave the slash out");
    }
  }

  private static boolean hasMore(URI uri) {
    return uri.getRawQuery() != null || uri.getRawFragment() != null;
  }

  private static void checkKeyId(ClientSettings settings) {
    if (!SigningKey.isKeyId(settings.keyId())) {
      throw new InvalidClientException(
          settings.name(),
          "key-id",
          "it must be 1 to 200 printable ASCII characters without space, quote and backslash, as"
              + " the kid in the wallet address's jwks.json");
    }
  }

  /// The reference server refuses interaction to a client that does not name itself.
  private static void checkInteraction(ClientSettings settings) {
    var returnUris = settings.returnUris();
    if (settings.clientField() == ClientField.JWK && returnUris != null && !returnUris.isEmpty()) {
      throw new InvalidClientException(
          settings.name(),
          "return-uris",
          "with client-field JWK there are no interactive grants: leave return-uris out, or use"
              + " another client-field");
    }
  }

  private static SigningKey key(ClientSettings settings) {
    var file = settings.keyFile();
    try {
      // A pipe or a device would hold the start up.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw wrongKey(settings, "is not a file");
      }
      if (Files.size(file) > KEY_BYTES_MAX) {
        throw wrongKey(settings, "is too long for a key");
      }
      // Whatever its bytes are: a byte order mark does no harm, and a binary file is told as such.
      return SigningKey.fromPkcs8Pem(settings.keyId(), Files.readString(file, ISO_8859_1));
    } catch (NoSuchFileException _) {
      throw wrongKey(settings, "does not exist");
    } catch (AccessDeniedException _) {
      throw wrongKey(settings, "may not be read by this process");
    } catch (IOException unreadable) {
      throw wrongKey(
          settings, "cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
    } catch (InvalidSigningKeyException invalid) {
      throw wrongKey(settings, "is of no use: " + invalid.getMessage());
    }
  }

  private static InvalidClientException wrongKey(ClientSettings settings, String fault) {
    return new InvalidClientException(
        settings.name(),
        "key-file",
        "%s %s. An unencrypted Ed25519 private key as PKCS#8 PEM is needed, as Open Payments wallets"
                .formatted(settings.keyFile(), fault)
            + " hand it out.");
  }

  private static ReturnUri returnUri(ClientSettings settings, String entry) {
    try {
      return ReturnUri.parse(entry);
    } catch (IllegalArgumentException fault) {
      throw new InvalidClientException(
          settings.name(), "return-uris", "%s: %s".formatted(entry, fault.getMessage()));
    }
  }

  private Presentation presentation(ClientSettings settings, SigningKey key) {
    var address = settings.walletAddress().toString();
    var bare = new Json(text(address));
    return switch (settings.clientField()) {
      case WALLET_ADDRESS_OBJECT ->
          presentation(settings, canonical(Map.of("walletAddress", address)), bare, true);
      case WALLET_ADDRESS_STRING -> presentation(settings, bare, null, true);
      case JWK -> presentation(settings, canonical(Map.of("jwk", key.jwk())), null, false);
      case KEY -> presentation(settings, canonical(byKey(settings, key)), null, true);
    };
  }

  private static Map<String, Object> byKey(ClientSettings settings, SigningKey key) {
    return Map.of(
        "key",
        Map.of("proof", "httpsig", "jwk", key.jwk()),
        "display",
        Map.of("name", settings.name(), "uri", settings.walletAddress().toString()));
  }

  private static Presentation presentation(
      ClientSettings settings, Json client, @Nullable Json olderClient, boolean isNamed) {
    return new Presentation(
        client,
        olderClient,
        isNamed,
        settings.instanceId(),
        settings.hashMethod(),
        settings.browserBinding() == BrowserBinding.REQUIRED);
  }

  private Json canonical(Object value) {
    try {
      return new Json(new JsonCanonicalizer(text(value)).getEncodedString());
    } catch (IOException impossible) {
      throw new IllegalStateException("what was just written is JSON", impossible);
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException impossible) {
      throw new IllegalStateException("strings and maps can be written", impossible);
    }
  }
}
