package dev.grantflow.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What `docs/operations.md` looks for in lines' keys is found there, however lines are written.
class RunbookLinesTest {

  private static final Pattern PATTERN = Pattern.compile("grep -o?E '([^']*)'");

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void faults_are_counted(LogFormat format) throws IOException {
    var log = new Shipped(format);
    log.logger("dev.grantflow.engine.Faults")
        .atError()
        .addKeyValue("grantId", "order-1")
        .addKeyValue("fault", "IllegalStateException at Steps.java:7")
        .log("a step failed by a fault of the service; it is tried again");

    assertThat(found("a step failed by a fault.*uniq", log))
        .singleElement()
        .satisfies(it -> assertThat(it).contains("IllegalStateException at Steps.java:7"));
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void callers_without_a_right_are_found(LogFormat format) throws IOException {
    var log = new Shipped(format);
    for (var status : List.of(200, 403)) {
      log.logger("dev.grantflow.web.AuditTrail")
          .atInfo()
          .addKeyValue("grantId", "order-" + status)
          .addKeyValue("status", status)
          .log("was called");
    }

    assertThat(found("was called.*403", log))
        .singleElement()
        .satisfies(it -> assertThat(it).contains("order-403"));
  }

  /// By the patterns of the one command that is written like this.
  private static List<String> found(String command, Shipped log) throws IOException {
    var commands =
        Files.readString(Path.of("docs", "operations.md"))
            .lines()
            .filter(
                line -> line.startsWith("logs ") && Pattern.compile(command).matcher(line).find())
            .toList();
    assertThat(commands).hasSize(1);
    var lookedFor = PATTERN.matcher(commands.getFirst());
    assertThat(lookedFor.find()).isTrue();
    var pattern = Pattern.compile(lookedFor.group(1));
    return log.text()
        .lines()
        .flatMap(line -> pattern.matcher(line).results())
        .map(it -> it.group())
        .toList();
  }
}
