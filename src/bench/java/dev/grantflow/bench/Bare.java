package dev.grantflow.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.SandboxKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The [BareLoop] as a process, warm.
final class Bare implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Child child;

  private Bare(Child child) {
    this.child = child;
  }

  /// @param jvm the service's own options
  static Bare start(StubProcess stub, SandboxKey key, List<String> jvm) throws IOException {
    return new Bare(
        Child.start(
            BareLoop.class,
            jvm,
            List.of(stub.uri().toString(), stub.walletAddress("shop"), key.file().toString())));
  }

  BareLoop.Done run(int calls, int atOnce) {
    return run(calls, atOnce, Duration.ZERO);
  }

  /// One after the other.
  ///
  /// @param pause after each
  BareLoop.Done calmly(int calls, Duration pause) {
    return run(calls, 1, pause);
  }

  private BareLoop.Done run(int calls, int atOnce, Duration pause) {
    try {
      return JSON.readValue(
          child.ask("%d %d %d".formatted(calls, atOnce, pause.toMillis())), BareLoop.Done.class);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException("not what the loop writes", failure);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
