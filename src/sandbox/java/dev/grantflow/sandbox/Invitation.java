package dev.grantflow.sandbox;

import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.net.URI;

/// What there is to open and to paste once the story is told.
final class Invitation {

  private Invitation() {}

  static String text(
      URI grantflow,
      URI management,
      SandboxIdentityProvider identity,
      URI shop,
      String bootstrapServers,
      URI walletAddress) {
    return """

    Everything stays up until Ctrl-C.

    Consent in your browser:   %1$s
    Health:                    %2$s/health/readiness
    Grantflow:                 %6$s/v1/grants
    Metrics:                   %2$s/prometheus
    Kafka:                     %3$s   (grants.commands, grants.events, grants.commands.dead-letter)

    Grantflow answers whoever has a token; the identity provider gives one for an hour:

      TOKEN=$(curl -s -u %7$s:%8$s %9$s -d grant_type=client_credentials \\
        | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
      curl -H "Authorization: Bearer $TOKEN" %6$s/v1/grants
      curl -H "Authorization: Bearer $TOKEN" %2$s/set-aside

    Publish an event of your own, through the shop:

      curl -i %1$s/commands -d '{"specversion": "1.0", "id": "1", "source": "/me",
        "type": "GrantRequested", "data": {"grantId": "mine-1", "walletAddress": "%4$s",
        "access_token": {"access": [{"type": "incoming-payment", "actions": ["create", "read"]}]}}}'

    or with a Kafka client:

      echo '{"grantId": "mine-1", "reason": "no longer needed"}' | kcat -P -b %3$s \\
        -t grants.commands -k mine-1 -H ce_specversion=1.0 -H ce_id=2 -H ce_source=/me \\
        -H ce_type=GrantRevokeRequested -H content-type=application/json

    Grants for whole payments are in docs/examples, to be played with

      SHOP=%1$s WALLETS=%5$s
    """
        .formatted(
            shop,
            management,
            bootstrapServers,
            walletAddress,
            origin(walletAddress),
            grantflow,
            SandboxIdentityProvider.CLIENT_ID,
            identity.clientSecret(),
            identity.tokenUri());
  }

  private static String origin(URI walletAddress) {
    return walletAddress.getScheme() + "://" + walletAddress.getAuthority();
  }
}
