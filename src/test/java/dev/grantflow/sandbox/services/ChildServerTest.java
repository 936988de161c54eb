package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.sandbox.services.FreePorts.PortTaken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildServerTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void tells_the_last_lines_of_a_server_that_ends_too_early() throws IOException {
    ChildServer server = start("echo the disk is full; exit 4");

    assertThatThrownBy(() -> server.awaitReady(LONG, () -> false))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessageContaining("Toy ended with status 4 before it was ready")
        .hasMessageContaining("the disk is full");
  }

  @Test
  void asks_for_another_port_when_its_own_was_taken() throws IOException {
    ChildServer server = start("echo bind: Address already in use; exit 1");

    assertThatThrownBy(() -> server.awaitReady(LONG, () -> false)).isInstanceOf(PortTaken.class);
  }

  @Test
  void ends_a_server_that_is_not_ready_in_time() throws IOException {
    ChildServer server = start("echo still warming up; exec sleep 600");

    assertThatThrownBy(() -> server.awaitReady(Duration.ofSeconds(1), () -> false))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessageContaining("Toy was not ready after 1 s")
        .hasMessageContaining("still warming up");
  }

  private ChildServer start(String script) throws IOException {
    return ChildServer.start("Toy", List.of("sh", "-c", script), Map.of(), folder.resolve("log"));
  }
}
