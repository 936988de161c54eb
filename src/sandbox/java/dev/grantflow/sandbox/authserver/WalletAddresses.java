package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// Wallet addresses and their keys. Every name exists, except unknown ones that begin with
/// `awkward-` or `gnap-`.
final class WalletAddresses {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");

  private final Map<String, List<ObjectNode>> keys = new ConcurrentHashMap<>();
  private final URI base;
  private final GrantEndpoints endpoints;

  WalletAddresses(URI base, GrantEndpoints endpoints) {
    this.base = base;
    this.endpoints = endpoints;
  }

  URI uri(String name) {
    return base.resolve("/" + name);
  }

  /// The behaviour that the name of a wallet address asks for; empty where there is no such wallet
  /// address.
  static Optional<Behaviour> behaviour(String name) {
    return Optional.of(name)
        .filter(given -> NAME.matcher(given).matches())
        .flatMap(Behaviour::named);
  }

  Reply document(String name, Behaviour behaviour) {
    ObjectNode document =
        Json.object()
            .put("id", uri(name).toString())
            .put("publicName", publicName(name))
            .put("assetCode", "USD")
            .put("assetScale", 2)
            .put("authServer", endpoints.announced(name, behaviour).toString())
            .put("resourceServer", ResourceCall.uri(base).toString());
    if (behaviour.is(Quirk.NO_AUTH_SERVER)) {
      document.remove("authServer");
    }
    if (behaviour.is(Quirk.NO_PUBLIC_NAME)) {
      document.remove("publicName");
    }
    return cacheable(document, "max-age=300");
  }

  void publish(String name, String kid, byte[] ed25519PublicKey) {
    Ed25519.publicKey(ed25519PublicKey);
    keys.computeIfAbsent(name, unknown -> new CopyOnWriteArrayList<>())
        .add(
            Json.object()
                .put("kid", kid)
                .put("alg", "EdDSA")
                .put("use", "sig")
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put(
                    "x", Base64.getUrlEncoder().withoutPadding().encodeToString(ed25519PublicKey)));
  }

  Reply keySet(String name) {
    ObjectNode keySet = Json.object();
    ArrayNode members = keySet.putArray("keys");
    keys.getOrDefault(name, List.of()).forEach(members::add);
    return cacheable(keySet, "no-cache");
  }

  private static Reply cacheable(ObjectNode document, String cacheControl) {
    return new Reply.Whole(
        200,
        Map.of("Content-Type", "application/json", "Cache-Control", cacheControl),
        document.toString());
  }

  private static String publicName(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
  }
}
