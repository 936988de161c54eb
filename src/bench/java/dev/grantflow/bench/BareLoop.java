package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What a grant takes of an authorization server: signed grant requests by the service's own signer
/// and HTTP client to the [Stub], and nothing else. A program of its own, whose arguments are the
/// grant endpoint, the client's wallet address and its key; each line that it reads says how many
/// calls to make, how many of them at once and how many milliseconds to pause after each, and is
/// answered by a [Done] in JSON.
final class BareLoop {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BareLoop() {}

  /// What the loop took.
  ///
  /// @param millis of each call
  // Read once, and not compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Done(double seconds, double cpuMillis, double[] millis) {}

  public static void main(String[] arguments) throws Exception {
    var answers = Child.answersOfThis();
    try (var calls =
            new SignedCalls(URI.create(arguments[0]), arguments[1], Path.of(arguments[2]));
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ", 3);
        answers.println(
            JSON.writeValueAsString(
                run(
                    calls,
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Duration.ofMillis(Long.parseLong(words[2])))));
      }
    }
    System.exit(0);
  }

  private static Done run(SignedCalls calls, int times, int atOnce, Duration pause) {
    var millis = new double[times];
    var before = Usage.of(ProcessHandle.current());
    var begin = System.nanoTime();
    SignedCalls.repeat(
        times,
        atOnce,
        call -> {
          var start = System.nanoTime();
          calls.make();
          millis[call] = (System.nanoTime() - start) / 1e6;
          LockSupport.parkNanos(pause.toNanos());
        });
    var seconds = (System.nanoTime() - begin) / 1e9;
    return new Done(seconds, Usage.of(ProcessHandle.current()).since(before).cpuMillis(), millis);
  }
}
