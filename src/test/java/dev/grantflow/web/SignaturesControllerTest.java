package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.engine.ResourceSignatures.RequestContent;
import dev.grantflow.engine.ResourceSignatures.RequestToSign;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Problem;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesControllerTest {

  static final String SIGNATURES = "/v1/grants/order-7/signatures";
  static final String READ = "{\"method\":\"GET\",\"targetUri\":\"https://rs.example/quotes/1\"}";

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @Test
  void gives_the_headers_and_keeps_them_out_of_caches() throws Exception {
    var answer =
        post(READ, new Outcome.Signed(new LinkedHashMap<>(Map.of("Authorization", "GNAP t"))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"headers\":{\"Authorization\":\"GNAP t\"}}");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(SERVER.signatures().asked())
        .containsExactly(
            new ScriptedSignatures.Asked(
                new GrantId("order-7"),
                new RequestToSign("GET", "https://rs.example/quotes/1", null, null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"body\":\"{\\\"a\\\":\\\"é\\\"}\"", "\"bodyBase64\":\"eyJhIjoiw6kifQ==\""})
  void a_body_is_text_in_utf8_or_bytes_in_base64(String member) throws Exception {
    post(with(member), new Outcome.UnknownGrant());

    assertThat(SERVER.signatures().asked())
        .singleElement()
        .satisfies(
            asked ->
                assertThat(asked.request().content())
                    .isInstanceOfSatisfying(
                        RequestContent.Sent.class,
                        sent ->
                            assertThat(sent.bytes()).isEqualTo("{\"a\":\"é\"}".getBytes(UTF_8))));
  }

  @Test
  void a_digest_comes_with_its_length_and_a_label_chooses_a_token() throws Exception {
    var member =
        "\"contentDigest\":\"sha-512=:A:\",\"contentLength\":7,\"contentType\":\"a/b\",\"label\":\"l\"";

    post(with(member), new Outcome.UnknownGrant());

    assertThat(SERVER.signatures().asked())
        .singleElement()
        .satisfies(
            asked ->
                assertThat(asked.request())
                    .isEqualTo(
                        new RequestToSign(
                            "POST",
                            "https://rs.example/quotes",
                            new RequestContent.Digested("a/b", "sha-512=:A:", 7),
                            "l")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"targetUri":"https://rs.example/"}                            | method
          {"method":"GET"}                                               | targetUri
          {"method":"get","targetUri":"a"}                               | method
          {"method":7,"targetUri":"a"}                                   | method
          {"method":"POST","targetUri":"a","body":{"a":1}}               | body
          {"method":"POST","targetUri":"a","body":"\\ud800"}             | body
          {"method":"POST","targetUri":"a","bodyBase64":"***"}           | bodyBase64
          {"method":"POST","targetUri":"a","body":"b","bodyBase64":"YQ=="} | bodyBase64
          {"method":"POST","targetUri":"a","contentDigest":"a"}          | contentLength
          {"method":"POST","targetUri":"a","contentDigest":"a","contentLength":1.5} | contentLength
          {"method":"POST","targetUri":"a","contentLength":1}            | contentLength
          {"method":"POST","targetUri":"a","header":"b"}                 | header
          """)
  void names_the_member_that_is_wrong(String json, String field) throws Exception {
    var answer = post(json, new Outcome.UnknownGrant());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body()).contains("\"problems\":[{\"field\":\"%s\"".formatted(field));
    assertThat(SERVER.signatures().asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "{\"method\":\"GET\",\"method\":\"GET\"}"})
  void what_is_no_json_object_cannot_be_read(String json) throws Exception {
    assertThat(post(json, new Outcome.UnknownGrant()).statusCode()).isEqualTo(400);
  }

  @Test
  void says_why_there_is_no_signature() throws Exception {
    var unknown = post(READ, new Outcome.UnknownGrant());
    var pending = post(READ, new Outcome.NotUsable("The grant is PENDING."));
    var refused = post(READ, new Outcome.Refused(List.of(new Problem("targetUri", "is wrong"))));
    var away = post(READ, new Outcome.Unavailable("Away.", Duration.ofSeconds(9)));

    assertThat(List.of(unknown, pending, refused, away))
        .extracting(HttpResponse::statusCode)
        .containsExactly(404, 409, 422, 503);
    assertThat(pending.body()).contains("\"detail\":\"The grant is PENDING.\"");
    assertThat(refused.body())
        .contains("\"problems\":[{\"field\":\"targetUri\",\"message\":\"is wrong\"}]");
    assertThat(away.headers().firstValue("Retry-After")).contains("9");
  }

  @Test
  void an_id_that_cannot_be_is_unknown() throws Exception {
    assertThat(send("/v1/grants/a%20b/signatures", READ).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> post(String json, Outcome outcome)
      throws IOException, InterruptedException {
    SERVER.signatures().answer(() -> outcome);
    return send(SIGNATURES, json);
  }

  private static HttpResponse<String> send(String path, String json)
      throws IOException, InterruptedException {
    return SERVER.sendBody("POST", path, json, "Content-Type", "application/json");
  }

  private static String with(String members) {
    return "{\"method\":\"POST\",\"targetUri\":\"https://rs.example/quotes\"," + members + "}";
  }
}
