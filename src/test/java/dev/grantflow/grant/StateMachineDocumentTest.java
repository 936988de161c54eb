package dev.grantflow.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `docs/state-machine.md` says what the lifecycle does. After a wanted change write it anew:
/// `./mvnw test -Dtest=StateMachineDocumentTest -Dgrantflow.docs.write`.
class StateMachineDocumentTest {

  private static final Path DOCUMENT = Path.of("docs", "state-machine.md");

  @ParameterizedTest
  @CsvSource({"diagram", "table"})
  void tells_what_the_lifecycle_does(String section) throws IOException {
    var generated =
        section.equals("diagram") ? StateMachineText.diagram() : StateMachineText.table();
    if (System.getProperty("grantflow.docs.write") != null) {
      Files.writeString(DOCUMENT, replaced(Files.readString(DOCUMENT), section, generated));
    }

    assertThat(Files.readString(DOCUMENT))
        .as("docs/state-machine.md, %s; write it with -Dgrantflow.docs.write", section)
        .contains(between(section, generated));
  }

  private static String replaced(String document, String section, String generated) {
    return Pattern.compile(
            Pattern.quote(begin(section)) + ".*?" + Pattern.quote(end(section)), Pattern.DOTALL)
        .matcher(document)
        .replaceFirst(Matcher.quoteReplacement(between(section, generated)));
  }

  private static String between(String section, String generated) {
    return begin(section) + "\n" + generated + end(section);
  }

  private static String begin(String section) {
    return "<!-- generated: " + section + " -->";
  }

  private static String end(String section) {
    return "<!-- end: " + section + " -->";
  }
}
