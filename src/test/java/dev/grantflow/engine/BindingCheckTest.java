package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingCheckTest {

  private static final URI PLAIN = URI.create("http://grants.example:8080");

  @TempDir Path folder;

  @Test
  void refuses_an_address_at_which_browsers_keep_no_cookie() {
    assertThatThrownBy(() -> new BindingCheck(new PublicAddress(PLAIN), Scene.shop(folder)))
        .hasMessage(
            "grantflow.public-uri is http://grants.example:8080, where browsers keep no secure"
                + " cookie, and grantflow.clients.shop.browser-binding is REQUIRED, which needs"
                + " one: use https, or set browser-binding to OFF");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://grants.example",
        "http://localhost:8080",
        "http://127.0.0.1:1",
        "http://127.1.2.3",
        "http://[0:0:0:0:0:0:0:1]:8080",
        "http://[::1]:8080"
      })
  void takes_one_at_which_they_do(URI address) {
    assertThatCode(() -> new BindingCheck(new PublicAddress(address), Scene.shop(folder)))
        .doesNotThrowAnyException();
  }

  @Test
  void takes_any_where_nobody_needs_one() {
    var unbound = Scene.shop(folder, Map.of("browser-binding", "OFF"));
    var withoutUsers = Scene.shop(folder, Map.of("return-uris", List.of()));

    assertThatCode(() -> new BindingCheck(new PublicAddress(PLAIN), unbound))
        .doesNotThrowAnyException();
    assertThatCode(() -> new BindingCheck(new PublicAddress(PLAIN), withoutUsers))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost.evil.example", "http://127.0.0.1.evil.example"})
  void a_name_that_begins_like_this_machines_is_another(URI address) {
    assertThatThrownBy(() -> new BindingCheck(new PublicAddress(address), Scene.shop(folder)))
        .hasMessageContaining("keep no secure cookie");
  }
}
