package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Whoever is woken by an alert finds in `docs/operations.md` what it means and what to do, and
/// what is said there of metrics can be looked at.
class RunbookTest {

  private static final Path RULES = Path.of("helm/grantflow/rules/grantflow.yaml");
  private static final Markdown RUNBOOK = Markdown.read(Path.of("docs/operations.md"));

  private static final List<String> PARTS =
      List.of("Meaning", "First look", "Remedy", "If it is left", "Drill");
  private static final Pattern TO_PASTE = Pattern.compile("(?ms)^```(?:sh|sql)$.+?^```$");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\|(?: (counter|gauge|histogram) \\|)?");
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w.-])((?:grantflow|kafka_consumer|hikaricp|jvm|process|http_server)_[a-z_]*[a-z])"
              + "(?![a-z_])");

  private static final Pattern PART = Pattern.compile("(?m)^\\*\\*([A-Z][a-z ]+)\\.\\*\\*");
  private static final Pattern LOOKED_FOR = Pattern.compile("(?m)^metrics '([^']+)'");

  private static final Pattern CHOICE = Pattern.compile("(.*?)\\(([^)]+)\\)");

  record Alert(String name, String runbook) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Alert> alerts() throws IOException {
    var rules = new YAMLMapper().readTree(Files.readString(RULES));
    return rules
        .path("groups")
        .valueStream()
        .flatMap(group -> group.path("rules").valueStream())
        .map(
            rule ->
                new Alert(
                    rule.path("alert").asString(), rule.at("/annotations/runbook_url").asString()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void an_alert_has_a_section_with_all_that_is_needed(Alert alert) {
    var section = RUNBOOK.below(alert.name());

    assertThat(PART.matcher(section).results().map(part -> part.group(1)))
        .containsExactlyElementsOf(PARTS);
    assertThat(section).containsPattern(TO_PASTE);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void an_alert_links_to_its_section(Alert alert) {
    assertThat(alert.runbook())
        .isEqualTo("docs/operations.md#" + alert.name().toLowerCase(Locale.ROOT));
    assertThat(RUNBOOK.anchors()).contains(alert.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void no_section_is_for_an_alert_that_is_gone() throws IOException {
    assertThat(RUNBOOK.headings().stream().filter(it -> it.matches("Grantflow[A-Z]\\w+")))
        .containsExactlyInAnyOrderElementsOf(alerts().stream().map(Alert::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/operations.md", "docs/upgrading.md"})
  void metrics_that_are_named_are_there(String page) throws IOException {
    assertThat(unknown(Files.readString(Path.of(page)))).isEmpty();
  }

  @Test
  void metrics_that_are_looked_for_are_there() {
    assertThat(LOOKED_FOR.matcher(RUNBOOK.text()).results().flatMap(it -> choices(it.group(1))))
        .isNotEmpty()
        .noneMatch(RunbookTest::isLookedForInVain);
  }

  @Test
  void a_metric_that_there_is_not_is_seen() throws IOException {
    assertThat(unknown("max(grantflow_due_lag_seconds) > grantflow_due_lag"))
        .containsExactly("grantflow_due_lag");
    assertThat(choices("^grantflow_(due_lag|nothing_total)"))
        .filteredOn(RunbookTest::isLookedForInVain)
        .containsExactly("grantflow_nothing_total");
  }

  private static Set<String> unknown(String text) throws IOException {
    var known = known();
    return NAME.matcher(text)
        .results()
        .map(name -> name.group(1))
        .filter(name -> !known.contains(name))
        .collect(Collectors.toSet());
  }

  private static boolean isLookedForInVain(String beginning) {
    try {
      return known().stream().noneMatch(name -> name.startsWith(beginning));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What `grep` is told to look for, as beginnings of names.
  private static Stream<String> choices(String expression) {
    var plain = expression.replaceAll("[\\^?]|\\[.*", "");
    var choice = CHOICE.matcher(plain);
    return choice.lookingAt()
        ? Stream.of(choice.group(2).split("\\|", -1))
            .map(it -> choice.group(1) + it.replaceAll("[^a-z_].*", ""))
        : Stream.of(plain);
  }

  /// By `docs/metrics.md`, which is held against the code.
  private static Set<String> known() throws IOException {
    return ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
        .results()
        .flatMap(
            row ->
                "histogram".equals(row.group(2))
                    ? Stream.of("", "_bucket", "_count", "_sum", "_max")
                        .map(suffix -> row.group(1) + suffix)
                    : Stream.of(row.group(1)))
        .collect(Collectors.toSet());
  }
}
