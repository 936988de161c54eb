package dev.grantflow.sandbox.authserver;

import static dev.grantflow.sandbox.authserver.Sandbox.error;
import static dev.grantflow.sandbox.authserver.Sandbox.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grantflow.sandbox.authserver.Behaviour.Faulty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault at the grant request, and the faults whose place matters there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTest {
  private final Sandbox sandbox = new Sandbox();
  private final Books books = sandbox.server.books();

  @AfterAll
  void close() {
    sandbox.close();
  }

  static Stream<Behaviour> behaviours() {
    return Behaviour.all();
  }

  @ParameterizedTest
  @MethodSource("behaviours")
  void each_behaviour_has_a_name_of_its_own(Behaviour behaviour) {
    assertThat(Behaviour.named(behaviour.walletName())).hasValue(behaviour);
    assertThat(Behaviour.named(behaviour.walletName() + ".7")).hasValue(behaviour);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_500, 500, <",
    "REQUEST_DENIED_500, 500, request_denied",
    "INVALID_REQUEST, 400, invalid_request",
    "ERROR_AS_STRING, 400, '{\"error\":\"invalid_request\"}'",
    "ERROR_WITHOUT_CODE, 400, '{\"error\":{\"description\":'",
    "INVALID_CLIENT, 401, invalid_client",
    "REQUEST_DENIED, 401, request_denied",
    "NOT_FOUND, 404, invalid_request",
    "HTML_ERROR, 502, <",
    "HTML_OK, 200, <",
    "EMPTY_OK, 200, ''",
    "MALFORMED_JSON, 200, '{\"continue\":{\"uri\":'",
    "REDIRECT, 302, ''",
  })
  void answers_wrongly_each_time(Fault fault, int status, String body) {
    for (int time = 0; time < 2; time++) {
      HttpResponse<String> response = request(fault);

      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.body()).contains(body);
      assertThat(response.body().isEmpty()).isEqualTo(body.isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_500_ONCE, 500",
    "UNAVAILABLE_ONCE, 503",
    "TOO_MANY_ONCE, 429",
    "TOO_FAST_ONCE, 400"
  })
  void answers_wrongly_once(Fault fault, int status) {
    assertThat(request(fault).statusCode()).isEqualTo(status);
    assertThat(request(fault).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE_ONCE", "TOO_MANY_ONCE"})
  void says_when_to_come_again(Fault fault) {
    URI endpoint = sandbox.server.grantEndpoint(name(fault) + ".again");

    assertThat(sandbox.request(endpoint, sandbox.incoming()).headers().firstValue("Retry-After"))
        .hasValue("1");
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_BEFORE", "TRUNCATED"})
  void closes_the_connection_before_processing(Fault fault) {
    int before = books.liveTokens().size();

    assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> request(fault));
    assertThat(books.liveTokens()).hasSize(before);
  }

  @Test
  void closes_the_connection_after_processing() {
    int before = books.liveTokens().size();

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> request(Fault.DROP_AFTER));
    assertThat(books.liveTokens()).hasSize(before + 1);
  }

  @Test
  void answers_late() {
    assertThat(request(Fault.SLOW).statusCode()).isEqualTo(200);
  }

  @Test
  void answers_with_ten_megabytes() {
    assertThat(json(request(Fault.HUGE)).path("filler").textValue()).hasSize(10 * 1024 * 1024);
  }

  @ParameterizedTest
  @CsvSource({"ENDLESS, 20000000", "DRIP, 15"})
  void does_not_come_to_an_end(Fault fault, int bytes) throws Exception {
    SignedCall call = signed(fault);
    try (InputStream body =
        call.http()
            .send(call.request(sandbox.incoming()), HttpResponse.BodyHandlers.ofInputStream())
            .body()) {
      assertThat(body.readNBytes(bytes)).hasSize(bytes);
    }
  }

  @Test
  void hangs_until_the_server_closes() {
    try (Sandbox other = new Sandbox()) {
      URI endpoint = other.server.grantEndpoint(name(Fault.HANG));
      SignedCall call = other.call("POST", endpoint, other.incoming(), null).sign();
      CompletableFuture<HttpResponse<String>> answer =
          call.http()
              .sendAsync(call.request(other.incoming()), HttpResponse.BodyHandlers.ofString());
      while (other.server.books().calls(Point.JWKS) == 0) {
        Thread.onSpinWait();
      }
      assertThat(answer).isNotDone();
      other.server.close();

      assertThat(answer)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void the_identifier_chooses_at_the_common_endpoint() {
    String body = sandbox.incoming().replace("/bob", "/" + name(Fault.INVALID_REQUEST));

    assertThat(error(sandbox.request(body))).isEqualTo("400 invalid_request");
  }

  @Test
  void a_bad_signature_comes_before_the_fault() {
    SignedCall call = signed(Fault.HTML_OK);

    assertThat(error(call.send(sandbox.incoming().replace("/bob", "/eve"))))
        .isEqualTo("401 invalid_client");
  }

  @Test
  void a_continuation_whose_answer_is_lost_has_minted_a_token_that_cancellation_ends() {
    Faulty faulty = new Faulty(Point.CONTINUE, Fault.DROP_AFTER);
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint(faulty.walletName()));

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> sandbox.proceed(approved.pending(), approved.interactRef()));
    assertThat(entry(approved).tokensLive()).isEqualTo(1);
    assertThat(sandbox.cancel(approved.pending()).statusCode()).isEqualTo(204);
    assertThat(entry(approved).tokensLive()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_500", "HTML_OK", "REQUEST_DENIED", "EMPTY_OK"})
  void a_continuation_that_fails_mints_nothing(Fault fault) {
    Faulty faulty = new Faulty(Point.CONTINUE, fault);
    Sandbox.Approved approved = sandbox.approved(sandbox.server.grantEndpoint(faulty.walletName()));
    sandbox.proceed(approved.pending(), approved.interactRef());

    assertThat(entry(approved))
        .returns(GrantState.APPROVED, Books.GrantEntry::state)
        .returns(0, Books.GrantEntry::tokensIssued);
  }

  @ParameterizedTest
  @EnumSource(
      value = Point.class,
      names = {"CANCEL", "ROTATE", "REVOKE"})
  void later_calls_fail_where_the_name_says_so(Point at) {
    Faulty faulty = new Faulty(at, Fault.ERROR_500_ONCE);
    JsonNode issued =
        json(
            sandbox.request(sandbox.server.grantEndpoint(faulty.walletName()), sandbox.incoming()));

    assertThat(later(at, issued).statusCode()).isEqualTo(500);
    assertThat(later(at, issued).statusCode()).isIn(200, 204);
  }

  private HttpResponse<String> later(Point at, JsonNode issued) {
    return switch (at) {
      case CANCEL -> sandbox.cancel(issued);
      case ROTATE -> sandbox.rotate(issued);
      case REVOKE -> sandbox.revoke(issued);
      default -> throw new IllegalArgumentException(at.name());
    };
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 404, invalid_request",
    "HTML_OK, 200, <",
    "MALFORMED_JSON, 200, {",
    "REDIRECT, 302, ''",
    "SLOW, 200, authServer"
  })
  void wallet_addresses_fail_too(Fault fault, int status, String body) {
    URI walletAddress = sandbox.server.walletAddress(new Faulty(Point.WALLET, fault));
    HttpResponse<String> response = sandbox.call("GET", walletAddress, "", null).send();

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(body);
  }

  private Books.GrantEntry entry(Sandbox.Approved approved) {
    return books.grantOf(Sandbox.redirect(approved.pending())).orElseThrow();
  }

  private HttpResponse<String> request(Fault fault) {
    return signed(fault).send();
  }

  private SignedCall signed(Fault fault) {
    URI endpoint = sandbox.server.grantEndpoint(name(fault));
    return sandbox.call("POST", endpoint, sandbox.incoming(), null).sign();
  }

  private static String name(Fault fault) {
    return new Faulty(Point.REQUEST, fault).walletName();
  }
}
