package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/// Properties that `docs/configuration.md` tells operators to set, for tests that set them.
public final class DocumentedSettings {

  private static final Path DOCUMENT = Path.of("docs", "configuration.md");

  private DocumentedSettings() {}

  /// The block of properties below a heading.
  ///
  /// @param values what stands for the document's examples, each of which must be there
  public static Map<String, Object> below(String heading, Map<String, String> values) {
    try {
      var block =
          Pattern.compile(
                  "^### " + Pattern.quote(heading) + "$.*?^```properties\n(.*?)^```$",
                  Pattern.DOTALL | Pattern.MULTILINE)
              .matcher(Files.readString(DOCUMENT));
      assertThat(block.find()).as("properties below %s", heading).isTrue();
      var text = block.group(1);
      for (var value : values.entrySet()) {
        assertThat(text).contains(value.getKey());
        text = text.replace(value.getKey(), value.getValue());
      }
      var properties = new Properties();
      properties.load(new StringReader(text));
      var settings = new HashMap<String, Object>();
      properties.forEach((name, value) -> settings.put(name.toString(), value));
      return settings;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
