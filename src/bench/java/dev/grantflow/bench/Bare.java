package dev.grantflow.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.SandboxKey;
import java.io.IOException;
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
    try {
      return JSON.readValue(child.ask(calls + " " + atOnce), BareLoop.Done.class);
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException("not what the loop writes", failure);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
