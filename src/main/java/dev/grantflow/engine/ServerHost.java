package dev.grantflow.engine;

import dev.grantflow.egress.Origin;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantRequested.Server;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Whom a grant is with, for people: a host, and its port where that is not the usual one.
final class ServerHost {

  private ServerHost() {}

  /// The authorization server; as long as nobody has said which, the wallet address's host. Null
  /// where there is none of a usual form.
  static @Nullable String of(Grant grant) {
    var endpoint = grant.grantEndpoint();
    return endpoint == null ? of(grant.request().server()) : host(endpoint);
  }

  private static @Nullable String of(Server server) {
    return switch (server) {
      case Server.GrantEndpoint(var endpoint) -> host(endpoint);
      case Server.OfWalletAddress(var walletAddress) -> host(walletAddress);
    };
  }

  private static @Nullable String host(URI uri) {
    return Origin.of(uri).map(Origin::toString).orElse(null);
  }
}
