package dev.grantflow.client;

import static java.util.Objects.requireNonNull;

import dev.grantflow.client.ClientSettings.BrowserBinding;
import dev.grantflow.client.ClientSettings.ClientField;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.Signer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Json;
import dev.grantflow.settings.ShownUri;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/// Makes client instances of their settings, or says what is wrong with them.
@Singleton
final class ClientReader {

  private final ObjectMapper json;

  ClientReader(ObjectMapper json) {
    this.json = json;
  }

  /// What is wrong with each part of it, in a sentence that names client, property, fault and
  /// remedy. A part of another may tell the same; it is told once.
  static Stream<String> faults(ClientBlock block) {
    return Stream.of(
            ownParts(block.settings()),
            KeyReader.parts(block.settings()),
            LimitReader.parts(block.limits()),
            withAddress(block))
        .flatMap(Function.identity())
        .flatMap(part -> fault(part).stream())
        .distinct();
  }

  private static Stream<Runnable> ownParts(ClientSettings settings) {
    return Stream.concat(
        Stream.<Runnable>of(() -> checkWalletAddress(settings), () -> checkInteraction(settings)),
        entries(settings).<Runnable>map(entry -> () -> returnUri(settings, entry)));
  }

  private static Stream<Runnable> withAddress(ClientBlock block) {
    var address = block.settings().walletAddress();
    return address == null
        ? Stream.empty()
        : Stream.<Runnable>of(
            () -> KeyReader.read(block.settings(), address),
            () -> DocumentReader.read(block.document(), address));
  }

  private static Optional<String> fault(Runnable part) {
    try {
      part.run();
      return Optional.empty();
    } catch (InvalidClientException fault) {
      return Optional.ofNullable(fault.getMessage());
    }
  }

  /// @param block without [#faults]
  ClientInstance read(ClientBlock block) {
    var settings = block.settings();
    var address = requireNonNull(settings.walletAddress());
    var keys = KeyReader.read(settings, address);
    var profile = new SignatureProfile(settings.signatureTag(), settings.signatureNonce());
    var returnUris = entries(settings).map(entry -> returnUri(settings, entry)).toList();
    var presentations = presentations(settings, address.toString());
    return new ClientInstance(
        new ClientName(settings.name()),
        keys,
        isByKey(settings),
        key ->
            new Acting(
                key.keyId(),
                String.valueOf(key.jwk().get("x")),
                new RequestSigner(key, profile),
                presentations.apply(key)),
        isNamed(settings),
        settings.browserBinding() == BrowserBinding.REQUIRED,
        returnUris,
        new Freshness(settings.keepFresh(), settings.renew()),
        LimitReader.read(block.limits()),
        DocumentReader.read(block.document(), address).orElse(null));
  }

  private static void checkWalletAddress(ClientSettings settings) {
    var uri = settings.walletAddress();
    if (uri == null) {
      throw InvalidClientException.missing(settings.name(), "wallet-address");
    }
    var web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getRawUserInfo() != null || hasMore(uri)) {
      throw new InvalidClientException(
          settings.name(),
          "wallet-address",
          "%s is not an absolute http or https URI without user information, query and fragment, such as https://wallet.example/shop"
              .formatted(ShownUri.of(uri)));
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

  private static Stream<String> entries(ClientSettings settings) {
    return Objects.requireNonNullElse(settings.returnUris(), List.<String>of()).stream();
  }

  private static ReturnUri returnUri(ClientSettings settings, String entry) {
    try {
      return ReturnUri.parse(entry);
    } catch (IllegalArgumentException fault) {
      throw new InvalidClientException(
          settings.name(),
          "return-uris",
          "%s: %s".formatted(ShownUri.of(entry), fault.getMessage()));
    }
  }

  /// Whether servers know it by the key that it shows, not by those under its wallet address.
  private static boolean isByKey(ClientSettings settings) {
    return switch (settings.clientField()) {
      case JWK, KEY -> true;
      case WALLET_ADDRESS_OBJECT, WALLET_ADDRESS_STRING -> false;
    };
  }

  private static boolean isNamed(ClientSettings settings) {
    return settings.clientField() != ClientField.JWK;
  }

  /// By its wallet address it shows itself the same whatever its key.
  private Function<Signer, Presentation> presentations(ClientSettings settings, String address) {
    var bare = new Json(text(address));
    return switch (settings.clientField()) {
      case WALLET_ADDRESS_OBJECT -> {
        var object = canonical(Map.of("walletAddress", address));
        var shown = presentation(settings, object, bare);
        yield _ -> shown;
      }
      case WALLET_ADDRESS_STRING -> {
        var shown = presentation(settings, bare, null);
        yield _ -> shown;
      }
      case JWK -> key -> presentation(settings, canonical(Map.of("jwk", key.jwk())), null);
      case KEY -> key -> presentation(settings, canonical(byKey(settings, address, key)), null);
    };
  }

  private static Map<String, Object> byKey(ClientSettings settings, String address, Signer key) {
    return Map.of(
        "key",
        Map.of("proof", "httpsig", "jwk", key.jwk()),
        "display",
        Map.of("name", settings.name(), "uri", address));
  }

  private static Presentation presentation(
      ClientSettings settings, Json client, @Nullable Json olderClient) {
    return new Presentation(client, olderClient, settings.instanceId(), settings.hashMethod());
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
