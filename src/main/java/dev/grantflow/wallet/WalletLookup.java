package dev.grantflow.wallet;

import dev.grantflow.egress.Egress;
import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Header;
import dev.grantflow.egress.OutboundRequest;
import dev.grantflow.egress.RetryAfter;
import dev.grantflow.grant.GrantError;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a wallet address for its document, once, and says what the answer means.
@Singleton
final class WalletLookup {

  private static final List<Header> HEADERS = List.of(new Header("Accept", "application/json"));

  private final Egress egress;
  private final DocumentReader documents;
  private final WalletCacheSettings settings;
  private final InstantSource clock;

  WalletLookup(
      Egress egress, DocumentReader documents, WalletCacheSettings settings, InstantSource clock) {
    this.egress = egress;
    this.documents = documents;
    this.settings = settings;
    this.clock = clock;
  }

  LookedUp lookUp(URI walletAddress) {
    String name = nameOf(walletAddress);
    return switch (egress.send(new OutboundRequest("GET", walletAddress, HEADERS))) {
      case Exchange.Reply reply -> read(name, reply);
      case Exchange.Refused(var why) ->
          refused("forbidden_address", "%s must not be called: %s".formatted(name, why), null);
      case Exchange.NotSent(var why) -> unavailable(name, "cannot be reached", why, null);
      case Exchange.HeldBack(_, var why, var retryAfter) ->
          unavailable(name, "is not asked", why, retryAfter);
      case Exchange.Unanswered(var why) -> unavailable(name, "gave no usable answer", why, null);
    };
  }

  private LookedUp read(String name, Exchange.Reply reply) {
    int status = reply.status();
    if (status == 200) {
      return document(name, reply);
    }
    if (status == 404 || status == 410) {
      return refused(
          "wallet_address_not_found",
          "%s does not exist (HTTP %d). Check how it is spelled.".formatted(name, status),
          status);
    }
    if (status == 408 || status == 429 || status >= 500) {
      return LookedUp.forNow(
          new Discovery.Unavailable(
              new GrantError(
                  "wallet_address_unavailable",
                  "%s is not available for now (HTTP %d).".formatted(name, status),
                  status),
              RetryAfter.of(reply, clock.instant()).orElse(null)));
    }
    if (status >= 400) {
      return refused(
          "wallet_address_refused",
          "%s refuses to tell its document (HTTP %d); wallet addresses are public."
              .formatted(name, status),
          status);
    }
    if (status >= 300) {
      return refused(
          "invalid_wallet_address",
          "%s redirects (HTTP %d), and redirects are not followed. Use the address that it leads to."
              .formatted(name, status),
          status);
    }
    return refused(
        "invalid_wallet_address",
        "%s answers without a document (HTTP %d).".formatted(name, status),
        status);
  }

  private LookedUp document(String name, Exchange.Reply reply) {
    return switch (documents.servers(reply.body())) {
      case DocumentReader.Read.Servers(var authServer, var resourceServer) ->
          new LookedUp(new Discovery.Found(authServer, resourceServer), timeToLive(reply));
      case DocumentReader.Read.Unusable(var fault) ->
          refused("invalid_wallet_address", "%s %s".formatted(name, fault), reply.status());
    };
  }

  private Duration timeToLive(Exchange.Reply reply) {
    return settings.bounded(
        Freshness.of(reply.header("cache-control").orElse(""), reply.header("age").orElse(""))
            .orElse(settings.unstated()));
  }

  private static LookedUp refused(String code, String description, @Nullable Integer httpStatus) {
    return LookedUp.forNow(new Discovery.Refused(new GrantError(code, description, httpStatus)));
  }

  private static LookedUp unavailable(
      String name, String fault, String why, @Nullable Duration retryAfter) {
    return LookedUp.forNow(
        new Discovery.Unavailable(
            GrantError.of(
                "wallet_address_unavailable", "%s %s for now: %s.".formatted(name, fault, why)),
            retryAfter));
  }

  /// Without user information and query, which may be secret.
  private static String nameOf(URI walletAddress) {
    String host = walletAddress.getHost() == null ? "?" : walletAddress.getHost();
    String port = walletAddress.getPort() < 0 ? "" : ":" + walletAddress.getPort();
    String path = walletAddress.getRawPath() == null ? "" : walletAddress.getRawPath();
    return "The wallet address " + host + port + path;
  }
}
