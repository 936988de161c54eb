package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.FINISH;
import static dev.grantflow.gnap.ScriptedServer.NOW;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.InteractionRequired;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interaction;
import dev.grantflow.grant.InteractionStart;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartKey;
import dev.grantflow.grant.StartMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §3 Grant Response")
class GrantResponseTest {

  private static final String CONTINUE =
      "\"continue\":{\"access_token\":{\"value\":\"new-token\"},"
          + "\"uri\":\"https://as.example/continue/7\",\"wait\":30}";
  private static final String INTERACT =
      "\"interact\":{\"redirect\":\"https://as.example/i/4?a=b\",\"finish\":\"their-nonce\"}";
  private static final Continuation CONTINUATION =
      new Continuation(
          URI.create("https://as.example/continue/7"), Secret.of("new-token"), NOW.plusSeconds(30));

  private static final URI OWN_START = URI.create("https://grantflow.example/start/unguessable");
  private static final Finish BOUND =
      new Finish(
          false,
          FINISH.uri(),
          FINISH.nonce(),
          new CallbackKey(FINISH.callback().sha256(), new StartKey("cd".repeat(32))),
          HashMethod.SHA_256,
          OWN_START);

  private final ScriptedServer server = new ScriptedServer();
  private final URI endpoint = server.uri("/");

  @AfterEach
  void close() {
    server.close();
  }

  private Answer.ToRequest ask(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, OFFER)
        .answer();
  }

  private Answer.ToRequest askWithoutInteraction(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, null)
        .answer();
  }

  private Answer issued(AccessToken... tokens) {
    return new Issued(new Issue(List.of(tokens), null), CONTINUATION, endpoint);
  }

  @Test
  @DisplayName("§3.3 Interaction Modes: the resource owner is to be redirected and comes back")
  void an_interaction_is_required() {
    assertThat(ask(INTERACT + "," + CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    URI.create("https://as.example/i/4?a=b"),
                    endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce")),
                FINISH.callback(),
                CONTINUATION));
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

    assertThat(ask(every + CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    start,
                    endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce"),
                    HashMethod.SHA_256),
                FINISH.callback(),
                CONTINUATION));
    assertThat(askToBePolled(every + CONTINUE))
        .isEqualTo(new Answer.InteractionToPoll(start, CONTINUATION, endpoint));
  }

  private Answer.ToRequest askToComeBackToUs(String body) {
    return askToComeBackToUs(body, Interact.START);
  }

  private Answer.ToRequest askToComeBackToUs(String body, Set<StartMode> start) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, new InteractionOffer(start, BOUND))
        .answer();
  }

  @Test
  @DisplayName("§11.24 Session Management: the browser begins at our own URI")
  void a_bound_interaction_begins_at_our_own_uri_and_keeps_the_servers() {
    assertThat(askToComeBackToUs(INTERACT + "," + CONTINUE))
        .isEqualTo(
            new InteractionRequired(
                new Interaction(
                    InteractionStart.at(OWN_START),
                    endpoint,
                    Secret.of("our-nonce"),
                    Secret.of("their-nonce"),
                    HashMethod.SHA_256,
                    URI.create("https://as.example/i/4?a=b")),
                BOUND.callback(),
                CONTINUATION));
  }

  @Test
  @DisplayName("§11.24 Session Management: without a redirect there is no browser to be bound")
  void what_begins_without_a_browser_is_not_bound() {
    var typed = "\"interact\":{\"user_code\":\"A1\",\"finish\":\"their-nonce\"},";

    var offered = Set.of(StartMode.REDIRECT, StartMode.USER_CODE);
    var answer = (InteractionRequired) askToComeBackToUs(typed + CONTINUE, offered);

    assertThat(answer.callback()).isEqualTo(FINISH.callback());
    assertThat(answer.interaction().forward()).isNull();
    assertThat(answer.interaction().start().redirect()).isNull();
  }

  @Test
  @DisplayName("§11.24 Session Management: a server cannot do without the browser that was offered")
  void what_begins_in_a_way_that_was_not_offered_is_of_no_use() {
    var typed = "\"interact\":{\"user_code\":\"A1\",\"finish\":\"their-nonce\"},";

    assertThat(askToComeBackToUs(typed + CONTINUE))
        .isEqualTo(
            new Answer.Unusable(
                new GrantError(
                    "invalid_answer",
                    server.host()
                        + " answered 200, with a start that was not offered; ask its operator.",
                    200),
                CONTINUATION));
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
    assertThat(Summary.of(askToBePolled("\"interact\":{" + member + "}," + CONTINUE)))
        .isEqualTo("Unusable invalid_answer 200");
    assertThat(
            askToBePolled(
                "\"interact\":{\"redirect\":\"https://as.example/i\",\"finish\":\"x\"},"
                    + CONTINUE))
        .isEqualTo(
            new Answer.InteractionToPoll(
                InteractionStart.at(URI.create("https://as.example/i")), CONTINUATION, endpoint));
  }

  private Answer.ToRequest askToBePolled(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, new InteractionOffer(Interact.START, null))
        .answer();
  }

  @ParameterizedTest
  @DisplayName("§3.5 Dynamically Bound Client Instance Identifiers: read where one can be")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "\"7C7C4AZ9KHRS6X63AJAO\"|\"7C7C4AZ9KHRS6X63AJAO\"",
        "\"a\\\"b\"|\"a\\\"b\"",
        "\"\"|-",
        "\"a b\"|-",
        "7|-",
        "null|-",
      })
  void the_instance_id(String given, @Nullable String read) {
    server.answers(200, "{" + CONTINUE + ",\"instance_id\":" + given + "}");

    assertThat(server.gnap.request(server.client, endpoint, WANTED, null))
        .isEqualTo(
            new GrantReply(
                new StillPending(CONTINUATION, endpoint), read == null ? null : new Json(read)));
  }

  @Test
  @DisplayName("§3.1 Request Continuation: nothing but continue is still pending")
  void still_pending() {
    assertThat(ask(CONTINUE)).isEqualTo(new StillPending(CONTINUATION, endpoint));
  }

  @ParameterizedTest
  @DisplayName("§3.1 Request Continuation: wait is in seconds and 5 where it is missing")
  @CsvSource(
      delimiter = '|',
      value = {
        "''|5",
        ",\"wait\":null|5",
        ",\"wait\":0|0",
        ",\"wait\":12|12",
        ",\"wait\":1.2|2",
        ",\"wait\":-3|5",
        ",\"wait\":\"9\"|5",
        ",\"wait\":1e300|86400",
      })
  void the_wait(String member, int seconds) {
    var answer =
        ask(
            "\"continue\":{\"uri\":\"https://as.example/c\",\"access_token\":{\"value\":\"t\"}%s}"
                .formatted(member));

    assertThat(answer)
        .isEqualTo(
            new StillPending(
                new Continuation(
                    URI.create("https://as.example/c"), Secret.of("t"), NOW.plusSeconds(seconds)),
                endpoint));
  }

  @Test
  @DisplayName("§3.2.1 Single Access Token: kept verbatim, unknown members too")
  void a_single_token() {
    var answer =
        ask(
            "\"access_token\": { \"value\":\"OS9M2\", \"x-new\" : {\"b\":[1.0, \"é\"],\"a\":null},"
                + "\"manage\":\"https://as.example/token/1\",\"expires_in\":3600,"
                + "\"access\":[\"dolphin\"]},"
                + CONTINUE);

    assertThat(answer)
        .isEqualTo(
            issued(
                new AccessToken(
                    Secret.of(
                        "{\"access\":[\"dolphin\"],\"expires_in\":3600,"
                            + "\"manage\":\"https://as.example/token/1\",\"value\":\"OS9M2\","
                            + "\"x-new\":{\"a\":null,\"b\":[1,\"é\"]}}"),
                    URI.create("https://as.example/token/1"),
                    Secret.of("OS9M2"),
                    NOW.plus(Duration.ofHours(1)))));
  }

  @Test
  @DisplayName("§3.2.1 Single Access Token: manage may be an object with a token of its own")
  void a_token_that_is_managed_by_another() {
    var token =
        "{\"flags\":[\"bearer\"],\"manage\":{\"access_token\":{\"value\":\"MGMT\"},"
            + "\"uri\":\"https://as.example/m\"},\"value\":\"OS9M2\"}";

    assertThat(ask("\"access_token\":" + token + "," + CONTINUE))
        .isEqualTo(
            issued(
                new AccessToken(
                    Secret.of(token),
                    URI.create("https://as.example/m"),
                    Secret.of("MGMT"),
                    null)));
  }

  @Test
  @DisplayName("§3.2.2 Multiple Access Tokens: in the order of the answer")
  void several_tokens() {
    var one = "{\"access\":[\"a\"],\"expires_in\":60,\"label\":\"one\",\"value\":\"T1\"}";
    var two = "{\"access\":[\"b\"],\"label\":\"two\",\"value\":\"T2\"}";

    assertThat(ask("\"access_token\":[" + one + "," + two + "]," + CONTINUE))
        .isEqualTo(
            issued(
                new AccessToken(Secret.of(one), null, Secret.of("T1"), NOW.plusSeconds(60), "one"),
                new AccessToken(Secret.of(two), null, Secret.of("T2"), null, "two")));
  }

  @ParameterizedTest
  @DisplayName("§3.2.2 Multiple Access Tokens: a label that is not fit to be shown is none")
  @ValueSource(strings = {"", "two words", "quo\\\"te", "the-s3cret-itself", "\\u0007"})
  void a_label_that_is_not_fit_to_be_shown(String label) {
    assertThat(ask("\"access_token\":{\"value\":\"s3cret\",\"label\":\"" + label + "\"}"))
        .isInstanceOfSatisfying(
            Issued.class, it -> assertThat(it.issue().accessTokens().getFirst().label()).isNull());
  }

  @ParameterizedTest
  @DisplayName("§3.2.1 Single Access Token: a lifetime that cannot be read is none")
  @ValueSource(strings = {"\"600\"", "-1", "null", "{}"})
  void a_token_without_a_readable_lifetime(String expiresIn) {
    assertThat(ask("\"access_token\":{\"value\":\"T\",\"expires_in\":" + expiresIn + "}"))
        .isInstanceOfSatisfying(Issued.class, it -> assertThat(it.issue().expiresAt()).isEmpty());
  }

  @Test
  @DisplayName("§3.4 Returning Subject Information: verbatim")
  void a_subject() {
    assertThat(ask("\"subject\":{ \"sub_ids\":[ {\"id\":\"x\",\"format\":\"uri\"}]}," + CONTINUE))
        .isEqualTo(
            new Issued(
                new Issue(
                    List.of(), Secret.of("{\"sub_ids\":[{\"format\":\"uri\",\"id\":\"x\"}]}")),
                CONTINUATION,
                endpoint));
  }

  @ParameterizedTest
  @DisplayName("A token is not lost for the fault of a part beside it")
  @ValueSource(
      strings = {
        "",
        ",\"continue\":{}",
        ",\"continue\":{\"uri\":\"https://as.example/c\"}",
        ",\"continue\":{\"uri\":\" \",\"access_token\":{\"value\":\"t\"}}",
        ",\"continue\":{\"uri\":\"https://as.example/c\",\"access_token\":{\"value\":\"t\\r"
            + "\\n"
            + "X: y\"}}",
        ",\"continue\":\"https://as.example/c\"",
        ",\"interact\":{}",
        ",\"error\":\"request_denied\"",
      })
  void a_token_beside_unusable_parts(String rest) {
    var token = "{\"manage\":\" \",\"value\":\"T\"}";

    assertThat(ask("\"access_token\":" + token + rest))
        .isEqualTo(
            new Issued(
                new Issue(
                    List.of(new AccessToken(Secret.of(token), null, Secret.of("T"), null)), null),
                null,
                endpoint));
  }

  @Test
  void of_several_tokens_those_without_a_value_are_nothing_to_hold() {
    assertThat(ask("\"access_token\":[{\"label\":\"a\"},{\"value\":\"T\"}]," + CONTINUE))
        .isEqualTo(
            issued(new AccessToken(Secret.of("{\"value\":\"T\"}"), null, Secret.of("T"), null)));
  }

  @ParameterizedTest
  @DisplayName("An answer that cannot be used is refused: asking again would leave another grant")
  @ValueSource(
      strings = {
        "",
        "\"access_token\":[]",
        INTERACT,
        "\"continue\":[]",
        "\"continue\":{\"uri\":\"https://as.example/c\",\"access_token\":\"t\"}",
        "\"a\":1e999",
      })
  void an_unusable_answer(String body) {
    assertThat(Summary.of(ask(body))).isEqualTo("Refused invalid_answer 200");
  }

  @ParameterizedTest
  @DisplayName("Neither is one with a token that nobody can read, which may live all the same")
  @ValueSource(
      strings = {
        "\"T\"",
        "{\"value\":7}",
        "{\"value\":\"\"}",
        "{\"value\":\"a b\"}",
        "{\"value\":\"\\u00e9\"}"
      })
  void an_unusable_token_that_nothing_undoes(String token) {
    var description =
        "%s answered 200, with an access_token that has no usable value and may live on until it expires; ask its operator."
            .formatted(server.host());

    assertThat(ask("\"access_token\":" + token))
        .isEqualTo(
            new Answer.Unusable(new GrantError("invalid_answer", description, 200), null, true));
  }

  @ParameterizedTest
  @DisplayName("An answer that cannot be used but can be continued can be undone")
  @ValueSource(
      strings = {
        "\"access_token\":{}," + CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/i\"}," + CONTINUE,
        "\"interact\":{\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/i\",\"finish\":\"a\\nb\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"javascript:alert(1)\",\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"//as.example/i\",\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"https:///i\",\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/ i\",\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/\\u00e9\",\"finish\":\"x\"}," + CONTINUE,
        "\"interact\":{\"user_code\":\"A1BC\"}," + CONTINUE,
      })
  void an_unusable_answer_with_a_continuation(String body) {
    assertThat(Summary.of(ask(body))).isEqualTo("Unusable invalid_answer 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"continue\"",
        "<html><body>200</body></html>",
        "{\"continue\":{\"uri\":",
        "{} {}",
        "{\"a\":NaN}",
        "{'a':1}",
      })
  void an_answer_that_is_no_json_object(String body) {
    server.answers(200, body);

    var answer = server.gnap.request(server.client, endpoint, WANTED, OFFER).answer();

    assertThat(Summary.of(answer)).isEqualTo("Refused invalid_answer 200");
  }

  @Test
  void an_answer_of_a_hundred_thousand_brackets() {
    server.answers(200, "{\"a\":" + "[".repeat(100_000));

    var answer = server.gnap.request(server.client, endpoint, WANTED, OFFER).answer();

    assertThat(Summary.of(answer)).isEqualTo("Refused invalid_answer 200");
  }

  @Test
  void an_interaction_that_was_not_offered_cannot_be_had() {
    assertThat(askWithoutInteraction(INTERACT + "," + CONTINUE))
        .isInstanceOfSatisfying(
            Answer.Unusable.class,
            it ->
                assertThat(it.error().description())
                    .startsWith(server.host())
                    .contains("asking for an interaction though the request offered none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INTERACT + "," + CONTINUE,
        "\"access_token\":{\"value\":\"a-token\",\"manage\":\"https://as.example/m\"}," + CONTINUE,
        CONTINUE,
      })
  void no_secret_shows(String body) {
    assertThat(ask(body).toString())
        .doesNotContain("new-token", "a-token", "our-nonce", "their-nonce", "unguessable");
  }

  @Test
  void a_token_that_grows_beyond_what_an_event_holds_is_undone() {
    var numbers = "1e20,".repeat(50_000) + "1";

    var answer = ask("\"access_token\":{\"value\":\"t\",\"x\":[" + numbers + "]}," + CONTINUE);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Unusable.class,
            unusable ->
                assertThat(unusable.undo()).isEqualTo(new Cancellation.OfGrant(CONTINUATION)));
  }

  @Test
  void a_token_that_no_event_can_hold_is_undone() {
    var answer = ask("\"access_token\":{\"value\":\"t\",\"x\":\"\\ud800\"}," + CONTINUE);

    assertThat(answer).isInstanceOf(Answer.Unusable.class);
  }
}
