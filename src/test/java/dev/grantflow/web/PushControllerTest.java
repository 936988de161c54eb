package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// RFC 9635 §4.2.2.
final class PushControllerTest {

  private static final String COMPLETED = "{\"hash\":\"h4sh+/=\",\"interact_ref\":\"r3f\",\"x\":1}";

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @ParameterizedTest
  @CsvSource(
      value = {"application/json", "application/gnap+json", "NULL"},
      nullValues = "NULL")
  void hands_the_hash_and_the_reference_to_the_engine(@Nullable String type) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.APPROVED, null));

    var reply = SERVER.post("/finish/c4llback-1d", type, COMPLETED);

    assertThat(reply.statusCode()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertThat(SERVER.callbacks().seen())
        .containsExactly(
            new ScriptedCallbacks.Seen(
                Secret.of("c4llback-1d"),
                new Arrival.Pushed("h4sh+/=", Secret.of("r3f")),
                List.of(),
                true));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void whatever_became_of_the_grant_the_word_has_arrived(Status status) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(status, null));

    assertThat(push(COMPLETED)).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                       | The body is not a JSON object.",
        "[]                                       | The body is not a JSON object.",
        "{\"hash\":                             | The body is not a JSON object.",
        "hash=h4sh&interact_ref=r3f               | The body is not a JSON object.",
        "{\"interact_ref\":\"r3f\"}           | The member hash is missing, or too long.",
        "{\"hash\":7,\"interact_ref\":\"r3f\"} | The member hash is missing, or too long.",
        "{\"hash\":\"h4sh\"}                  | The member interact_ref is missing, or too long.",
        "{\"hash\":\"h4sh\",\"interact_ref\":\"\"} | The member interact_ref is missing, or too"
            + " long.",
      })
  void names_what_is_wrong(String body, String sentence) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.APPROVED, null));

    var reply = SERVER.post("/finish/1", "application/json", body);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(reply.body()).contains("\"detail\":\"" + sentence).doesNotContain("h4sh", "r3f");
    assertThat(SERVER.callbacks().seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hash, 128", "interact_ref, 1024"})
  void bounds_what_it_reads(String name, int most) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.APPROVED, null));

    assertThat(
            push(COMPLETED.replaceFirst(name + "\":\"[^\"]*", name + "\":\"" + "a".repeat(most))))
        .isEqualTo(204);
    assertThat(
            push(
                COMPLETED.replaceFirst(
                    name + "\":\"[^\"]*", name + "\":\"" + "a".repeat(most + 1))))
        .isEqualTo(400);
  }

  @Test
  void tells_a_wrong_hash_from_an_unknown_callback() throws Exception {
    SERVER.callbacks().answer(Outcome.WrongHash::new);
    assertThat(push(COMPLETED)).isEqualTo(400);

    SERVER.callbacks().answer(Outcome.UnknownCallback::new);
    assertThat(push(COMPLETED)).isEqualTo(404);
  }

  private static int push(String body) throws Exception {
    return SERVER.post("/finish/1", "application/json", body).statusCode();
  }
}
