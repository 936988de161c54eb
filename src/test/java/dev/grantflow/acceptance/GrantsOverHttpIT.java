package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The main job without Kafka on the caller's side.
@Timeout(120)
class GrantsOverHttpIT {

  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final Platform platform = Platform.shared();
  private final Api api = new Api(platform.grantflow().uri());
  private final String grantId = Platform.newGrantId();
  private final String path = "/v1/grants/" + grantId;

  @Test
  void a_grant_is_asked_for_consented_to_and_revoked() {
    var accepted = api.post(payment(), "traceparent", TRACE);
    var pending = awaitState("PENDING");
    var redirect = URI.create(Api.json(pending).at("/interact/redirect").asText());
    new UserAgent().approve(redirect);
    var finalized = awaitState("FINALIZED");
    var revoking = api.delete(path + "?reason=order%20cancelled");
    var revoked = awaitState("REVOKED");
    var again = api.delete(path);

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.headers().firstValue("Location")).contains(path);
    assertThat(Api.json(accepted).at("/state").asText()).isEqualTo("REQUESTED");
    assertThat(Api.json(pending).at("/metadata/order").asText()).isEqualTo("A-1001");
    assertThat(Api.json(pending).at("/walletAddress").asText())
        .isEqualTo(platform.wallet("alice").toString());
    assertThat(Api.json(pending).at("/server").asText())
        .isEqualTo(platform.wallet("alice").getAuthority());
    assertThat(Api.json(finalized).at("/access_token/access/0/type").asText())
        .isEqualTo("outgoing-payment");
    assertThat(Api.json(finalized).at("/access_token/expiresAt").asText()).isNotBlank();
    assertThat(revoking.statusCode()).isEqualTo(202);
    assertThat(Api.json(revoked).at("/reason").asText()).isEqualTo("order cancelled");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(Api.json(revoked).at("/history"))
        .extracting(entry -> entry.at("/to").asText())
        .containsExactly(
            "REQUESTED",
            "REQUESTING",
            "PENDING",
            "APPROVED",
            "CONTINUING",
            "FINALIZED",
            "REVOKING",
            "REVOKING",
            "REVOKED");
    var event = platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);
    assertThat(finalized.body())
        .doesNotContain(event.data().at("/access_token/value").textValue())
        .doesNotContain(event.data().at("/access_token/manage").textValue());
    assertThat(Stream.of(pending, finalized, revoked).map(HttpResponse::body))
        .noneMatch(body -> body.contains("nonce") || body.contains("continue/"));
  }

  @Test
  void nobody_is_answered_without_a_token() {
    var grantflow = platform.grantflow();
    var targets =
        Stream.of(
            grantflow.uri().resolve(path),
            grantflow.uri().resolve("/v1/grants"),
            grantflow.managementUri().resolve("/set-aside"),
            grantflow.managementUri().resolve("/prometheus"));

    assertThat(targets.map(target -> Browser.get(target).statusCode())).containsOnly(401);
    assertThat(Browser.get(grantflow.uri().resolve("/token_info")).statusCode()).isEqualTo(404);
    assertThat(Browser.get(grantflow.managementUri().resolve("/health/readiness")).body())
        .isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void the_same_request_again_is_one_grant_and_another_is_refused() {
    var first = api.post(payment());
    var second = api.post(payment(), "Idempotency-Key", grantId);
    var other = api.post(Samples.incomingPayment(grantId, platform.wallet("bob").toString()));

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Api.json(other).at("/type").asText()).isEqualTo("/problems/grant-conflict");
    assertThat(Api.json(other).at("/problems/0/field").asText()).isEqualTo("grantId");
  }

  @Test
  void two_that_ask_at_once_for_one_id_are_both_accepted() {
    var answers =
        Stream.generate(() -> payment())
            .limit(8)
            .parallel()
            .map(body -> api.post(body).statusCode())
            .toList();

    assertThat(answers).hasSize(8).containsOnly(202);
  }

  @Test
  void an_idempotency_key_names_a_grant_without_an_id() {
    var body = payment().replace("\"grantId\":\"" + grantId + "\",", "");

    var accepted = api.post(body, "Idempotency-Key", "\"" + grantId + "\"");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(Api.json(accepted).at("/grantId").asText()).isEqualTo(grantId);
  }

  @Test
  void whoever_waits_is_answered_when_the_grant_changes() {
    var accepted = api.post(payment());

    var changed =
        api.get(
            path,
            "If-None-Match",
            accepted.headers().firstValue("ETag").orElseThrow(),
            "Prefer",
            "wait=10");

    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(changed.headers().firstValue("ETag")).isNotEqualTo(etag(accepted));
  }

  @Test
  void whoever_has_waited_in_vain_is_told_that_nothing_changed() {
    api.post(payment());
    var pending = awaitState("PENDING");

    var same = api.get(path, "If-None-Match", etag(pending), "Prefer", "wait=1");

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.headers().firstValue("Preference-Applied")).contains("wait=1");
    assertThat(same.body()).isEmpty();
  }

  @Test
  void a_stream_tells_each_change_once_and_ends_with_the_grant() {
    api.post(payment());
    var redirect = URI.create(Api.json(awaitState("PENDING")).at("/interact/redirect").asText());
    try (var lines = api.stream(path + "/events")) {
      var told = lines.iterator();
      while (!told.next().equals("event: PENDING")) {
        assertThat(told.hasNext()).isTrue();
      }
      new UserAgent().deny(redirect);

      var rest =
          Stream.generate(() -> told.hasNext() ? told.next() : "")
              .takeWhile(
                  line -> !line.startsWith("data: ") || !line.contains("\"to\":\"REJECTED\""))
              .filter(line -> line.startsWith("event: "))
              .collect(Collectors.toList());

      assertThat(rest).endsWith("event: REJECTED");
    }
    try (var lines = api.stream(path + "/events", "Last-Event-ID", "2")) {
      var all = lines.toList();
      assertThat(all).contains("id: 3").doesNotContain("id: 1", "id: 2");
      assertThat(all.getLast()).isEmpty();
    }
  }

  @Test
  void a_list_shows_the_newest_first_and_goes_on() {
    var first = Platform.newGrantId();
    var bob = platform.wallet("bob-" + grantId).toString();
    api.post(Samples.incomingPayment(first, bob));
    api.post(Samples.incomingPayment(grantId, bob));

    var page = Api.json(api.get("/v1/grants?limit=1&walletAddress=" + bob));
    var next = Api.json(api.get(page.at("/next").asText()));
    var none = Api.json(api.get("/v1/grants?client=nobody"));

    assertThat(page.at("/grants/0/grantId").asText()).isEqualTo(grantId);
    assertThat(next.at("/grants/0/grantId").asText()).isEqualTo(first);
    assertThat(none.at("/grants")).isEmpty();
    assertThat(none.has("next")).isFalse();
  }

  @Test
  void an_unknown_grant_is_not_found_and_a_revocation_of_it_not_remembered() {
    var unknown = api.delete(path);
    var accepted = api.post(payment());

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(Api.json(unknown).at("/type").asText()).isEqualTo("/problems/grant-unknown");
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(Api.json(awaitState("PENDING")).at("/interact").isEmpty()).isFalse();
  }

  private String payment() {
    return Samples.outgoingPayment(
        grantId, platform.wallet("alice").toString(), Platform.RETURN_URI);
  }

  /// By long polls.
  private HttpResponse<String> awaitState(String state) {
    var answer = api.get(path);
    for (int i = 0; i < 20; i++) {
      if (Api.json(answer).at("/state").asText().equals(state)) {
        return answer;
      }
      var version = Api.json(answer).at("/version").asText();
      answer = api.get(path + "?version=" + version, "Prefer", "wait=5");
    }
    throw new AssertionError("no " + state + ": " + answer.body());
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }
}
