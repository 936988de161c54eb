package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.grantflow.contract.DataJson;
import dev.grantflow.grant.GrantState.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which tokens are believed, over real connections and with real signatures.
@Timeout(60)
final class BearerTokenTest {

  private static final String ONE = "/v1/grants/order-7";
  private static final Forge FORGE = new Forge();

  @RegisterExtension
  static final WebServer SERVER =
      WebServer.believing(
          Map.of(
              "grantflow.security.issuer", Forge.ISSUER,
              "grantflow.security.audience", Forge.AUDIENCE,
              "grantflow.security.jwks-file", file(FORGE.keySet())));

  @BeforeEach
  void there_is_a_grant() {
    SERVER.grants().show(Grants.in(Status.PENDING), null);
  }

  static Stream<Arguments> believed() {
    return Stream.of(
        Arguments.of("RS256", FORGE.rs256()),
        Arguments.of("PS256", FORGE.ps256()),
        Arguments.of("ES256", FORGE.es256()),
        Arguments.of("EdDSA", FORGE.edDsa()),
        Arguments.of("typ at+jwt", FORGE.ofType("at+jwt")),
        Arguments.of("typ AT+JWT", FORGE.ofType("AT+JWT")),
        Arguments.of("no kid", FORGE.withoutKeyId()),
        with("several audiences", it -> it.audience(List.of("other", Forge.AUDIENCE))),
        with("scope as an array", it -> it.claim("scope", List.of("a", "grants:read"))),
        with("scp as an array", it -> it.claim("scope", null).claim("scp", List.of("grants:read"))),
        with("scp as a text", it -> it.claim("scope", null).claim("scp", "a grants:read")),
        with("just expired", it -> it.expirationTime(at(-20))),
        with("soon valid", it -> it.notBeforeTime(at(20))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("believed")
  void of_the_issuer_is_believed(String name, String token) throws Exception {
    assertThat(read("Bearer " + token).statusCode()).as(name).isEqualTo(200);
  }

  static Stream<Arguments> forged() {
    return Stream.of(
        Arguments.of("of a stranger", FORGE.ofStranger()),
        Arguments.of("kid of another key", FORGE.withKeyIdOfAnother()),
        Arguments.of("kid of no key", FORGE.withKeyIdOfNobody()),
        Arguments.of("jwk in the header", FORGE.withEmbeddedKey()),
        Arguments.of("jku in the header", FORGE.withAddressOfKeys("http://127.0.0.1:1/")),
        Arguments.of("alg none", Forge.unsigned()),
        Arguments.of("alg none in three parts", Forge.unsignedInThreeParts()),
        Arguments.of("no signature", FORGE.withoutSignature()),
        Arguments.of("HS256 by the public key", FORGE.hs256ByPublicKey()),
        Arguments.of("HS256 by the public key's bytes", FORGE.hs256ByPublicKeyPem()),
        Arguments.of("RS512", FORGE.rs512()),
        Arguments.of("other claims", FORGE.withOtherClaims()),
        Arguments.of("other claims, EdDSA", FORGE.edDsaOfOtherClaims()),
        Arguments.of("crit", FORGE.withCriticalHeader()),
        Arguments.of("crit, EdDSA", FORGE.edDsaWithCriticalHeader()),
        Arguments.of("typ of something else", FORGE.ofType("logout+jwt")),
        Arguments.of("no JWT", "c2VjcmV0"),
        Arguments.of("no token", "%%%"),
        Arguments.of("nothing", ""),
        with("expired", it -> it.expirationTime(at(-31))),
        with("no exp", it -> it.expirationTime(null)),
        with("not yet valid", it -> it.notBeforeTime(at(40))),
        with("another issuer", it -> it.issuer("https://id.example/")),
        with("no issuer", it -> it.issuer(null)),
        with("another audience", it -> it.audience("other")),
        with("no audience", it -> it.audience((String) null)),
        with("no subject", it -> it.subject(null)),
        with("a subject of two lines", it -> it.subject("a\n2026 INFO b")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forged")
  void not_of_the_issuer_for_us_and_now_is_refused_without_a_word_why(String name, String token)
      throws Exception {
    var answer = read("Bearer " + token);

    assertThat(answer.statusCode()).as(name).isEqualTo(401);
    assertThat(challenge(answer))
        .isEqualTo("Bearer error=\"invalid_token\", scope=\"grants:read\"");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"/problems/not-authenticated\",\"title\":\"A token is"
                + " needed\",\"status\":401,\"detail\":\"The token is not accepted. Get a new one"
                + " for this service and send it again.\"}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "BEARER", "Bearer ", "bEaReR"})
  void the_scheme_is_written_in_any_case(String scheme) throws Exception {
    assertThat(read(scheme + " " + FORGE.rs256()).statusCode()).isEqualTo(200);
  }

  @Test
  void no_token_is_told_what_is_needed_and_of_no_error() throws Exception {
    var answer = SERVER.bare("GET", ONE);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(challenge(answer)).isEqualTo("Bearer scope=\"grants:read\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic YmFja2VuZDpzZWNyZXQ=", "GNAP t0ken", "DPoP t0ken"})
  void another_scheme_is_no_token(String authorization) throws Exception {
    var answer = read(authorization);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(challenge(answer)).isEqualTo("Bearer scope=\"grants:read\"");
  }

  @Test
  void a_token_in_the_address_is_none() throws Exception {
    assertThat(SERVER.bare("GET", ONE + "?access_token=" + FORGE.rs256()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_token_in_a_cookie_is_none() throws Exception {
    var cookies = "JWT=%1$s; access_token=%1$s".formatted(FORGE.rs256());

    assertThat(SERVER.bare("GET", ONE, "Cookie", cookies).statusCode()).isEqualTo(401);
  }

  @Test
  void of_two_header_fields_none_is_taken() throws Exception {
    var right = "Authorization: Bearer " + FORGE.rs256();

    var answer = raw("GET " + ONE + " HTTP/1.1", right, right);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase(
            "www-authenticate: Bearer error=\"invalid_request\", scope=\"grants:read\"")
        .contains("/problems/request-unreadable");
    assertThat(raw("GET " + ONE + " HTTP/1.1", right)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void a_scope_that_is_missing_is_named() throws Exception {
    var answer =
        SERVER.bare(
            "DELETE", ONE, "Authorization", "Bearer " + FORGE.with(UnaryOperator.identity()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(challenge(answer))
        .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"grants:revoke\"");
    assertThat(DataJson.MAPPER.readTree(answer.body()).path("type").stringValue())
        .isEqualTo("/problems/not-allowed");
    assertThat(SERVER.grants().taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grants", "grants:", "grants:readx", "GRANTS:READ", "grants:read,a"})
  void a_scope_is_meant_to_the_letter(String scope) throws Exception {
    assertThat(read("Bearer " + FORGE.with(it -> it.claim("scope", scope))).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_page_for_browsers_takes_no_notice_of_tokens() throws Exception {
    var settled = Grants.settled(Status.FINALIZED, "https://shop.example/return");
    SERVER.callbacks().answer(() -> settled);

    var answer =
        SERVER.bare(
            "GET",
            "/finish/1?hash=h4sh&interact_ref=r3f",
            "Authorization",
            "Bearer " + FORGE.ofStranger());

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @Test
  void no_token_is_written_into_the_log_even_when_everything_else_is() throws Exception {
    var refused = FORGE.ofStranger();
    var token = FORGE.rs256();
    try (var log = new Overheard(Level.TRACE)) {
      read("Bearer " + token);
      read("Bearer " + refused);
      read("bearertoken " + refused);
      SERVER.bare("DELETE", ONE, "Authorization", "Bearer " + token);

      assertThat(log.text())
          .contains("everything else")
          .doesNotContain(token, refused, token.split("\\.", -1)[2], refused.split("\\.", -1)[2]);
    }
  }

  private static Arguments with(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, FORGE.with(change));
  }

  private static Date at(int secondsFromNow) {
    return Date.from(Instant.now().plusSeconds(secondsFromNow));
  }

  private static HttpResponse<String> read(String authorization)
      throws IOException, InterruptedException {
    return SERVER.bare("GET", ONE, "Authorization", authorization);
  }

  private static String challenge(HttpResponse<String> answer) {
    return String.join("; ", answer.headers().allValues("WWW-Authenticate"));
  }

  /// Sends what no proper client would.
  private static String raw(String... head) throws IOException {
    try (var socket = new Socket("localhost", SERVER.port())) {
      var text = String.join("\r\n", head) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path file(String keySet) {
    try {
      var file = Files.createTempFile("grantflow-test", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, keySet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
