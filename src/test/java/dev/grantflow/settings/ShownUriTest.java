package dev.grantflow.settings;

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
    assertThat(ShownUri.of(uri.toString())).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a b/c, https://a b/c",
    "https://me:pw@a b/c, …a b/c",
    "https://me:p@w@a b/c?key=s3cret#s3cret, …a b/c…",
    "https://a b/c?to=x@y&key=s3cret, …",
    "https://me:pw?x@a b/c, …"
  })
  void is_without_it_where_it_is_none(String text, String shown) {
    assertThat(ShownUri.of(text)).isEqualTo(shown);
  }
}
