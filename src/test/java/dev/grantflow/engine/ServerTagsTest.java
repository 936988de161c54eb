package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTagsTest {

  private final ServerTags tags = new ServerTags();

  @Test
  void a_server_is_told_by_its_host_and_port_alone() {
    assertThat(tags.of(URI.create("https://who:secret@Auth.example:8443/gnap?token=x")))
        .isEqualTo("auth.example:8443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example/",
        "https://AUTH.example./gnap",
        "https://auth.example:443/",
        "https://auth.example:0443/",
        "https://auth.example:/"
      })
  void a_server_is_one_however_it_is_spelled(URI server) {
    assertThat(tags.of(server)).isEqualTo("auth.example");
  }

  @Test
  void further_hosts_are_other_and_the_first_stay_what_they_are() {
    IntStream.range(0, ServerTags.SERVERS_MAX).forEach(i -> tags.of("auth-" + i + ".example"));

    assertThat(tags.of("late.example")).isEqualTo(ServerTags.OTHER);
    assertThat(tags.of("auth-0.example")).isEqualTo("auth-0.example");
  }

  @Test
  void a_server_that_was_not_found_out_is_unknown() {
    assertThat(tags.of((URI) null)).isEqualTo(ServerTags.UNKNOWN);
  }
}
