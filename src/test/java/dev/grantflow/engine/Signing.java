package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.engine.ResourceSignatures.RequestContent;
import dev.grantflow.engine.ResourceSignatures.RequestToSign;
import dev.grantflow.gnap.ResourceSigner;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import dev.grantflow.wallet.WalletAddresses;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One grant of the shop, and who signs calls with what it gave.
final class Signing {

  static final String RS = "https://rs.example/op";
  static final Discovery FOUND = new Discovery.Found(Scene.ENDPOINT, URI.create(RS));
  static final String OUTGOING =
      """
      {"access":[{"type":"outgoing-payment","identifier":"https://wallet.example/alice",\
      "actions":["create","read"]}],"value":"t0p-s3cret"}\
      """;

  final Scene scene = new Scene();

  private final ClientInstances clients;

  Signing(ClientInstances clients) {
    this.clients = clients;
  }

  void put(String token) {
    put(token(token, null, null));
  }

  void put(AccessToken... tokens) {
    scene.store.put(Scene.grant(finalized(tokens)));
  }

  static GrantState finalized(AccessToken... tokens) {
    return new GrantState.Finalized(new Issue(List.of(tokens), null), null);
  }

  static AccessToken token(String verbatim, @Nullable String label, @Nullable Instant expiresAt) {
    return new AccessToken(Secret.of(verbatim), null, Secret.of("m"), expiresAt, label);
  }

  Outcome sign(@Nullable String label) {
    return signatures(new FixedWallets(FOUND))
        .sign(Scene.ID, new RequestToSign("GET", RS + "/outgoing-payments/1", null, label));
  }

  Outcome sign(String method, String targetUri, @Nullable RequestContent content) {
    return signatures(new FixedWallets(FOUND))
        .sign(Scene.ID, new RequestToSign(method, targetUri, content, null));
  }

  ResourceSignatures signatures(WalletAddresses wallets) {
    return signatures(wallets, clients);
  }

  ResourceSignatures signatures(WalletAddresses wallets, ClientInstances known) {
    return new GrantedSignatures(
        scene.store,
        known,
        new GrantedCalls(wallets),
        new ResourceSigner(scene.time, scene.random),
        Scene.EGRESS,
        scene.time);
  }

  static Problem problem(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).problems().getFirst();
  }
}
