package dev.grantflow.engine;

import dev.grantflow.egress.Origin;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.gnap.BoundToken.Right;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds a call against what was granted: where it goes and what it does there.
@Singleton
final class GrantedCalls {

  private static final int WALLETS_MAX = 10;
  private static final int DESCRIBED_MAX = 300;
  private static final String MOVED =
      "A wallet address that access was granted for names another authorization server by now than"
          + " the one that granted it.";

  private final WalletAddresses wallets;

  GrantedCalls(WalletAddresses wallets) {
    this.wallets = wallets;
  }

  /// What a comparison brought.
  sealed interface Comparison {

    record Granted(ResourceCall call) implements Comparison {}

    record NotGranted(Outcome outcome) implements Comparison {}
  }

  /// @param rights the token's
  Comparison compare(Grant grant, List<Right> rights, String method, TargetUri target) {
    var known = rights.stream().filter(it -> ResourceCall.isKnown(it.type())).toList();
    if (known.isEmpty()) {
      return notGranted(
          "targetUri",
          "cannot be held against what was granted (%s): only calls on incoming-payment, quote and outgoing-payment are signed"
              .formatted(describe(rights)));
    }
    var found = discover(grant, known);
    var atServer =
        known.stream().flatMap(right -> placed(grant, right, found, target).stream()).toList();
    if (atServer.isEmpty()) {
      return new Comparison.NotGranted(nowhere(grant, found));
    }
    return compare(method, rights, atServer, target);
  }

  /// An access item whose resource server the target lies on.
  ///
  /// @param below the segments of the path after those of the resource server
  private record Placed(Right right, List<String> below) {
    Optional<ResourceCall> call(String method) {
      return ResourceCall.of(method, below);
    }
  }

  /// Each item allows only what is a call below the resource server of its own wallet.
  private static Comparison compare(
      String method, List<Right> rights, List<Placed> atServer, TargetUri target) {
    var missing = new ArrayList<String>();
    var objections = new ArrayList<String>();
    for (var placed : atServer) {
      var call = placed.call(method);
      var right = placed.right();
      if (call.isEmpty()) {
        continue;
      }
      if (!right.type().equals(call.get().type()) || !call.get().isAmong(right.actions())) {
        missing.add(
            "needs the action %s on %s, which was not granted; granted is: %s"
                .formatted(call.get().action(), call.get().type(), describe(rights)));
        continue;
      }
      var objection =
          call.get().objectionTo(target.query(), Optional.ofNullable(right.identifier()));
      if (objection.isEmpty()) {
        return new Comparison.Granted(call.get());
      }
      objections.add(objection.get());
    }
    return notGranted(
        "targetUri",
        Stream.of(objections, missing)
            .flatMap(List::stream)
            .findFirst()
            .orElseGet(
                () ->
                    "is with %s none of the calls on incoming payments, quotes and outgoing payments that Open Payments knows"
                        .formatted(method)));
  }

  private Map<URI, Discovery> discover(Grant grant, List<Right> rights) {
    var found = new LinkedHashMap<URI, Discovery>();
    rights.stream()
        .map(right -> walletOf(grant, right))
        .filter(Objects::nonNull)
        .distinct()
        .limit(WALLETS_MAX)
        .forEach(wallet -> found.put(wallet, wallets.discover(wallet)));
    return found;
  }

  private static Optional<Placed> placed(
      Grant grant, Right right, Map<URI, Discovery> found, TargetUri target) {
    var wallet = walletOf(grant, right);
    return resourceServer(grant, wallet == null ? null : found.get(wallet))
        .flatMap(target::below)
        .map(below -> new Placed(right, below));
  }

  /// Only of a wallet that still names the server that granted: a token is that server's word, and
  /// means nothing where another one decides, which may be anybody's who has taken the wallet over.
  private static Optional<URI> resourceServer(Grant grant, @Nullable Discovery discovery) {
    return discovery instanceof Discovery.Found(var authServer, var resourceServer)
            && resourceServer != null
            && isIssuer(grant, authServer)
        ? Optional.of(resourceServer)
        : Optional.empty();
  }

  private static boolean isIssuer(Grant grant, URI authServer) {
    var issuer = grant.grantEndpoint();
    return issuer != null && Origin.of(issuer).equals(Origin.of(authServer));
  }

  /// The access item's own, else the one that the grant was asked for at.
  private static @Nullable URI walletOf(Grant grant, Right right) {
    if (right.identifier() != null) {
      try {
        return new URI(right.identifier());
      } catch (URISyntaxException _) {
        return null;
      }
    }
    return switch (grant.request().server()) {
      case Server.OfWalletAddress(var walletAddress) -> walletAddress;
      case Server.GrantEndpoint _ -> null;
    };
  }

  /// Why no resource server is known that the target lies on. One that cannot be asked for now may
  /// yet turn out to be it.
  private static Outcome nowhere(Grant grant, Map<URI, Discovery> found) {
    var servers = new ArrayList<String>();
    var faults = new ArrayList<String>();
    for (var discovery : found.values()) {
      switch (discovery) {
        case Discovery.Unavailable(var error, var retryAfter) -> {
          return new Outcome.Unavailable(error.description(), retryAfter);
        }
        case Discovery.Refused(var error) -> faults.add(error.description());
        case Discovery.Found(var authServer, _) when !isIssuer(grant, authServer) ->
            faults.add(MOVED);
        case Discovery.Found(_, var resourceServer) -> {
          if (resourceServer != null) {
            servers.add(resourceServer.toString());
          }
        }
      }
    }
    if (!servers.isEmpty()) {
      return Outcome.Refused.of(
          "targetUri",
          "must lie below the resource server of the wallet address that access was granted for: %s"
              .formatted(servers.stream().distinct().collect(Collectors.joining(", "))));
    }
    return Outcome.Refused.of(
        "targetUri",
        Stream.concat(
                Stream.of("cannot be checked: no resource server is known for what was granted."),
                faults.stream())
            .collect(Collectors.joining(" ")));
  }

  /// For people. Whose words these are, the server's, may be long.
  private static String describe(List<Right> rights) {
    var described =
        rights.stream()
            .map(it -> it.type() + " " + it.actions())
            .distinct()
            .collect(Collectors.joining(", "));
    if (described.isEmpty()) {
      return "nothing";
    }
    return described.length() <= DESCRIBED_MAX
        ? described
        : described.substring(0, DESCRIBED_MAX) + "…";
  }

  private static Comparison notGranted(String field, String message) {
    return new Comparison.NotGranted(Outcome.Refused.of(field, message));
  }
}
