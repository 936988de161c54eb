package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.sandbox.SandboxKeyset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The secrets of one grant into the database and out of it.
@State(Scope.Benchmark)
public class EncryptionBenchmark {

  private static final Place PLACE = new Place("grants", "secrets", "order-1");
  private static final byte[] PLAIN = "x".repeat(600).getBytes(UTF_8);

  private final Keyset keyset = Keyset.read(SandboxKeyset.shared());
  private final byte[] sealed = keyset.encrypt(PLAIN, PLACE);

  @Benchmark
  public byte[] encryption() {
    return keyset.encrypt(PLAIN, PLACE);
  }

  @Benchmark
  public byte[] decryption() {
    return keyset.decrypt(sealed, Keyset.keyOf(sealed), PLACE);
  }
}
