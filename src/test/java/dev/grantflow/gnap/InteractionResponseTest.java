package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.FINISH;
import static dev.grantflow.gnap.ScriptedServer.NOW;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.InteractionRequired;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import dev.grantflow.grant.StartMode;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §3.3 Interaction Modes")
class InteractionResponseTest {

  private static final URI OWN_START = URI.create("https://grantflow.example/start/unguessable");
  private static final Finish BOUND =
      new Finish(
          false,
          FINISH.uri(),
          FINISH.nonce(),
          new CallbackKey(FINISH.callback().sha256(), new StartKey("cd".repeat(32))),
          HashMethod.SHA_256,
          OWN_START);

  @RegisterExtension final Asked asked = new Asked();

  @Test
  @DisplayName("§3.3 Interaction Modes: the resource owner is to be redirected and comes back")
  void an_interaction_is_required() {
    assertThat(asked.ask(Asked.INTERACT + "," + Asked.CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    URI.create("https://as.example/i/4?a=b"),
                    asked.endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce")),
                FINISH.callback(),
                Asked.CONTINUATION));
  }

  @Test
  @DisplayName("§3.3 Interaction Modes: every way to begin, and until when")
  void every_way_to_begin() {
    var every =
        "\"interact\":{\"redirect\":\"https://as.example/i\",\"app\":\"as-app:/i?x=1\","
            + "\"user_code\":\"A1 BC-3DÉ\",\"user_code_uri\":{\"code\":\"7\",\"uri\":"
            + "\"https://as.example/c\"},\"expires_in\":90.5,\"finish\":\"their-nonce\"},";
    var start =
        new InteractionStart(
            URI.create("https://as.example/i"),
            Secret.of("A1 BC-3DÉ"),
            new InteractionStart.UserCodeUri(Secret.of("7"), URI.create("https://as.example/c")),
            URI.create("as-app:/i?x=1"),
            NOW.plusSeconds(90));

    assertThat(asked.ask(every + Asked.CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    start,
                    asked.endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce"),
                    HashMethod.SHA_256),
                FINISH.callback(),
                Asked.CONTINUATION));
    assertThat(asked.askToBePolled(every + Asked.CONTINUE))
        .isEqualTo(new Answer.InteractionToPoll(start, Asked.CONTINUATION, asked.endpoint));
  }

  @Test
  @DisplayName("§11.24 Session Management: the browser begins at our own URI")
  void a_bound_interaction_begins_at_our_own_uri_and_keeps_the_servers() {
    assertThat(askToComeBackToUs(Asked.INTERACT + "," + Asked.CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    InteractionStart.at(OWN_START),
                    asked.endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce"),
                    HashMethod.SHA_256,
                    URI.create("https://as.example/i/4?a=b")),
                BOUND.callback(),
                Asked.CONTINUATION));
  }

  @Test
  @DisplayName("§11.24 Session Management: without a redirect there is no browser to be bound")
  void what_begins_without_a_browser_is_not_bound() {
    var typed = "\"interact\":{\"user_code\":\"A1\",\"finish\":\"their-nonce\"},";

    var offered = Set.of(StartMode.REDIRECT, StartMode.USER_CODE);
    var answer = (InteractionRequired) askToComeBackToUs(typed + Asked.CONTINUE, offered);

    assertThat(answer.callback()).isEqualTo(FINISH.callback());
    assertThat(answer.interaction().forward()).isNull();
    assertThat(answer.interaction().start().redirect()).isNull();
  }

  @Test
  @DisplayName("§11.24 Session Management: a server cannot do without the browser that was offered")
  void what_begins_in_a_way_that_was_not_offered_is_of_no_use() {
    var typed = "\"interact\":{\"user_code\":\"A1\",\"finish\":\"their-nonce\"},";

    assertThat(askToComeBackToUs(typed + Asked.CONTINUE))
        .isEqualTo(
            new Answer.Unusable(
                new GrantError(
                    "invalid_answer",
                    asked.server.host()
                        + " answered 200, with a start that was not offered; ask its operator.",
                    200),
                Asked.CONTINUATION));
  }

  @ParameterizedTest
  @DisplayName("§3.3 Interaction Modes: a way that is of no use counts as missing")
  @ValueSource(
      strings = {
        "\"redirect\":\"app:/x\"",
        "\"redirect\":7",
        "\"user_code\":\"\"",
        "\"user_code\":\" \"",
        "\"user_code\":\"a\\nb\"",
        "\"user_code\":12345678",
        "\"user_code_uri\":\"https://as.example/c\"",
        "\"user_code_uri\":{\"code\":\"A\"}",
        "\"user_code_uri\":{\"code\":\"A\",\"uri\":\"javascript:x\"}",
        "\"app\":\"javascript:alert(1)\"",
        "\"app\":\"DATA:text/html,x\"",
        "\"app\":\"no-scheme\"",
        "\"app\":{}",
        "\"expires_in\":5",
      })
  void a_way_that_is_of_no_use(String member) {
    assertThat(Summary.of(asked.askToBePolled("\"interact\":{" + member + "}," + Asked.CONTINUE)))
        .isEqualTo("Unusable invalid_answer 200");
    assertThat(
            asked.askToBePolled(
                "\"interact\":{\"redirect\":\"https://as.example/i\",\"finish\":\"x\"},"
                    + Asked.CONTINUE))
        .isEqualTo(
            new Answer.InteractionToPoll(
                InteractionStart.at(URI.create("https://as.example/i")),
                Asked.CONTINUATION,
                asked.endpoint));
  }

  @Test
  void an_interaction_that_was_not_offered_cannot_be_had() {
    assertThat(asked.askWithoutInteraction(Asked.INTERACT + "," + Asked.CONTINUE))
        .isInstanceOfSatisfying(
            Answer.Unusable.class,
            it ->
                assertThat(it.error().description())
                    .startsWith(asked.server.host())
                    .contains("asking for an interaction though the request offered none"));
  }

  private Answer.ToRequest askToComeBackToUs(String body) {
    return askToComeBackToUs(body, Interact.START);
  }

  private Answer.ToRequest askToComeBackToUs(String body, Set<StartMode> start) {
    return asked
        .server
        .answers(200, "{" + body + "}")
        .gnap
        .request(asked.server.client, asked.endpoint, WANTED, new InteractionOffer(start, BOUND))
        .answer();
  }
}
