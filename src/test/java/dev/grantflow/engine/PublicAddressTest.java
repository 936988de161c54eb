package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.grant.Secret;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://grants.example.com, https://grants.example.com/finish/id",
    "https://grants.example.com/, https://grants.example.com/finish/id",
    "http://[::1]:8080/grants, http://[::1]:8080/grants/finish/id",
    "https://grants.example.com/a/b/, https://grants.example.com/a/b/finish/id"
  })
  void callbacks_stand_below_it(URI address, String finish) {
    assertThat(new PublicAddress(address).finishUri(Secret.of("id"))).isEqualTo(Secret.of(finish));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "grants.example.com, grants.example.com",
    "ftp://grants.example.com, ftp://grants.example.com",
    "https:grants.example.com, https:…",
    "https:///grants, https:/grants",
    "https://user@grants.example.com, https://grants.example.com",
    "https://grants.example.com?x=1, https://grants.example.com",
    "https://grants.example.com#x, https://grants.example.com"
  })
  void anything_else_stops_the_start(String address, String shown) {
    assertThatThrownBy(() -> new PublicAddress(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            ("grantflow.public-uri is %s and must be an absolute http or https URI without user"
                    + " information, query and fragment, such as https://grants.example.com")
                .formatted(shown));
  }
}
