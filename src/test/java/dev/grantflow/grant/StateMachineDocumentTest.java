package dev.grantflow.grant;

import dev.grantflow.docs.GeneratedSection;
import java.io.IOException;
import java.nio.file.Path;
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

    new GeneratedSection(DOCUMENT, section).says(generated);
  }
}
