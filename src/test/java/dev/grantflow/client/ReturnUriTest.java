package dev.grantflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnUriTest {

  private static boolean admits(String entry, String uri) {
    return ReturnUri.parse(entry).admits(URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/return, https://shop.example/return",
    "https://shop.example/return, https://shop.example/return/",
    "https://shop.example/return, https://shop.example/return/7",
    "https://shop.example/return, https://shop.example/return?order=7",
    "https://shop.example/return, https://shop.example/return#order-7",
    "https://shop.example/return, HTTPS://Shop.EXAMPLE/return",
    "https://Shop.Example/return, https://shop.example/return",
    "https://shop.example/return, https://shop.example:443/return",
    "https://shop.example:443/return, https://shop.example/return",
    "http://shop.example:80/return, http://shop.example/return",
    "https://shop.example:8443/return, https://shop.example:8443/return",
    "https://shop.example/return/, https://shop.example/return/7",
    "https://shop.example, https://shop.example",
    "https://shop.example, https://shop.example/",
    "https://shop.example/, https://shop.example?order=7",
    "https://shop.example, https://shop.example/anything",
    "http://[::1]:3000/return, http://[::1]:3000/return/7",
    "https://shop.example/return, https://shop.example/return/...",
    "https://shop.example/return, https://shop.example/return?to=../admin"
  })
  void admits_what_is_the_same_or_below(String entry, String uri) {
    assertThat(admits(entry, uri)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/return, http://shop.example/return",
    "https://shop.example/return, https://shop.example:8443/return",
    "https://shop.example/return, https://shop.example:80/return",
    "http://shop.example/return, http://shop.example:443/return",
    "https://shop.example/return, https://www.shop.example/return",
    "https://shop.example/return, https://shop.example.evil.example/return",
    "https://shop.example/return, https://evilshop.example/return",
    "https://shop.example/return, https://shop.example./return",
    "https://shop.example/return, https://shop.example/returned",
    "https://shop.example/return, https://shop.example/Return",
    "https://shop.example/return, https://shop.example/",
    "https://shop.example/return, https://shop.example",
    "https://shop.example/return/, https://shop.example/return",
    "http://[::1]/return, http://[::2]/return",
    "http://[::1]/return, http://[::ffff:127.0.0.1]/return"
  })
  void refuses_another_place(String entry, String uri) {
    assertThat(admits(entry, uri)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/return/../admin",
        "https://shop.example/return/..",
        "https://shop.example/return/.",
        "https://shop.example/return/%2e%2e/admin",
        "https://shop.example/return/%2E./admin",
        "https://shop.example/return/..%2Fadmin",
        "https://shop.example/return/%2e%2e%2fadmin",
        "https://shop.example/return%2F7",
        "https://shop.example/return/a%5c..%5cadmin",
        "https://shop.example/return/%5Cevil.example",
        "https://shop.example%2F@evil.example/return"
      })
  void refuses_a_path_that_leads_elsewhere_once_decoded(String uri) {
    assertThat(admits("https://shop.example/return", uri)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example@evil.example/return",
        "https://evil.example@shop.example/return",
        "https://user:word@shop.example/return",
        "https://evil.example#@shop.example/return",
        "https://evil.example?@shop.example/return",
        "//shop.example/return",
        "/return",
        "return",
        "",
        "https:/return",
        "https:///return",
        "https:shop.example/return",
        "mailto:shop@shop.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "urn:shop:return"
      })
  void refuses_what_names_no_host_or_also_a_user(String uri) {
    assertThat(admits("https://shop.example/return", uri)).isFalse();
    assertThat(admits("https://shop.example", uri)).isFalse();
  }

  @Test
  void a_backslash_is_no_part_of_a_uri() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> admits("https://shop.example", "https://shop.example\\@evil.example"));
  }
}
