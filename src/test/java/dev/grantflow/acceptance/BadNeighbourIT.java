package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Wallet address servers and authorization servers that do not do what they should. Those that do
/// nothing are in [SilentServerIT].
class BadNeighbourIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEADLINE = "PT2S";

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @ParameterizedTest
  @CsvSource({
    "awkward-wallet-not-found, wallet_address_not_found",
    "awkward-wallet-html-ok, invalid_wallet_address",
    "awkward-wallet-malformed-json, invalid_wallet_address",
    "awkward-no-auth-server, invalid_wallet_address",
    "awkward-wallet-redirect, invalid_wallet_address",
  })
  void a_wallet_address_of_no_use_fails_the_grant(String wallet, String code) {
    request(wallet);

    assertThat(failure().data().at("/error/code").textValue()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "awkward-invalid-request",
        "awkward-error-as-string",
        "awkward-error-without-code",
        "awkward-invalid-client",
        "awkward-not-found",
        "awkward-html-error",
        "awkward-html-ok",
        "awkward-empty-ok",
        "awkward-malformed-json",
      })
  void an_answer_that_repeating_does_not_mend_fails_the_grant(String wallet) {
    request(wallet);

    var error = failure().data().at("/error");
    assertThat(error.at("/code").textValue()).isNotBlank();
    assertThat(error.at("/description").textValue()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"awkward-error-500-once", "awkward-unavailable-once", "awkward-too-many-once"})
  void a_server_that_stumbles_once_still_grants(String wallet) {
    request(wallet + "." + grantId);

    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
  }

  @Test
  void a_clock_that_is_minutes_off_is_told_with_what_the_server_said() {
    var hence = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    try (var elsewhere = SandboxAuthorizationServer.start(Settings.usual().withClock(hence))) {
      var bob = elsewhere.walletAddress("bob").toString();

      platform.commands().publish(grantId, "GrantRequested", Samples.incomingPayment(grantId, bob));

      var error = failure().data().at("/error");
      assertThat(error.at("/code").textValue()).isEqualTo("invalid_client");
      assertThat(error.at("/httpStatus").intValue()).isEqualTo(401);
    }
  }

  private SeenEvent failure() {
    return platform.events().await(grantId, "GrantFailed", Platform.PATIENCE);
  }

  private void request(String wallet) {
    try {
      var sample = Samples.incomingPayment(grantId, platform.wallet(wallet).toString());
      var data = (ObjectNode) JSON.readTree(sample);
      data.put("expiresIn", DEADLINE);
      platform.commands().publish(grantId, "GrantRequested", data.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
