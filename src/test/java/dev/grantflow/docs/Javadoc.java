package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands above a record in its source. Read there, because nothing of it is in a class, and
/// what annotation processors keep of it is as old as the last compilation of everything.
final class Javadoc {

  private static final Pattern COMPONENT =
      Pattern.compile("^@param (\\w+) (.*?)(?=^@|\\z)", Pattern.DOTALL | Pattern.MULTILINE);

  private Javadoc() {}

  /// By component, each on one line.
  static Map<String, String> ofComponents(Class<?> type) {
    var comment =
        Pattern.compile(
                "((?:^ *///.*\\n)+)(?:^ *@.*\\n)*^ *(?:public )?record %s\\("
                    .formatted(type.getSimpleName()),
                Pattern.MULTILINE)
            .matcher(source(type));
    assertThat(comment.find()).as("Javadoc of %s", type).isTrue();
    var text =
        comment
            .group(1)
            .lines()
            .map(line -> line.strip().substring("///".length()).strip())
            .collect(Collectors.joining("\n"));
    return COMPONENT
        .matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(1), found -> found.group(2).strip().replace('\n', ' ')));
  }

  private static String source(Class<?> type) {
    var file = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    try {
      return Files.readString(Path.of("src/main/java", file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
