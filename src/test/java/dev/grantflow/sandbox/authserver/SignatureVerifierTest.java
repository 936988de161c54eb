package dev.grantflow.sandbox.authserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The requests were made with the official Open Payments SDK and accepted by the reference server.
class SignatureVerifierTest {
  private static final JsonNode VECTORS = vectors();
  private static final PublicKey KEY = Ed25519.fromJwk(VECTORS.path("jwk")).orElseThrow();

  static Stream<JsonNode> requests() {
    return VECTORS.path("requests").valueStream();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void accepts_what_the_official_sdk_signed(JsonNode request) {
    assertThatNoException().isThrownBy(() -> verify(message(request), signedAt(request)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void refuses_another_method(JsonNode request) {
    SignedMessage message = message(request);
    assertRefused(
        new SignedMessage("PUT", message.targetUri(), message.headers(), message.body()), request);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void refuses_another_target(JsonNode request) {
    SignedMessage message = message(request);
    assertRefused(
        new SignedMessage(
            message.method(), message.targetUri() + "/", message.headers(), message.body()),
        request);
  }

  @Test
  void refuses_a_changed_body() {
    SignedMessage message = message(first());
    assertRefused(
        new SignedMessage(
            message.method(),
            message.targetUri(),
            message.headers(),
            message.body().replace("bob", "eve")),
        first());
  }

  @Test
  void accepts_a_body_with_other_white_space_because_the_digest_is_over_what_javascript_prints() {
    SignedMessage message = message(first());
    assertThatNoException()
        .isThrownBy(
            () ->
                verify(
                    new SignedMessage(
                        message.method(),
                        message.targetUri(),
                        message.headers(),
                        message.body().replace(":[", ": [")),
                    signedAt(first())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signature-input | sig1=                | sig2=",
        "signature-input | \"@method\"          | \"@Method\"",
        "signature-input | \"@method\"          | @method",
        "signature-input | \"@method\" \"       | \"@method\"  \"",
        "signature-input | \"content-digest\"   | \"date\"",
        "signature-input | ;created=1795246196  | ''",
        "signature-input | ;created=1795246196  | ;created=1795246196;alg=\"ed25519\"",
        "signature-input | ;created=1795246196  | ;created=1795246196;tag=\"other\"",
        "signature       | sig1=:               | sig2=:",
        "signature       | ==:                  | ==:, sig2=:AAAA:",
        "signature       | uYhh                 | vYhh",
        "content-digest  | ZTnP                 | ZTnQ",
        "content-digest  | sha-512              | sha-256",
        "content-length  | 178                  | 179",
      })
  void refuses_a_changed_field(String header, String from, String to) {
    SignedMessage changed = changed(first(), header, value -> value.replace(from, to));
    assertThat(changed).isNotEqualTo(message(first()));
    assertRefused(changed, first());
  }

  @ParameterizedTest
  @CsvSource({"signature", "signature-input", "content-digest"})
  void refuses_a_missing_field(String header) {
    SignedMessage message = message(first());
    Map<String, List<String>> headers = new LinkedHashMap<>(message.headers());
    headers.remove(header);
    assertRefused(
        new SignedMessage(message.method(), message.targetUri(), headers, message.body()), first());
  }

  @Test
  void refuses_a_second_signature_field() {
    SignedMessage message = message(first());
    Map<String, List<String>> headers = new LinkedHashMap<>(message.headers());
    headers.computeIfPresent("signature", (name, values) -> List.of(values.getFirst(), "sig2=:A:"));
    assertRefused(
        new SignedMessage(message.method(), message.targetUri(), headers, message.body()), first());
  }

  @Test
  void refuses_an_authorization_that_is_not_covered() {
    SignedMessage message = message(first());
    Map<String, List<String>> headers = new LinkedHashMap<>(message.headers());
    headers.put("authorization", List.of("GNAP ABC"));
    assertRefused(
        new SignedMessage(message.method(), message.targetUri(), headers, message.body()), first());
  }

  @ParameterizedTest
  @CsvSource({"-61", "61", "600", "-600"})
  void refuses_a_signature_whose_clock_is_wrong(long seconds) {
    assertThatExceptionOfType(Refused.class)
        .isThrownBy(
            () -> verify(message(first()), signedAt(first()).plus(Duration.ofSeconds(seconds))));
  }

  @ParameterizedTest
  @CsvSource({"-60", "60"})
  void accepts_a_signature_whose_clock_is_a_little_wrong(long seconds) {
    assertThatNoException()
        .isThrownBy(
            () -> verify(message(first()), signedAt(first()).plus(Duration.ofSeconds(seconds))));
  }

  private static void verify(SignedMessage message, Instant now) {
    SignatureVerifier verifier = new SignatureVerifier(Clock.fixed(now, ZoneOffset.UTC));
    verifier.check(message, verifier.read(message), KEY);
  }

  private static void assertRefused(SignedMessage message, JsonNode request) {
    assertThatExceptionOfType(Refused.class).isThrownBy(() -> verify(message, signedAt(request)));
  }

  private static JsonNode first() {
    return VECTORS.path("requests").path(0);
  }

  private static SignedMessage changed(
      JsonNode request, String header, UnaryOperator<String> change) {
    SignedMessage message = message(request);
    Map<String, List<String>> headers = new LinkedHashMap<>(message.headers());
    headers.computeIfPresent(header, (name, values) -> values.stream().map(change).toList());
    return new SignedMessage(message.method(), message.targetUri(), headers, message.body());
  }

  private static SignedMessage message(JsonNode request) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
    return new SignedMessage(
        request.path("method").asText(),
        request.path("url").asText(),
        headers,
        request.path("body").asText());
  }

  private static Instant signedAt(JsonNode request) {
    String input = request.path("headers").path("signature-input").asText();
    return Instant.ofEpochSecond(
        Long.parseLong(input.substring(input.indexOf("created=") + "created=".length())));
  }

  private static JsonNode vectors() {
    try (InputStream stream =
        SignatureVerifierTest.class.getResourceAsStream("open-payments-sdk-7.4.0.json")) {
      if (stream == null) {
        throw new IllegalStateException("the vectors are missing");
      }
      return Json.parseObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
