package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUriTest {

  @ParameterizedTest
  @CsvSource({
    "https://me:pw@id.example:8443/a%20b?key=s3cret#s3cret, https://id.example:8443/a%20b",
    "https://id.example/jwks.json, https://id.example/jwks.json",
    "https://me:pw@no_host/x, https://no_host/x",
    "http://[::1]:80/x?y, http://[::1]:80/x",
    "//me:pw@id.example?key=s3cret, //id.example",
    "grants?key=s3cret, grants",
    "me:pw@id.example, me:…",
    "https:me:pw@id.example, https:…"
  })
  void is_without_what_may_give_access(URI uri, String shown) {
    assertThat(ShownUri.of(uri)).isEqualTo(shown);
  }
}
