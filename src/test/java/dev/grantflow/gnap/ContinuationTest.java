package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §5 Continuing a Grant Request")
class ContinuationTest {

  private static final String CONTINUE =
      "\"continue\":{\"access_token\":{\"value\":\"next\"},\"uri\":\"https://as.example/c\"}";
  private static final Continuation NEXT =
      new Continuation(URI.create("https://as.example/c"), Secret.of("next"), NOW.plusSeconds(5));

  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() {
    server.close();
  }

  private Answer.ToContinue proceed(int status, String body) {
    return server
        .answers(status, body)
        .gnap
        .continueGrant(server.client, server.continuation(), INTERACT_REF);
  }

  @Test
  @DisplayName("§5.1 Continuing after a Completed Interaction: the reference goes in the body")
  void sends_the_interaction_reference() {
    proceed(200, "{}");

    var call = server.seen.getFirst();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.target()).isEqualTo("/continue/1?x=%20y");
    assertThat(call.body()).isEqualTo("{\"interact_ref\":\"the-interact-ref\"}");
    assertThat(call.header("Authorization")).isEqualTo("GNAP old-continue-token");
    assertThat(call.header("Content-Type")).isEqualTo("application/json");
    assertThat(call.header("Content-Digest")).startsWith("sha-512=:");
    assertThat(call.header("Signature-Input"))
        .startsWith(
            "sig1=(\"@method\" \"@target-uri\" \"authorization\" \"content-digest\""
                + " \"content-length\""
                + " \"content-type\");keyid=\"key-1\";created=1772359200;nonce=\"")
        .endsWith(";tag=\"gnap\"");
  }

  @Test
  @DisplayName("§5.2 Continuing during Pending Interaction (Polling): no body, none signed")
  void polls_without_a_body() {
    server
        .answers(200, "{" + CONTINUE + "}")
        .gnap
        .continueGrant(server.client, server.continuation(), null);

    var call = server.seen.getFirst();
    assertThat(call.body()).isEmpty();
    assertThat(call.header("Content-Length")).isEqualTo("0");
    assertThat(call.header("Content-Type")).isNull();
    assertThat(call.header("Content-Digest")).isNull();
    assertThat(call.header("Signature-Input"))
        .startsWith("sig1=(\"@method\" \"@target-uri\" \"authorization\");");
  }

  @Test
  @DisplayName("§3.6 Error Response: a poll that came too fast goes on as the error says")
  void too_fast_with_a_new_way_to_go_on() {
    server.answers(400, "{\"error\":{\"code\":\"too_fast\"}," + CONTINUE + "}");

    assertThat(server.gnap.continueGrant(server.client, server.continuation(), null))
        .isEqualTo(new StillPending(NEXT, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"too_fast\"}",
        "{\"error\":\"too_fast\",\"continue\":{\"uri\":\"https://as.example/c\"}}"
      })
  void too_fast_without_one_is_tried_again_as_it_was(String body) {
    server.answers(400, body);

    assertThat(server.gnap.continueGrant(server.client, server.continuation(), null))
        .isInstanceOf(Answer.NotNow.class);
  }

  @Test
  void an_interaction_reference_is_not_given_up_for_a_new_way_to_go_on() {
    assertThat(proceed(400, "{\"error\":{\"code\":\"too_fast\"}," + CONTINUE + "}"))
        .isInstanceOf(Answer.NotNow.class);
  }

  @Test
  void no_two_calls_have_the_same_nonce() {
    proceed(200, "{}");
    proceed(200, "{}");

    assertThat(server.seen.getFirst().header("Signature-Input"))
        .isNotEqualTo(server.seen.getLast().header("Signature-Input"));
  }

  @Test
  void a_token_is_issued() {
    assertThat(proceed(200, "{\"access_token\":{\"value\":\"T\"}," + CONTINUE + "}"))
        .isEqualTo(
            new Issued(
                new Issue(
                    List.of(
                        new AccessToken(
                            Secret.of("{\"value\":\"T\"}"), null, Secret.of("T"), null)),
                    null),
                NEXT,
                null));
  }

  @Test
  void without_continue_the_grant_cannot_be_continued_any_more() {
    assertThat(proceed(200, "{\"subject\":{\"sub_ids\":[]}}"))
        .isEqualTo(new Issued(new Issue(List.of(), Secret.of("{\"sub_ids\":[]}")), null, null));
  }

  @Test
  void still_pending_with_the_token_that_replaces_the_old_one() {
    assertThat(proceed(200, "{" + CONTINUE + "}")).isEqualTo(new StillPending(NEXT, null));
  }

  @ParameterizedTest
  @DisplayName("A success that cannot be used may have minted a token: the outcome is unknown")
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>",
        "{\"access_token\":",
        "{\"continue\":{\"uri\":\"https://as.example/c\"}}",
        "{\"continue\":{\"uri\":\" \",\"access_token\":{\"value\":\"next\"}}}",
      })
  void an_unusable_success(String body) {
    assertThat(Summary.of(proceed(200, body))).isEqualTo("Unknown invalid_answer 200");
  }

  @ParameterizedTest
  @DisplayName("A success that cannot be used is undone by the continuation that came with it")
  @ValueSource(
      strings = {
        "{\"access_token\":{},",
        "{\"access_token\":[{\"value\":null}],",
        "{\"interact\":{\"redirect\":\"https://as.example/i\",\"finish\":\"f\"},",
      })
  void an_unusable_success_that_says_how_to_go_on(String body) {
    assertThat(proceed(200, body + CONTINUE + "}"))
        .isInstanceOfSatisfying(
            Unusable.class, it -> assertThat(it.undo()).isEqualTo(new Cancellation.OfGrant(NEXT)));
  }

  @Test
  void a_success_without_content_is_an_unknown_outcome() {
    assertThat(Summary.of(proceed(204, ""))).isEqualTo("Unknown invalid_answer 204");
  }

  @Test
  void no_secret_shows() {
    assertThat(proceed(200, "{\"access_token\":{\"value\":\"TTT\"}," + CONTINUE + "}").toString())
        .doesNotContain("TTT", "next", INTERACT_REF.reveal());
  }
}
