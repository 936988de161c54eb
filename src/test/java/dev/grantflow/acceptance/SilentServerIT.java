package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Authorization servers whose answer never comes, or not as a whole. Each is waited for beside the
/// others.
class SilentServerIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DEADLINE = "PT2S";

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "awkward-error-500",
        "awkward-drop-before",
        "awkward-drop-after",
        "awkward-huge",
        "awkward-endless",
        "awkward-drip",
        "awkward-hang",
      })
  @Execution(ExecutionMode.CONCURRENT)
  void a_server_that_gives_no_answer_fails_the_grant_at_its_deadline_with_the_last_error(
      String wallet) {
    request(wallet);

    assertThat(failure().data().at("/error/code").textValue()).isNotBlank();
    assertThat(platform.events().of(grantId)).hasSize(1);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_lost_continuation_is_cancelled_and_told_as_unknown() {
    var wallet = platform.wallet("awkward-continue-drop-after").toString();
    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.outgoingPayment(grantId, wallet, Platform.RETURN_URI));
    var pending = platform.events().await(grantId, "GrantPending", Platform.PATIENCE);
    var redirect = URI.create(pending.data().at("/interact/redirect").textValue());

    var alice = new UserAgent();
    var consent = alice.open(redirect);
    alice.get(ConsentDriver.approve(consent));

    var failed = platform.events().await(grantId, "GrantFailed", Platform.PATIENCE);
    assertThat(failed.data().at("/error/code").textValue()).isEqualTo("outcome_unknown");
    assertThat(platform.events().of(grantId))
        .extracting(SeenEvent::type)
        .containsExactly("GrantPending", "GrantFailed");
    assertThat(platform.server().books().grantOf(consent))
        .hasValueSatisfying(
            grant ->
                assertThat(platform.server().books().liveTokens())
                    .noneMatch(token -> token.grantId().equals(grant.id())));
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
