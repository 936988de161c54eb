package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.PublicAddress;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectiveHeadersTest {

  private static ProtectiveHeaders headers(boolean hsts, String publicUri) {
    return new ProtectiveHeaders(
        new HttpSettings(hsts, 1, 1, null), new PublicAddress(URI.create(publicUri)));
  }

  @ParameterizedTest
  @CsvSource({
    "true, https://grants.example, true",
    "true, http://localhost:8080, false",
    "false, https://grants.example, false"
  })
  void promises_tls_only_where_there_is_tls(boolean hsts, String publicUri, boolean isPromised) {
    var response = headers(hsts, publicUri).on(HttpResponse.ok());

    assertThat(response.getHeaders().contains("Strict-Transport-Security")).isEqualTo(isPromised);
  }

  @Test
  void leaves_it_to_a_reply_how_long_it_may_be_kept() {
    var kept = HttpResponse.ok().header(HttpHeaders.CACHE_CONTROL, "public, max-age=60");

    var response = headers(true, "https://grants.example").on(kept);

    assertThat(response.getHeaders().get(HttpHeaders.CACHE_CONTROL))
        .isEqualTo("public, max-age=60");
  }
}
