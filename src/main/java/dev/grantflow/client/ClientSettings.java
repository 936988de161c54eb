package dev.grantflow.client;

import dev.grantflow.grant.HashMethod;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A client instance as configured under `grantflow.clients.{name}`.
///
/// @param walletAddress the client's own; its `/jwks.json` publishes the keys
/// @param keyId the `kid` under which it does; null where all keys stand under `keys`
/// @param keyFile the Ed25519 private key as unencrypted PKCS#8 PEM; together with `keyId` the
///   short form of a key that signs from the beginning on
/// @param clientField how the client presents itself in grant requests
/// @param returnUris where users may be sent afterwards, see [ReturnUri]; none means that this
///   client asks for no interactive grants
/// @param signatureTag whether signatures carry `tag="gnap"`, which RFC 9635 §7.3.1 demands
/// @param signatureNonce whether signatures carry a nonce, which it recommends
/// @param hashMethod what finish callbacks are to be hashed by (RFC 9635 §4.2.3)
/// @param browserBinding whether a browser that comes back from the authorization server must be
///   one that was sent there through our own start URI (§11.24)
/// @param instanceId whether it presents itself by the `instance_id` that a server gave it (§3.5)
/// @param keepFresh whether tokens are rotated before they expire, where a request does not say;
///   null means as `grantflow.tokens.keep-fresh` says
/// @param renew whether non-interactive grants that are kept fresh are requested anew once their
///   token is dead; null means as `grantflow.tokens.renew` says
/// @param keys further keys, in no order
@EachProperty("grantflow.clients")
record ClientSettings(
    @Parameter String name,
    URI walletAddress,
    @Nullable String keyId,
    @Nullable Path keyFile,
    @Bindable(defaultValue = "WALLET_ADDRESS_OBJECT") ClientField clientField,
    @Nullable List<String> returnUris,
    @Bindable(defaultValue = "true") boolean signatureTag,
    @Bindable(defaultValue = "true") boolean signatureNonce,
    @Bindable(defaultValue = "SHA_256") HashMethod hashMethod,
    @Bindable(defaultValue = "REQUIRED") BrowserBinding browserBinding,
    @Bindable(defaultValue = "false") boolean instanceId,
    @Nullable Boolean keepFresh,
    @Nullable Boolean renew,
    List<KeyBlock> keys) {

  ClientSettings {
    keys = List.copyOf(keys);
  }

  /// A key as configured under `grantflow.clients.{name}.keys.{alias}`.
  ///
  /// @param keyId the `kid` under which it is published
  /// @param keyFile the Ed25519 private key as unencrypted PKCS#8 PEM
  /// @param activeFrom from when on it signs; null means at once
  /// @param servers the authorization servers for which alone it signs: URIs, matched as
  ///   [ReturnUri] does; null means any for which there is no other
  @EachProperty("keys")
  record KeyBlock(
      @Parameter String alias,
      @Nullable String keyId,
      @Nullable Path keyFile,
      @Nullable Instant activeFrom,
      @Nullable List<String> servers) {}

  /// Which browser may bring an answer.
  enum BrowserBinding {
    /// One that was sent away with a cookie.
    REQUIRED,
    /// Any.
    OFF
  }

  /// Forms of the `client` member (Open Payments authorization server, `POST /`).
  enum ClientField {
    /// `{"walletAddress": "…"}`.
    WALLET_ADDRESS_OBJECT,
    /// The bare wallet address, deprecated and still the only one that older servers take.
    WALLET_ADDRESS_STRING,
    /// `{"jwk": {…}}`, for non-interactive grants of a client that does not name itself.
    JWK,
    /// `{"key": {…}, "display": {…}}`, for servers beyond Open Payments (RFC 9635 §2.3).
    KEY
  }
}
