package dev.grantflow.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThisMachineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://LOCALHOST:8080/a",
        "https://localhost.",
        "http://127.0.0.1:1",
        "http://127.1.2.3",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]",
        "http://[::ffff:127.0.0.1]"
      })
  void is_called_so(URI uri) {
    assertThat(ThisMachine.isHostOf(uri)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://grants.example.com",
        "http://grants.localhost",
        "http://localhost.example.com",
        "http://notlocalhost",
        "http://127.0.0.1.example.com",
        "http://128.0.0.1",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://[::2]",
        "http://[::]",
        "http://[fe80::1]",
        "http://[::1:1]",
        "http://[64:ff9b::127.0.0.1]",
        "http://user@127.1",
        "mailto:a@localhost",
        "/localhost"
      })
  void is_called_nothing_else(URI uri) {
    assertThat(ThisMachine.isHostOf(uri)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void is_a_host_by_itself(String host) {
    assertThat(ThisMachine.isHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "::1", "[::1", "[::1x", "[localhost]", "localhost:1", "a b"})
  void is_no_host_in_another_form(String host) {
    assertThat(ThisMachine.isHost(host)).isFalse();
  }
}
