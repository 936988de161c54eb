package dev.grantflow.helm;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The chart in Helm's own engine, as `helm template` would show it and with its hooks, which the
/// engine's Java face leaves out.
public final class Chart {

  /// Where it lies.
  public static final Path FOLDER = Path.of("helm", "grantflow");

  static final String NAMESPACE = "payments";

  /// What a hook is told by in the copy that is rendered, so that it is shown like all else.
  static final String HOOK = "grantflow.test/hook";

  private static final Path VALUES = FOLDER.resolve("ci");
  private static final Path MINIMAL = VALUES.resolve("minimal-values.yaml");
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>grantflow</artifactId>\\s*<version>([^<]+)</version>");
  private static final Path COPY = copyWithHooksShown();

  private Chart() {}

  /// The situations that it has values for.
  public static Stream<Path> situations() {
    try (var files = Files.list(VALUES)) {
      return files.sorted(Comparator.comparing(Path::toString)).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Installed in one of them.
  public static Installation in(Path situation) {
    return Installation.of(rendered(situation));
  }

  /// Installed with the least that is needed and what is given here as YAML.
  public static Installation with(String further) {
    return Installation.of(withMore(further));
  }

  /// @return why Helm refuses the same
  static String refusal(String further) {
    try {
      return "not refused: " + withMore(further).length();
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  /// @return why Helm refuses these values alone
  static String refusalOf(String values) {
    try {
      return "not refused: " + rendered(temporary(values)).length();
    } catch (IllegalStateException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  /// By which `-Pimage` tags.
  static String versionOfTheService() {
    try {
      var pom = Files.readString(Path.of("pom.xml"));
      var version = VERSION.matcher(pom);
      if (!version.find()) {
        throw new AssertionError("pom.xml has no version");
      }
      return version.group(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String withMore(String further) {
    return rendered(MINIMAL, temporary(further));
  }

  private static String rendered(Path... values) {
    var command = new Helm(COPY).template().withName("pay").withNamespace(NAMESPACE);
    Stream.of(values).map(Chart::withHooksShown).forEach(command::withValuesFile);
    return command.withKubeVersion("1.33.0").call();
  }

  private static Path temporary(String values) {
    try {
      var file = Files.createTempFile("values", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, values);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path withHooksShown(Path values) {
    try {
      var text = Files.readString(values);
      return text.contains("helm.sh/hook") ? temporary(text.replace("helm.sh/hook", HOOK)) : values;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path copyWithHooksShown() {
    try {
      var copy = copy(FOLDER);
      try (var templates = Files.walk(copy.resolve("templates"))) {
        for (var template : templates.filter(Files::isRegularFile).toList()) {
          var text = Files.readString(template);
          Files.writeString(template, text.replace("\"helm.sh/hook", "\"" + HOOK));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Thrown away when the tests end.
  static Path copy(Path chart) throws IOException {
    var copy = Files.createTempDirectory("chart").resolve("grantflow");
    try (var files = Files.walk(chart)) {
      for (var file : files.toList()) {
        var target = copy.resolve(chart.relativize(file).toString());
        Files.copy(file, target);
        target.toFile().deleteOnExit();
      }
    }
    return copy;
  }
}
