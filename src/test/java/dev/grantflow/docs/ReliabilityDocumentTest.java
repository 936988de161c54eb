package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/reliability.md` names tests that exist, and no promise without one.
class ReliabilityDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/reliability.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
  private static final Pattern PROMISE =
      Pattern.compile("^\\| [^|]+ \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);

  @Test
  void every_named_test_exists() throws IOException {
    var named =
        TEST.matcher(Files.readString(DOCUMENT))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    try (var files = Files.walk(TESTS)) {
      var there =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
      assertThat(named).isNotEmpty().isSubsetOf(there);
    }
  }

  @Test
  void every_promise_names_a_test() throws IOException {
    var proofs =
        PROMISE
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map((MatchResult match) -> match.group(1))
            .filter(proof -> !proof.equals("held by") && !proof.matches("-+"))
            .toList();

    assertThat(proofs).isNotEmpty().allMatch(proof -> TEST.matcher(proof).find());
  }
}
