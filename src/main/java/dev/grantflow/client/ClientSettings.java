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
/// @param walletAddress the client's own, without a slash at the end; needed; its `/jwks.json`
///   publishes the keys
/// @param keyId the `kid` under which it does; needed, unless there are `keys`
/// @param keyFile the Ed25519 private key as unencrypted PKCS#8 PEM; needed with `key-id`
/// @param clientField how the client presents itself in grant requests
/// @param returnUris where users may be sent afterwards: URIs whose scheme, host and port must be
///   the same and whose path must be the same or above; not set means no grants from which a
///   browser comes back, as `JWK` demands
/// @param signatureTag whether signatures carry `tag="gnap"`, which RFC 9635 §7.3.1 demands;
///   `false` for servers that choke on it
/// @param signatureNonce whether signatures carry a nonce, which RFC 9635 §7.3.1 recommends
/// @param hashMethod what finish callbacks are to be hashed by (RFC 9635 §4.2.3); another than
///   `SHA_256` is asked for by `hash_method`, which Open Payments servers do not know
/// @param browserBinding whether a browser that comes back from the authorization server must be
///   one that was sent there through our own start URI (RFC 9635 §11.24); settled when the grant is
///   requested from the server
/// @param instanceId whether the client presents itself by the `instance_id` that a server gave it
///   in an earlier answer (RFC 9635 §3.5), and in full again where the server refuses that
/// @param keepFresh whether this client's tokens are rotated before they expire, where the request
///   does not say; not set means as `grantflow.tokens.keep-fresh` says
/// @param renew whether this client's non-interactive grants that are kept fresh are requested anew
///   once their token is dead; not set means as `grantflow.tokens.renew` says
/// @param keys further keys, in no order
@EachProperty("grantflow.clients")
record ClientSettings(
    @Parameter String name,
    @Nullable URI walletAddress,
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
  /// @param keyId the `kid` under which it is published, one of its own; needed
  /// @param keyFile the Ed25519 private key as unencrypted PKCS#8 PEM; needed
  /// @param activeFrom from when on it signs, such as `2026-03-01T12:00:00Z`; not set means at once
  /// @param servers authorization servers, written as in the client's `servers`, for which alone it
  ///   signs; once it is active no other key asks them for grants (RFC 9635 §11.31). Not set means
  ///   any for which there is no other
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
