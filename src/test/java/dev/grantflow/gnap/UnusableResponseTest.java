package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.GrantError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9635 §3 Grant Response: answers that cannot be used")
class UnusableResponseTest {

  @RegisterExtension final Asked asked = new Asked();

  @ParameterizedTest
  @DisplayName("An answer that cannot be used is refused: asking again would leave another grant")
  @ValueSource(
      strings = {
        "",
        "\"access_token\":[]",
        Asked.INTERACT,
        "\"continue\":[]",
        "\"continue\":{\"uri\":\"https://as.example/c\",\"access_token\":\"t\"}",
        "\"a\":1e999",
      })
  void an_unusable_answer(String body) {
    assertThat(Summary.of(asked.ask(body))).isEqualTo("Refused invalid_answer 200");
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
            .formatted(asked.server.host());

    assertThat(asked.ask("\"access_token\":" + token))
        .isEqualTo(
            new Answer.Unusable(new GrantError("invalid_answer", description, 200), null, true));
  }

  @ParameterizedTest
  @DisplayName("An answer that cannot be used but can be continued can be undone")
  @ValueSource(
      strings = {
        "\"access_token\":{}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/i\"}," + Asked.CONTINUE,
        "\"interact\":{\"finish\":\"x\"}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/i\",\"finish\":\"a\\nb\"},"
            + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"javascript:alert(1)\",\"finish\":\"x\"}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"//as.example/i\",\"finish\":\"x\"}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"https:///i\",\"finish\":\"x\"}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/ i\",\"finish\":\"x\"}," + Asked.CONTINUE,
        "\"interact\":{\"redirect\":\"https://as.example/\\u00e9\",\"finish\":\"x\"},"
            + Asked.CONTINUE,
        "\"interact\":{\"user_code\":\"A1BC\"}," + Asked.CONTINUE,
      })
  void an_unusable_answer_with_a_continuation(String body) {
    assertThat(Summary.of(asked.ask(body))).isEqualTo("Unusable invalid_answer 200");
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
    asked.server.answers(200, body);

    var answer =
        asked.server.gnap.request(asked.server.client, asked.endpoint, WANTED, OFFER).answer();

    assertThat(Summary.of(answer)).isEqualTo("Refused invalid_answer 200");
  }

  @Test
  void an_answer_of_a_hundred_thousand_brackets() {
    asked.server.answers(200, "{\"a\":" + "[".repeat(100_000));

    var answer =
        asked.server.gnap.request(asked.server.client, asked.endpoint, WANTED, OFFER).answer();

    assertThat(Summary.of(answer)).isEqualTo("Refused invalid_answer 200");
  }

  @Test
  void a_token_that_grows_beyond_what_an_event_holds_is_undone() {
    var numbers = "1e20,".repeat(50_000) + "1";

    var answer =
        asked.ask("\"access_token\":{\"value\":\"t\",\"x\":[" + numbers + "]}," + Asked.CONTINUE);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Unusable.class,
            unusable ->
                assertThat(unusable.undo())
                    .isEqualTo(new Cancellation.OfGrant(Asked.CONTINUATION)));
  }

  @Test
  void a_token_that_no_event_can_hold_is_undone() {
    var answer =
        asked.ask("\"access_token\":{\"value\":\"t\",\"x\":\"\\ud800\"}," + Asked.CONTINUE);

    assertThat(answer).isInstanceOf(Answer.Unusable.class);
  }
}
