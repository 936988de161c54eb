package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.INTERACT_REF;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation.OfGrant;
import dev.grantflow.grant.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An answer holds thousands of tokens, each of which would be undone by a call of its own.
class TooManyTokensTest {

  private final ScriptedServer server =
      new ScriptedServer(new Json("{\"walletAddress\":\"https://shop.example\"}"), List.of());

  @AfterEach
  void close() {
    server.close();
  }

  private String tokens(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            it ->
                "{\"value\":\"t%d\",\"label\":\"l%d\",\"manage\":\"%s\"}"
                    .formatted(it, it, server.uri("/t/" + it)))
        .collect(Collectors.joining(",", "\"access_token\":[", "]"));
  }

  private String continuation() {
    return ",\"continue\":{\"access_token\":{\"value\":\"next\"},\"uri\":\"%s\"}"
        .formatted(server.uri("/c"));
  }

  private Answer ask(String members) {
    server.answers(200, "{" + members + "}");
    return server.gnap.request(server.client, server.uri("/"), WANTED, OFFER).answer();
  }

  private Answer proceed(String members) {
    server.answers(200, "{" + members + "}");
    return server.gnap.continueGrant(server.client, server.continuation(), INTERACT_REF);
  }

  @Test
  void as_many_as_may_be_are_used() {
    for (var answer : List.of(ask(tokens(32)), proceed(tokens(32)))) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              Issued.class, it -> assertThat(it.issue().accessTokens()).hasSize(32));
    }
  }

  @Test
  void more_are_undone_at_once_by_the_continuation() {
    for (var answer :
        List.of(
            ask(tokens(33) + continuation()),
            proceed(tokens(33) + continuation()),
            ask("\"subject\":{\"sub_ids\":[]}," + tokens(33) + continuation()))) {
      assertThat(((Unusable) answer).undo())
          .isInstanceOfSatisfying(
              OfGrant.class, it -> assertThat(it.continuation().uri()).isEqualTo(server.uri("/c")));
      assertThat(((Unusable) answer).mayLeaveToken()).isFalse();
      assertThat(((Unusable) answer).error().description())
          .contains("with more than 32 access tokens");
    }
  }

  @Test
  void more_that_nothing_undoes_at_once_may_live_on_and_that_is_said() {
    assertThat(ask(tokens(33)))
        .isInstanceOfSatisfying(
            Unusable.class,
            it -> {
              assertThat(it.undo()).isNull();
              assertThat(it.mayLeaveToken()).isTrue();
              assertThat(it.error().description()).contains("may live on until");
            });
    assertThat(Summary.of(proceed(tokens(33)))).isEqualTo("Unknown invalid_answer 200");
  }

  @Test
  void they_are_not_undone_one_by_one_either_where_the_grant_goes_on_elsewhere() {
    var elsewhere = continuation().replace(server.host(), "evil.example");

    assertThat(ask(tokens(33) + elsewhere))
        .isInstanceOfSatisfying(
            Unusable.class,
            it -> {
              assertThat(it.undo()).isNull();
              assertThat(it.mayLeaveToken()).isTrue();
            });
  }
}
