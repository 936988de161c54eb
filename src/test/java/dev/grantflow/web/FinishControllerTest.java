package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.engine.FinishCallbacks.Outcome;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Secret;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FinishControllerTest {

  private static final String RETURN = "https://shop.example/return";
  private static final String COMPLETED = "/finish/c4llback-1d?hash=h4sh&interact_ref=r3f";

  @RegisterExtension static final WebServer SERVER = new WebServer();

  @Test
  void hands_the_hash_and_the_reference_to_the_engine() throws Exception {
    SERVER.get(COMPLETED, Grants.settled(Status.FINALIZED, RETURN));

    assertThat(SERVER.callbacks().seen())
        .containsExactly(
            new ScriptedCallbacks.Seen(
                Secret.of("c4llback-1d"),
                new Arrival.Completed("h4sh", Secret.of("r3f")),
                List.of(),
                true));
  }

  @ParameterizedTest
  @CsvSource({
    "pqj9+Q/AiM%3D, pqj9+Q/AiM=",
    "pqj9%2BQ%2FAiM%3D, pqj9+Q/AiM=",
    "pqj9+Q/AiM=, pqj9+Q/AiM=",
    "x-gguKWT_j8rQf, x-gguKWT_j8rQf"
  })
  void reads_a_hash_however_its_plus_is_written(String encoded, String hash) throws Exception {
    SERVER.get("/finish/1?interact_ref=r3f&hash=" + encoded, Grants.settled(Status.PENDING, null));

    assertThat(SERVER.callbacks().seen())
        .extracting(ScriptedCallbacks.Seen::arrival)
        .containsExactly(new Arrival.Completed(hash, Secret.of("r3f")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_rejected",
        "grant_invalid",
        "invalid_interaction&message=interaction+expired",
        "unknown_interaction",
        "request_denied"
      })
  void takes_a_known_result_without_a_hash_for_what_it_is(String query) throws Exception {
    var reply = SERVER.get("/finish/1?result=" + query, Grants.settled(Status.REVOKING, RETURN));

    assertThat(SERVER.callbacks().seen())
        .extracting(ScriptedCallbacks.Seen::arrival)
        .containsExactly(new Arrival.WithoutHash(query.replaceFirst("&.*", "")));
    assertThat(location(reply)).isEqualTo(RETURN + "?grantId=order-7&status=REVOKING");
  }

  @ParameterizedTest
  @CsvSource({
    "'', The parameter hash is missing.",
    "?, The parameter hash is missing.",
    "?interact_ref=r3f, The parameter hash is missing.",
    "?hash=&interact_ref=r3f, The parameter hash is missing.",
    "?hash=h4sh, The parameter interact_ref is missing.",
    "?hash=h4sh&interact_ref, The parameter interact_ref is missing.",
    "?hash=h4sh&result=grant_rejected, The parameter interact_ref is missing.",
    "?hash=h4sh&hash=h4sh&interact_ref=r3f, The parameter hash is there more than once.",
    "?hash=h4sh&interact_ref=r3f&interact_ref=2, The parameter interact_ref is there more than"
        + " once.",
    "?result=grant_rejected&result=x, The parameter result is there more than once.",
    "?result=, The parameter result is missing.",
    "?result=granted, The parameter result has a value that is not known here.",
  })
  void names_the_parameter_that_is_wrong(String query, String sentence) throws Exception {
    var reply = SERVER.get("/finish/1" + query, Grants.settled(Status.FINALIZED, RETURN));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("<p>" + sentence).doesNotContain("h4sh", "r3f", "granted.");
    assertThat(SERVER.callbacks().seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"hash, 128", "interact_ref, 1024"})
  void bounds_what_it_reads(String name, int most) throws Exception {
    var other = name.equals("hash") ? "&interact_ref=r3f&hash=" : "&hash=h4sh&interact_ref=";
    var outcome = Grants.settled(Status.FINALIZED, RETURN);

    var fits = SERVER.get("/finish/1?x=y" + other + "a".repeat(most), outcome);
    var longer = SERVER.get("/finish/1?x=y" + other + "a".repeat(most + 1), outcome);

    assertThat(fits.statusCode()).isEqualTo(303);
    assertThat(longer.statusCode()).isEqualTo(400);
    assertThat(longer.body()).contains("The parameter %s is too long.".formatted(name));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void sends_the_browser_back_with_the_grants_status(Status status) throws Exception {
    var reply = SERVER.get(COMPLETED, Grants.settled(status, RETURN));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(location(reply)).isEqualTo(RETURN + "?grantId=order-7&status=" + status);
    assertThat(reply.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, https://shop.example?*",
    "https://shop.example/r?, https://shop.example/r?*",
    "https://shop.example/r?cart=1, https://shop.example/r?cart=1&*",
    "https://shop.example/r?cart=1%26a%3D2&b, https://shop.example/r?cart=1%26a%3D2&b&*",
    "https://shop.example/r?cart=1&, https://shop.example/r?cart=1&*",
    "https://shop.example/r#/done?x, https://shop.example/r?*#/done?x",
    "https://shop.example/r?cart=1#end, https://shop.example/r?cart=1&*#end",
    "https://shop.example/zurück, https://shop.example/zur%C3%BCck?*",
  })
  void keeps_the_return_uri_as_it_is(String returnUri, String expected) throws Exception {
    var reply = SERVER.get(COMPLETED, Grants.settled(Status.FINALIZED, returnUri));

    assertThat(location(reply))
        .isEqualTo(expected.replace("*", "grantId=order-7&status=FINALIZED"));
  }

  @ParameterizedTest
  @CsvSource({
    "APPROVED, Almost done",
    "FINALIZED, Granted",
    "REJECTED, Not granted",
    "REVOKING, Withdrawn",
    "EXPIRED, Too late",
    "FAILED, Something went wrong"
  })
  void shows_the_status_when_there_is_nowhere_to_return_to(Status status, String heading)
      throws Exception {
    var reply = SERVER.get(COMPLETED, Grants.settled(status, null));

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
    assertThat(reply.body()).contains("<h1>" + heading + "</h1>").doesNotContain("c4llback-1d");
  }

  @Test
  void tells_a_wrong_hash_from_an_unknown_callback() throws Exception {
    var wrong = SERVER.get(COMPLETED, new Outcome.WrongHash());
    var unknown = SERVER.get(COMPLETED, new Outcome.UnknownCallback());

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("This confirmation does not fit");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("Nothing waits here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/problem+json",
        "text/html;q=0.4, application/json;q=0.5",
        "application/json, */*;q=0.1"
      })
  void answers_in_json_where_that_is_preferred(String accept) throws Exception {
    SERVER.callbacks().answer(Outcome.WrongHash::new);
    var problem = SERVER.get(COMPLETED, "Accept", accept);
    SERVER.callbacks().answer(() -> Grants.settled(Status.FINALIZED, null));
    var status = SERVER.get(COMPLETED, "Accept", accept);

    assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.body())
        .startsWith(
            "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,\"detail\":\"What");
    assertThat(status.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(status.body()).contains("\"grantId\":\"order-7\"", "\"status\":\"FINALIZED\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/json;q=0.5, text/html",
        "image/png",
        "not a media type"
      })
  void answers_with_a_page_otherwise(String accept) throws Exception {
    SERVER.callbacks().answer(Outcome.WrongHash::new);

    var reply = SERVER.get(COMPLETED, "Accept", accept);

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).startsWith("<!DOCTYPE html>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"})
  void finishes_nothing_by_another_method(String method) throws Exception {
    SERVER.callbacks().answer(() -> Grants.settled(Status.FINALIZED, RETURN));

    var reply = SERVER.send(method, COMPLETED, "Accept", "application/json");

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.headers().firstValue("Allow").orElseThrow().split(",", -1))
        .containsExactlyInAnyOrder("GET", "POST");
    assertThat(SERVER.callbacks().seen()).isEmpty();
  }

  private static String location(HttpResponse<String> reply) {
    return reply.headers().firstValue("Location").orElseThrow();
  }
}
