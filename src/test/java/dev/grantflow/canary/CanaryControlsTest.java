package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What [CanaryTest] finds nothing of is there to be found, and would be.
@Timeout(240)
class CanaryControlsTest {

  @Test
  void libraries_would_log_tokens_if_they_were_let_to() throws Exception {
    try (var log = CapturedLog.withoutCeilings();
        var stage = Stage.set()) {
      new Scenes(stage).direct();

      var hits = Places.of(stage, log, Map.of()).hits(stage.secrets());

      assertThat(hits).anyMatch(hit -> hit.startsWith("log has value "));
    }
  }

  @Test
  void a_secret_is_found_whatever_it_is_written_as() {
    var canary = Canary.of("planted", "ab/+\"c-\\0001-xyz");
    var forms =
        Stream.of(
            "Authorization: GNAP ab/+\"c-\\0001-xyz",
            "said \"ab/+\\\"c-\\\\0001-xyz\"",
            "?token=ab%2F%2B%22c-%5C0001-xyz&x",
            "YWIvKyJjLVwwMDAxLXh5eg==",
            "[97, 98, 47, 43, 34, 99, 45, 92, 48, 48, 48, 49, 45, 120, 121, 122]",
            "61622F2B22632D5C303030312D78797A",
            "61:62:2f:2b:22:63:2d:5c:30:30:30:31:2d:78:79:7a",
            base64("x" + "ab/+\"c-\\0001-xyz" + "tail"),
            base64("xy" + "ab/+\"c-\\0001-xyz"),
            base64("{\"t\":\"" + "ab/+\"c-\\0001-xyz" + "\"}").replace('+', '-').replace('/', '_'));

    assertThat(forms).allMatch(canary::isIn);
    assertThat(canary.isIn("ab/+\"c-\\0001-xy")).isFalse();
  }

  @Test
  void a_secret_in_the_log_is_found() {
    try (var log = CapturedLog.open()) {
      var canary = Canary.of("planted", "canary-planted-0009");
      var hiding = new IllegalStateException("token canary-planted-0009");

      LoggerFactory.getLogger(CanaryTest.class).atTrace().setCause(hiding).log("planted");

      assertThat(canary.isIn(log.text())).isTrue();
    }
  }

  @Test
  void a_secret_in_a_file_is_found_wherever_it_stands(@TempDir Path folder) throws IOException {
    var canary = Canary.of("planted", "canary-planted-0009");
    var binary = Canary.of("key", new byte[] {-1, 0, 1, -128, 127, 2, 3, 0, 9, -77});
    var edge = 4 * 1024 * 1024;
    for (int before : new int[] {0, 5, edge - 30, edge - 10, edge - 1, edge, 2 * edge - 7}) {
      var text = "\0".repeat(before) + "canary-planted-0009";
      Files.writeString(folder.resolve("plain-" + before), text, ISO_8859_1);
    }
    Files.writeString(folder.resolve("base64"), base64("{\"a\":\"canary-planted-0009\"}"));
    Files.writeString(folder.resolve("hex"), "63616E6172792D706C616E7465642D30303039");
    Files.write(folder.resolve("binary"), new byte[] {7, -1, 0, 1, -128, 127, 2, 3, 0, 9, -77, 0});
    Files.writeString(folder.resolve("other"), "canary-planted-000 9");

    var hits = new FileScan(Set.of(canary, binary)).hits(folder);

    assertThat(hits).hasSize(10).noneMatch(hit -> hit.startsWith("other"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
