package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParentBoundTest {

  @Test
  void hands_on_the_status_and_each_word_of_the_command() throws Exception {
    Process process =
        new ProcessBuilder(ParentBound.command(List.of("sh", "-c", "echo \"$0\"; exit 7", "a  b")))
            .start();

    try (var output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("a  b");
    }
    assertThat(process.waitFor()).isEqualTo(7);
  }

  @Test
  void kills_the_command_when_the_pipe_is_closed() throws Exception {
    Process process = new ProcessBuilder(ParentBound.command(List.of("sleep", "600"))).start();

    process.getOutputStream().close();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void does_not_end_by_a_signal_of_the_terminal_that_would_leave_the_command_alone()
      throws Exception {
    Process process =
        new ProcessBuilder(
                ParentBound.command(List.of("sh", "-c", "kill -INT $PPID; echo alive; exit 3")))
            .start();

    assertThat(process.waitFor()).isEqualTo(3);
  }

  @Test
  void hands_the_command_a_signal_that_is_named_on_the_pipe() throws Exception {
    String script = "trap 'echo asked to end; exit 5' TERM; echo up; while :; do sleep 0.1; done";
    Process process = new ProcessBuilder(ParentBound.command(List.of("sh", "-c", script))).start();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("up");

      process.getOutputStream().write("TERM\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();

      assertThat(output.readLine()).isEqualTo("asked to end");
    }
    assertThat(process.waitFor()).isEqualTo(5);
  }
}
