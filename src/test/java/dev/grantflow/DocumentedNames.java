package dev.grantflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The settings that `docs/configuration.md` has, which are all: `ConfigurationDocumentTest` sees
/// to that.
final class DocumentedNames {

  /// A setting, with or without its variable.
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(grantflow\\.[^`]+)`(?:<br>`[^`]+`)? \\|");

  private DocumentedNames() {}

  /// With `shop` for whatever is named freely.
  static KnownSettings read() throws IOException {
    var names =
        ROW.matcher(Files.readString(Path.of("docs/configuration.md")))
            .results()
            .map(row -> row.group(1).replaceAll("\\{[a-z]+}", "*"))
            .collect(Collectors.toSet());
    return new KnownSettings(
        names, names.stream().map(it -> it.replace("*", "shop")).collect(Collectors.toSet()));
  }
}
