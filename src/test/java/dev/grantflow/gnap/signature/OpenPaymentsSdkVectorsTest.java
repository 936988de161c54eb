package dev.grantflow.gnap.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that the official SDK made and the reference authorization server accepted.
class OpenPaymentsSdkVectorsTest {

  static Stream<Arguments> requests() throws IOException {
    String file = "/vectors/open-payments-sdk-7.4.0.json";
    try (InputStream in =
        Objects.requireNonNull(OpenPaymentsSdkVectorsTest.class.getResourceAsStream(file))) {
      JsonNode vectors = new ObjectMapper().readTree(in);
      return vectors
          .path("requests")
          .valueStream()
          .map(
              request ->
                  Arguments.of(
                      Named.of(request.path("name").asText(), request), vectors.path("jwk")));
    }
  }

  private static UnsignedRequest unsigned(JsonNode request) {
    JsonNode authorization = request.path("headers").path("authorization");
    byte[] body = request.path("body").asText().getBytes(UTF_8);
    return new UnsignedRequest(
        request.path("method").asText(),
        URI.create(request.path("url").asText()),
        authorization.isMissingNode() ? null : authorization.asText(),
        body.length == 0
            ? null
            : new Content(request.path("headers").path("content-type").asText(), body));
  }

  private static String header(JsonNode request, String name) {
    return request.path("headers").path(name).asText();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void our_base_is_theirs_and_their_signature_verifies_over_it(JsonNode request, JsonNode jwk) {
    String input = header(request, "signature-input");

    SignatureBase base =
        RequestSigner.base(unsigned(request), input.substring(input.indexOf(')') + 1));

    assertThat(base.text()).isEqualTo(request.path("base").asText());
    assertThat(
            Keys.verifies(
                Base64.getUrlDecoder().decode(jwk.path("x").asText()),
                base.text(),
                header(request, "signature")))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void our_headers_are_theirs_but_for_the_signature(JsonNode request, JsonNode jwk) {
    String input = header(request, "signature-input");
    Instant created =
        Instant.ofEpochSecond(Long.parseLong(input.replaceFirst(".*;created=(\\d+)$", "$1")));
    RequestSigner signer =
        new RequestSigner(Keys.fresh(jwk.path("kid").asText()), SignatureProfile.OPEN_PAYMENTS_SDK);

    SignedHeaders headers = signer.sign(unsigned(request), created, "unused");

    assertThat(headers.byName())
        .allSatisfy(
            (name, value) -> {
              if (!name.equals("Signature")) {
                assertThat(value).isEqualTo(header(request, name.toLowerCase(Locale.ROOT)));
              }
            });
    assertThat(headers.byName()).containsKeys("Signature-Input", "Signature");
  }
}
