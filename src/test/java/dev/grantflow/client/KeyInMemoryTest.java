package dev.grantflow.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a heap dump tells of a private key: the bytes in [dev.grantflow.gnap.signature.SigningKey],
/// by which it signs, and nothing of the file that they came from. Garbage is part of the dump.
@Timeout(120)
class KeyInMemoryTest {

  private static final int SEED_BYTES = 32;

  @TempDir Path folder;

  /// Loads keys as the service does, signs and dumps its heap.
  static final class Holder {

    private static final List<Object> HELD = new ArrayList<>();

    private Holder() {}

    /// @param arguments where the dump goes, and the key files
    static void main(String[] arguments) throws Exception {
      for (var file : Arrays.asList(arguments).subList(1, arguments.length)) {
        var key = new KeyFile("shop", "key-file", Path.of(file)).read("shop-key");
        key.sign("signed with it".getBytes(US_ASCII));
        key.jwk();
        HELD.add(key);
      }
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpHeap(arguments[0], false);
      System.exit(HELD.isEmpty() ? 1 : 0);
    }
  }

  @Test
  void a_heap_dump_holds_the_raw_key_once_and_nothing_of_its_file() throws Exception {
    var pair = KeyFiles.pair("Ed25519");
    var der = pair.getPrivate().getEncoded();
    var file = new KeyFiles(folder).pem("shop.pem", "PRIVATE KEY", pair.getPrivate());

    var dump = dump(file);

    var seed = Arrays.copyOfRange(der, der.length - SEED_BYTES, der.length);
    assertThat(occurrences(dump, seed)).as("the raw key").isEqualTo(1);
    assertThat(occurrences(dump, der)).as("PKCS#8").isZero();
    var base64 = Base64.getEncoder().encodeToString(der);
    // Characters of three bytes each that lie within the key itself.
    var ofTheKey = base64.substring(24, 60);
    assertThat(Files.readString(file)).contains(ofTheKey);
    assertThat(occurrences(dump, ofTheKey.getBytes(US_ASCII))).as("PEM").isZero();
  }

  @Test
  void nor_of_a_file_that_was_refused() throws Exception {
    var pair = KeyFiles.pair("Ed25519");
    var der = pair.getPrivate().getEncoded();
    var whole =
        Files.readString(new KeyFiles(folder).pem("w.pem", "PRIVATE KEY", pair.getPrivate()));
    var cut = new KeyFiles(folder).text("cut.pem", whole.substring(0, whole.indexOf("-----END")));

    var dump = dumpAfterRefusal(cut);

    var base64 = Base64.getEncoder().encodeToString(der);
    assertThat(occurrences(dump, base64.substring(24, 60).getBytes(US_ASCII))).isZero();
    assertThat(occurrences(dump, Arrays.copyOfRange(der, der.length - SEED_BYTES, der.length)))
        .isZero();
  }

  /// Is refused a key and dumps its heap.
  static final class Refused {

    private Refused() {}

    static void main(String[] arguments) throws Exception {
      try {
        new KeyFile("shop", "key-file", Path.of(arguments[1])).read("shop-key");
        System.exit(1);
      } catch (InvalidClientException _) {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpHeap(arguments[0], false);
      }
    }
  }

  private byte[] dump(Path file) throws Exception {
    return dump(Holder.class, file);
  }

  private byte[] dumpAfterRefusal(Path file) throws Exception {
    return dump(Refused.class, file);
  }

  private byte[] dump(Class<?> program, Path file) throws Exception {
    var dump = folder.resolve("heap.hprof");
    var log = folder.resolve("log").toFile();
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                dump.toString(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue()).as(() -> text(log)).isZero();
    var bytes = Files.readAllBytes(dump);
    assertThat(occurrences(bytes, "SigningKey".getBytes(US_ASCII))).isPositive();
    return bytes;
  }

  private static String text(File log) {
    try {
      return Files.readString(log.toPath(), ISO_8859_1);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  private static int occurrences(byte[] all, byte[] wanted) {
    var found = 0;
    for (int begin = 0; begin <= all.length - wanted.length; begin++) {
      if (all[begin] == wanted[0]
          && Arrays.equals(all, begin, begin + wanted.length, wanted, 0, wanted.length)) {
        found++;
      }
    }
    return found;
  }
}
