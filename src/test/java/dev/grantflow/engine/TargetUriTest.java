package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.TargetUri.Reading;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUriTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://rs.example/quotes",
        "https://rs.example:8443/a/quotes/1",
        "https://[::1]/quotes?a=%2F",
        "https://rs.example/incoming-payments?wallet-address=https%3A%2F%2Fw.example%2Falice"
      })
  void takes_a_uri_in_the_spelling_that_nothing_changes_on_the_way(String text) {
    assertThat(TargetUri.read(text, false))
        .isEqualTo(new Reading.Read(new TargetUri(URI.create(text))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /quotes                               | must be absolute and begin with https://
          HTTPS://rs.example/quotes             | must be absolute and begin with https://
          http://rs.example/quotes              | must be absolute and begin with https://
          ftp://rs.example/quotes               | must be absolute and begin with https://
          https://user@rs.example/quotes        | must carry neither user information nor a fragment
          https://rs.example/quotes#1           | must carry neither user information nor a fragment
          https://RS.example/quotes             | must name a host, in lower case, as HTTP clients send it
          https:///quotes                       | must name a host, in lower case, as HTTP clients send it
          https://rs.example:443/quotes         | must not name the scheme's own port, which HTTP clients leave out
          https://rs.example:/quotes            | must not name the scheme's own port, which HTTP clients leave out
          https://rs.example/a\\quotes          | must be a URI (RFC 3986), for example without a backslash
          https://rs.example/a%5cquotes         | must have a path without percent-encoded characters
          https://rs.example/quotes%2f1         | must have a path without percent-encoded characters
          https://rs.example/%2e%2e/quotes      | must have a path without percent-encoded characters
          https://rs.example/../quotes          | must have a path without empty segments, "." and "..", and without a slash at its end
          https://rs.example/./quotes           | must have a path without empty segments, "." and "..", and without a slash at its end
          https://rs.example//quotes            | must have a path without empty segments, "." and "..", and without a slash at its end
          https://rs.example/quotes/            | must have a path without empty segments, "." and "..", and without a slash at its end
          https://rs.example                    | must have a path without empty segments, "." and "..", and without a slash at its end
          https://rs.example/quo tes            | must be a URI of at most 2048 characters, all of them visible ASCII
          https://rs.example/quöte              | must be a URI of at most 2048 characters, all of them visible ASCII
          """)
  void refuses_what_could_be_read_in_two_ways_and_says_what_would_be_right(
      String text, String message) {
    assertThat(TargetUri.read(text, false)).isEqualTo(new Reading.Flawed(message));
  }

  @Test
  void plain_http_is_for_where_it_is_allowed() {
    assertThat(TargetUri.read("http://127.0.0.1:81/quotes", true)).isInstanceOf(Reading.Read.class);
    assertThat(TargetUri.read("http://127.0.0.1:80/quotes", true))
        .isInstanceOf(Reading.Flawed.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          https://rs.example/op,       https://rs.example/op/quotes/1,     quotes/1
          https://rs.example/op/,      https://rs.example/op/quotes/1,     quotes/1
          https://rs.example,          https://rs.example/quotes,          quotes
          https://RS.example:443/,     https://rs.example/quotes,          quotes
          https://rs.example/op,       https://rs.example/op,              -
          https://rs.example/op,       https://rs.example/opera/quotes,    -
          https://rs.example/op,       https://rs.example/OP/quotes,       -
          https://rs.example/op,       https://rs.example:8443/op/quotes,  -
          https://rs.example/op,       https://rs.example.evil/op/quotes,  -
          http://rs.example/op,        https://rs.example/op/quotes,       -
          """)
  void lies_below_a_resource_server_of_the_same_scheme_host_port_and_path(
      String resourceServer, String target, String below) {
    var expected = Optional.ofNullable(below).map(it -> List.of(it.split("/")));

    assertThat(new TargetUri(URI.create(target)).below(URI.create(resourceServer)))
        .isEqualTo(expected);
  }
}
