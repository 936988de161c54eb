package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.NOW;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Exchange.Limit;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RFC 9635 §11.33 Protecting against lost responses: what came of a call is told apart")
class TransportTest {

  private static final URI AT = URI.create("https://as.example/x");
  private static final ClientIdentity CLIENT =
      new ClientIdentity(ScriptedServer.signer(), new Json("\"https://shop.example\""));

  private static Stream<Answer> allCalls(Exchange exchange) {
    var gnap =
        new HttpGnapClient(
            _ -> exchange,
            InstantSource.fixed(NOW),
            new Random(1),
            ScriptedServer.local(),
            new ReferralSettings(null));
    var continuation = new Continuation(AT, Secret.of("t"), NOW);
    var managed = new Cancellation.Managed(AT, Secret.of("t"));
    return Stream.of(
        gnap.request(CLIENT, AT, WANTED, null).answer(),
        gnap.continueGrant(CLIENT, continuation, null),
        gnap.cancel(CLIENT, continuation),
        gnap.revoke(CLIENT, managed),
        gnap.rotate(CLIENT, managed));
  }

  @Test
  void a_forbidden_address_is_refused() {
    assertThat(allCalls(new Exchange.Refused("as.example: private address")))
        .hasSize(5)
        .containsOnly(
            new Answer.Refused(
                GrantError.of(
                    "forbidden_address",
                    "as.example: private address. Nothing was sent; grantflow.egress says which"
                        + " addresses may be called.")));
  }

  @Test
  void what_was_not_sent_can_be_sent_again() {
    assertThat(allCalls(new Exchange.NotSent("as.example: connection refused")))
        .hasSize(5)
        .containsOnly(
            new Answer.NotNow(
                GrantError.of(
                    "server_unreachable",
                    "as.example: connection refused. Nothing was sent; check that the"
                        + " authorization server can be reached."),
                null));
  }

  @Test
  void what_was_held_back_can_be_sent_when_it_is_its_turn() {
    var turn = Duration.ofSeconds(7);
    assertThat(allCalls(new Exchange.HeldBack(Limit.BUSY, "as.example: 32 calls", turn)))
        .hasSize(5)
        .containsOnly(
            new Answer.NotNow(
                GrantError.of("server_busy", "as.example: 32 calls. Nothing was sent."), turn));
    assertThat(allCalls(new Exchange.HeldBack(Limit.UNAVAILABLE, "as.example: HTTP 503", turn)))
        .hasSize(5)
        .containsOnly(
            new Answer.NotNow(
                GrantError.of(
                    "server_unavailable",
                    "as.example: HTTP 503. Nothing was sent; ask the authorization server's"
                        + " operator."),
                turn));
  }

  @Test
  void what_was_not_answered_may_have_been_processed() {
    assertThat(allCalls(new Exchange.Unanswered("as.example: no complete answer within 9 ms")))
        .hasSize(5)
        .containsOnly(
            new Answer.Unknown(
                GrantError.of(
                    "no_answer",
                    "as.example: no complete answer within 9 ms. The authorization server may have"
                        + " acted on it; if this lasts, ask its operator.")));
  }
}
