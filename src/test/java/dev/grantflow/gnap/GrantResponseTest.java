package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.NOW;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.StillPending;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §3 Grant Response")
class GrantResponseTest {

  @RegisterExtension final Asked asked = new Asked();

  private Answer issued(AccessToken... tokens) {
    return new Issued(new Issue(List.of(tokens), null), Asked.CONTINUATION, asked.endpoint);
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
    asked.server.answers(200, "{" + Asked.CONTINUE + ",\"instance_id\":" + given + "}");

    assertThat(asked.server.gnap.request(asked.server.client, asked.endpoint, WANTED, null))
        .isEqualTo(
            new GrantReply(
                new StillPending(Asked.CONTINUATION, asked.endpoint),
                read == null ? null : new Json(read)));
  }

  @Test
  @DisplayName("§3.1 Request Continuation: nothing but continue is still pending")
  void still_pending() {
    assertThat(asked.ask(Asked.CONTINUE))
        .isEqualTo(new StillPending(Asked.CONTINUATION, asked.endpoint));
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
        asked.ask(
            "\"continue\":{\"uri\":\"https://as.example/c\",\"access_token\":{\"value\":\"t\"}%s}"
                .formatted(member));

    assertThat(answer)
        .isEqualTo(
            new StillPending(
                new Continuation(
                    URI.create("https://as.example/c"), Secret.of("t"), NOW.plusSeconds(seconds)),
                asked.endpoint));
  }

  @Test
  @DisplayName("§3.2.1 Single Access Token: kept verbatim, unknown members too")
  void a_single_token() {
    var answer =
        asked.ask(
            "\"access_token\": { \"value\":\"OS9M2\", \"x-new\" : {\"b\":[1.0, \"é\"],\"a\":null},"
                + "\"manage\":\"https://as.example/token/1\",\"expires_in\":3600,"
                + "\"access\":[\"dolphin\"]},"
                + Asked.CONTINUE);

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

    assertThat(asked.ask("\"access_token\":" + token + "," + Asked.CONTINUE))
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

    assertThat(asked.ask("\"access_token\":[" + one + "," + two + "]," + Asked.CONTINUE))
        .isEqualTo(
            issued(
                new AccessToken(Secret.of(one), null, Secret.of("T1"), NOW.plusSeconds(60), "one"),
                new AccessToken(Secret.of(two), null, Secret.of("T2"), null, "two")));
  }

  @ParameterizedTest
  @DisplayName("§3.2.2 Multiple Access Tokens: a label that is not fit to be shown is none")
  @ValueSource(strings = {"", "two words", "quo\\\"te", "the-s3cret-itself", "\\u0007"})
  void a_label_that_is_not_fit_to_be_shown(String label) {
    assertThat(asked.ask("\"access_token\":{\"value\":\"s3cret\",\"label\":\"" + label + "\"}"))
        .isInstanceOfSatisfying(
            Issued.class, it -> assertThat(it.issue().accessTokens().getFirst().label()).isNull());
  }

  @ParameterizedTest
  @DisplayName("§3.2.1 Single Access Token: a lifetime that cannot be read is none")
  @ValueSource(strings = {"\"600\"", "-1", "null", "{}"})
  void a_token_without_a_readable_lifetime(String expiresIn) {
    assertThat(asked.ask("\"access_token\":{\"value\":\"T\",\"expires_in\":" + expiresIn + "}"))
        .isInstanceOfSatisfying(Issued.class, it -> assertThat(it.issue().expiresAt()).isEmpty());
  }

  @Test
  @DisplayName("§3.4 Returning Subject Information: verbatim")
  void a_subject() {
    assertThat(
            asked.ask(
                "\"subject\":{ \"sub_ids\":[ {\"id\":\"x\",\"format\":\"uri\"}]},"
                    + Asked.CONTINUE))
        .isEqualTo(
            new Issued(
                new Issue(
                    List.of(), Secret.of("{\"sub_ids\":[{\"format\":\"uri\",\"id\":\"x\"}]}")),
                Asked.CONTINUATION,
                asked.endpoint));
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

    assertThat(asked.ask("\"access_token\":" + token + rest))
        .isEqualTo(
            new Issued(
                new Issue(
                    List.of(new AccessToken(Secret.of(token), null, Secret.of("T"), null)), null),
                null,
                asked.endpoint));
  }

  @Test
  void of_several_tokens_those_without_a_value_are_nothing_to_hold() {
    assertThat(
            asked.ask("\"access_token\":[{\"label\":\"a\"},{\"value\":\"T\"}]," + Asked.CONTINUE))
        .isEqualTo(
            issued(new AccessToken(Secret.of("{\"value\":\"T\"}"), null, Secret.of("T"), null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Asked.INTERACT + "," + Asked.CONTINUE,
        "\"access_token\":{\"value\":\"a-token\",\"manage\":\"https://as.example/m\"},"
            + Asked.CONTINUE,
        Asked.CONTINUE,
      })
  void no_secret_shows(String body) {
    assertThat(asked.ask(body).toString())
        .doesNotContain("new-token", "a-token", "our-nonce", "their-nonce", "unguessable");
  }
}
