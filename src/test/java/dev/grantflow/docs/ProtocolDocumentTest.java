package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/protocol.md` leaves no field and no error open, and each of its rows names tests that
/// exist.
class ProtocolDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/protocol.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern TREATED =
      Pattern.compile("(?:supported|passed through|refused)(?:[:;, ].*)?");

  private record Row(String what, String where, String treated, String tests) {

    @Override
    public String toString() {
      return what;
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .map(line -> line.split("\\|", -1))
        .filter(cells -> !cells[4].strip().equals("test"))
        .map(
            cells -> {
              assertThat(cells).hasSize(6);
              return new Row(
                  cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip());
            })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_row_says_how_it_is_treated_and_names_tests_that_exist(Row row) throws IOException {
    assertThat(row.where()).isNotEmpty();
    assertThat(row.treated()).matches(TREATED);
    var tests = TEST.matcher(row.tests()).results().toList();
    assertThat(tests).isNotEmpty();
    for (var test : tests) {
      assertThat(exists(test.group(1), test.group(2))).as(test.group()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_request",
        "invalid_client",
        "invalid_interaction",
        "invalid_flag",
        "invalid_rotation",
        "key_rotation_not_supported",
        "invalid_continuation",
        "user_denied",
        "request_denied",
        "unknown_user",
        "unknown_interaction",
        "too_fast",
        "too_many_attempts"
      })
  void each_error_code_of_RFC_9635_has_a_row(String code) throws IOException {
    assertThat(rows()).extracting(Row::what).anyMatch(it -> it.contains("`" + code + "`"));
  }

  @Test
  void there_is_something_to_check() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(60);
  }

  /// The sandbox has tests of the same names.
  private static boolean exists(String test, String method) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      var candidates =
          files.filter(it -> it.getFileName().toString().equals(test + ".java")).toList();
      for (var file : candidates) {
        if (Files.readString(file).contains("void " + method + "(")) {
          return true;
        }
      }
      return false;
    }
  }
}
