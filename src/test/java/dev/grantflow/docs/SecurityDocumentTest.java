package dev.grantflow.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/// `docs/security.md` names tests that exist and are run, no threat without one, and leaves nothing
/// of RFC 9635 §11 and of the chapters of OWASP ASVS 5 out.
class SecurityDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/security.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");
  private static final int CONSIDERATIONS = 38;
  private static final int CHAPTERS = 17;

  /// Simple names of test classes and where they are; the sandbox has some of the same name.
  private static final Map<String, List<Class<?>>> CLASSES = classes();

  /// @param cells without the last one
  /// @param tests the last cell
  private record Row(List<String> cells, String tests) {

    private boolean isThreat() {
      return cells.size() == 2 && !cells.getFirst().matches("V\\d+ .*");
    }

    @Override
    public String toString() {
      return cells.getFirst();
    }
  }

  static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| "))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> new Row(cells.subList(1, cells.size() - 2), cells.get(cells.size() - 2)))
        .filter(row -> !row.tests().equals("test"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_row_names_tests_that_are_run_or_says_why_there_is_none(Row row) {
    assertThat(row.cells()).allMatch(cell -> !cell.isEmpty());
    if (row.tests().equals("–")) {
      assertThat(row.cells().getLast())
          .matches(
              row.isThreat()
                  ? "for the platform: .*"
                  : "(?:not applicable|for authorization servers).*");
      return;
    }
    var named = TEST.matcher(row.tests()).results().toList();
    assertThat(named).isNotEmpty();
    assertThat(TEST.matcher(row.tests()).replaceAll("").replaceAll("[, ]", "")).isEmpty();
    for (var test : named) {
      assertThat(isRun(requireNonNull(test.group(1)), test.group(2))).as(test.group()).isTrue();
    }
  }

  @Test
  void no_consideration_of_the_rfc_is_left_out() throws IOException {
    assertThat(
            rows().stream().map(row -> row.cells().getFirst()).filter(it -> it.matches("11\\..*")))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, CONSIDERATIONS).mapToObj(it -> "11." + it).toList());
  }

  @Test
  void no_chapter_of_asvs_is_left_out() throws IOException {
    assertThat(
            rows().stream()
                .map(row -> row.cells().getFirst())
                .filter(it -> it.matches("V\\d+ .*"))
                .map(it -> it.replaceFirst(" .*", "")))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, CHAPTERS).mapToObj(it -> "V" + it).toList());
  }

  @Test
  void there_are_threats() throws IOException {
    assertThat(rows()).filteredOn(Row::isThreat).hasSizeGreaterThan(25);
  }

  @Test
  void what_is_no_test_is_seen() {
    assertThat(isRun("SecurityDocumentTest", "there_are_threats")).isTrue();
    assertThat(isRun("SecurityDocumentTest", "rows")).isFalse();
    assertThat(isRun("SecurityDocumentTest", "there_is_none")).isFalse();
    assertThat(isRun("NobodysTest", null)).isFalse();
    assertThat(isRun(SwitchedOff.class, null)).isFalse();
    assertThat(isRun(PartlyOff.class, "switched_off")).isFalse();
    assertThat(isRun(PartlyOff.class, null)).isTrue();
  }

  @Disabled("here to be seen")
  private static final class SwitchedOff {
    @Test
    void a_test() {}
  }

  private static final class PartlyOff {
    @Test
    @Disabled("here to be seen")
    void switched_off() {}

    @Test
    void a_test() {}
  }

  private static boolean isRun(String name, @Nullable String method) {
    return CLASSES.getOrDefault(name, List.of()).stream().anyMatch(type -> isRun(type, method));
  }

  private static boolean isRun(Class<?> type, @Nullable String method) {
    return !AnnotationSupport.isAnnotated(type, Disabled.class)
        && Arrays.stream(type.getDeclaredMethods())
            .filter(it -> method == null || it.getName().equals(method))
            .filter(it -> !AnnotationSupport.isAnnotated(it, Disabled.class))
            .anyMatch(it -> AnnotationSupport.isAnnotated(it, Testable.class));
  }

  private static Map<String, List<Class<?>>> classes() {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .map(file -> TESTS.relativize(file).toString())
          .filter(file -> file.matches(".*(?:Test|IT)\\.java"))
          .map(file -> file.replace(".java", "").replace('/', '.').replace('\\', '.'))
          .map(SecurityDocumentTest::load)
          .collect(Collectors.groupingBy(Class::getSimpleName));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, SecurityDocumentTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
