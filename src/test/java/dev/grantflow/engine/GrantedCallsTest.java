package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantedCalls.Comparison;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.gnap.BoundToken.Right;
import dev.grantflow.grant.GrantState;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the wallet's document leads by now.
class GrantedCallsTest {

  private static final URI RS = URI.create("https://rs.example/op");
  private static final Right READ =
      new Right("outgoing-payment", List.of("read"), Scene.WALLET.toString());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example/gnap",
        "https://AUTH.example:443/gnap",
        "https://auth.example/elsewhere/on/the/same/server"
      })
  void allow_a_call_at_a_wallet_of_the_server_that_granted(URI authServer) {
    assertThat(compare(authServer)).isInstanceOf(Comparison.Granted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/gnap",
        "https://auth.example:8443/gnap",
        "http://auth.example/gnap",
        "https://auth.example.evil.example/gnap"
      })
  void allow_none_at_a_wallet_that_names_another_server_by_now(URI authServer) {
    assertThat(compare(authServer))
        .isEqualTo(
            new Comparison.NotGranted(
                Outcome.Refused.of(
                    "targetUri",
                    "cannot be checked: no resource server is known for what was granted. A wallet"
                        + " address that access was granted for names another authorization server"
                        + " by now than the one that granted it.")));
  }

  private static Comparison compare(URI authServer) {
    var grant = Scene.grant(new GrantState.Finalized(Scene.ISSUE, null));
    var target = new TargetUri(URI.create(RS + "/outgoing-payments/1"));
    return new GrantedCalls(new FixedWallets(new Discovery.Found(authServer, RS)))
        .compare(grant, List.of(READ), "GET", target);
  }
}
