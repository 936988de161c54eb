package dev.grantflow.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// The [Stub] as a process.
record StubProcess(Child child, URI uri) implements AutoCloseable {

  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow");

  /// @param delay before each answer to a signed call
  static StubProcess start(Duration delay) throws IOException {
    var host = "127.0.0.1";
    var child = Child.start(Stub.class, JVM, List.of(host, delay.toString()));
    return new StubProcess(child, URI.create("http://%s:%s/".formatted(host, child.answer())));
  }

  /// Any name is one.
  String walletAddress(String name) {
    return uri + name;
  }

  /// Of one that takes its time: signed calls at once, at most, since this was last asked.
  int mostAtOnce() {
    return Integer.parseInt(child.ask("?"));
  }

  @Override
  public void close() {
    child.close();
  }
}
