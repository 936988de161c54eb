package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.Issue;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GrantRepresentationTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String BASICS =
      "{\"grantId\":\"order-7\",\"client\":\"shop\",\"state\":\"%s\",\"version\":3,"
          + "\"acceptedAt\":\"2026-03-01T12:00:00Z\",\"expiresAt\":\"2026-03-01T12:00:00Z\","
          + "\"authServer\":\"https://auth.example/\",\"server\":\"auth.example\"%s}";

  @Test
  void a_token_is_shown_without_what_it_can_be_used_with() {
    var continuation =
        new Continuation(URI.create("https://auth.example/continue/1"), Secret.of("t"), NOON);
    var issue = new Issue(List.of(token("one")), Secret.of("{\"sub_ids\":[]}"));

    var shown =
        GrantRepresentation.of(Grants.in(new GrantState.Finalized(issue, continuation)), NOON);

    assertThat(shown)
        .hasToString(
            BASICS.formatted(
                "FINALIZED",
                ",\"access_token\":{\"label\":\"one\",\"access\":[{\"type\":\"quote\"}],"
                    + "\"flags\":[\"bearer\"],\"expiresAt\":\"2026-03-01T12:00:00Z\"},"
                    + "\"subject\":{\"sub_ids\":[]}"));
  }

  @Test
  void a_subject_is_shown_without_what_somebody_could_pass_for_it_by() {
    var subject =
        Secret.of(
            "{\"assertions\":[{\"format\":\"id_token\",\"value\":\"eyJ\"}],"
                + "\"sub_ids\":[{\"format\":\"uri\",\"uri\":\"https://w.example/a\"}],\"x\":1}");

    var shown =
        GrantRepresentation.of(
            Grants.in(new GrantState.Finalized(new Issue(List.of(), subject), null)), NOON);

    assertThat(shown.path("subject"))
        .hasToString(
            "{\"sub_ids\":[{\"format\":\"uri\",\"uri\":\"https://w.example/a\"}],"
                + "\"assertions\":[{\"format\":\"id_token\"}]}");
  }

  @Test
  void a_recurring_payment_is_shown_with_where_it_stands() {
    var token =
        new AccessToken(
            Secret.of(
                "{\"access\":[{\"limits\":{\"interval\":\"R1/2026-03-01T00:00:00Z/P1M\"},"
                    + "\"type\":\"outgoing-payment\"}],\"value\":\"v\"}"),
            null,
            Secret.of("v"),
            null);

    var shown =
        GrantRepresentation.of(
            Grants.in(new GrantState.Finalized(new Issue(List.of(token), null), null)), NOON);

    assertThat(shown.at("/intervals/0/currentInterval/end").asString())
        .isEqualTo("2026-04-01T00:00:00Z");
    assertThat(shown.at("/intervals/0/remainingIntervals").asInt()).isEqualTo(1);
  }

  @Test
  void no_depth_of_an_answer_keeps_a_grant_from_being_shown() {
    var deep = "[".repeat(980) + "]".repeat(980);
    var token =
        new AccessToken(
            Secret.of("{\"access\":[%s],\"value\":\"v\"}".formatted(deep)),
            null,
            Secret.of("v"),
            null);
    var issue = new Issue(List.of(token), Secret.of("{\"sub_ids\":[%s]}".formatted(deep)));

    var shown = GrantRepresentation.of(Grants.in(new GrantState.Finalized(issue, null)), NOON);

    assertThat(shown.toString())
        .contains("\"access\":[%s]".formatted(deep), "\"sub_ids\":[%s]".formatted(deep));
  }

  @Test
  void several_tokens_are_an_array() {
    var issue = new Issue(List.of(token("one"), token("two")), null);

    var shown = GrantRepresentation.of(Grants.in(new GrantState.Finalized(issue, null)), NOON);

    assertThat(shown.path("access_token").valueStream().map(it -> it.path("label").stringValue()))
        .containsExactly("one", "two");
  }

  @Test
  void an_error_is_shown_where_it_ended_the_grant_and_where_it_did_not() {
    var error = new GrantError("too_fast", "wait a little", 400);
    var told = "{\"code\":\"too_fast\",\"description\":\"wait a little\",\"httpStatus\":400}";

    assertThat(GrantRepresentation.of(Grants.in(new GrantState.Failed(error)), NOON))
        .hasToString(BASICS.formatted("FAILED", ",\"error\":" + told));
    assertThat(GrantRepresentation.of(Grants.in(new GrantState.Requested(1, error, NOON)), NOON))
        .hasToString(BASICS.formatted("REQUESTED", ",\"lastError\":" + told));
  }

  private static AccessToken token(String label) {
    return new AccessToken(
        Secret.of(
            """
            {"value":"token-value","manage":{"uri":"https://auth.example/token/1",
             "access_token":{"value":"manage-value"}},"expires_in":600,"label":"%s",
             "access":[{"type":"quote"}],"flags":["bearer"],"unknown":"secret"}\
            """
                .formatted(label)),
        URI.create("https://auth.example/token/1"),
        Secret.of("manage-value"),
        NOON,
        label);
  }
}
