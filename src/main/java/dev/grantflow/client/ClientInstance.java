package dev.grantflow.client;

import dev.grantflow.gnap.signature.Signer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client instance (RFC 9635 §1.2), ready to act.
public final class ClientInstance {

  private final ClientName name;
  private final ClientKeys keys;
  private final boolean isByKey;
  private final Function<Signer, Acting> withKey;
  private final boolean isNamed;
  private final boolean isBoundToBrowser;
  private final List<ReturnUri> returnUris;
  private final ClientLimits limits;
  private final @Nullable WalletAddressDocument document;
  private final Freshness freshness;

  ClientInstance(
      ClientName name,
      ClientKeys keys,
      boolean isByKey,
      Function<Signer, Acting> withKey,
      boolean isNamed,
      boolean isBoundToBrowser,
      List<ReturnUri> returnUris,
      Freshness freshness,
      ClientLimits limits,
      @Nullable WalletAddressDocument document) {
    this.name = name;
    this.keys = keys;
    this.isByKey = isByKey;
    this.withKey = withKey;
    this.isNamed = isNamed;
    this.isBoundToBrowser = isBoundToBrowser;
    this.returnUris = List.copyOf(returnUris);
    this.limits = limits;
    this.document = document;
    this.freshness = freshness;
  }

  public ClientName name() {
    return name;
  }

  ClientKeys keys() {
    return keys;
  }

  /// @throws InvalidClientException when none of them signs yet
  public void checkKeys(Instant now) {
    keys.checkActive(now);
  }

  /// Which of its keys there are, in the order in which they were configured.
  public List<ClientKey> allKeys() {
    return keys.keys();
  }

  /// Whether it is the key by which grants are asked for now, of a server at least.
  public boolean isInUse(ClientKey key, Instant now) {
    return keys.isInUse(key, now);
  }

  /// Whether it shows servers its key, to which they bind grants and tokens then.
  public boolean isByKey() {
    return isByKey;
  }

  /// Whether one of its keys that may sign now is this one: of a client that is known by its wallet
  /// address those that are in use, of one that shows its key all, because grants are bound to
  /// them.
  ///
  /// @param publicKey as in [Acting]
  public boolean signsWith(String publicKey, Instant now) {
    return keys.keys().stream()
        .filter(key -> isByKey || keys.isInUse(key, now))
        .anyMatch(key -> publicKey.equals(key.signer().jwk().get("x")));
  }

  /// As whom it asks for a grant: with the key that became active last, of those that are for that
  /// server alone if there are any.
  ///
  /// @param grantEndpoint of the authorization server
  /// @return empty when each of its keys is for other servers
  public Optional<Acting> acting(URI grantEndpoint, Instant now) {
    return keys.signing(grantEndpoint, now).map(ClientKey::signer).map(withKey);
  }

  /// As whom it goes on with a grant. A server that was shown the key itself has bound grant and
  /// tokens to it (RFC 9635 §6.1, §7.3), so it is that key as long as there is one of its id. One
  /// that was shown the wallet address looks each key up there, by the id in the signature, so it
  /// is the key of the day; the former one may not be published any more.
  ///
  /// @param grantEndpoint null where it is not known who was asked
  /// @param keyId of the key by which the grant was asked for; null where that is not known
  /// @return empty when each of its keys is for other servers
  public Optional<Acting> acting(@Nullable URI grantEndpoint, @Nullable String keyId, Instant now) {
    var former = keys.named(keyId);
    var key =
        isByKey || grantEndpoint == null
            ? former.or(() -> keys.signing(grantEndpoint, now))
            : keys.signing(grantEndpoint, now);
    return key.map(ClientKey::signer).map(withKey);
  }

  /// Whether a resource owner could be told who asks, without which there is no interaction.
  public boolean isNamed() {
    return isNamed;
  }

  /// Whether a browser that comes back must be one that was sent away (RFC 9635 §11.24).
  public boolean isBoundToBrowser() {
    return isBoundToBrowser;
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
