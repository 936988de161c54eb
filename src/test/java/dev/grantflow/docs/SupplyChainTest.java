package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

/// What the build does about where things come from is there and is switched on. That it works is
/// seen in each build: the enforcer stops one, `.ci/reproducible` compares two.
class SupplyChainTest {

  private static final Path WORKFLOWS = Path.of(".github/workflows");
  private static final Pattern USES = Pattern.compile("uses: (\\S+)(.*)");
  private static final String PLUGIN =
      "/project/build/plugins/plugin[artifactId='%s']/executions/execution[not(phase='none')]";

  @Test
  void the_build_writes_what_is_in_the_artifact() throws Exception {
    var sbom = PLUGIN.formatted("cyclonedx-maven-plugin");

    assertThat(pom(sbom + "/goals/goal")).containsExactly("makeBom");
    assertThat(pom(sbom + "/phase")).containsExactly("package");
    assertThat(pom(sbom + "/configuration/includeTestScope")).containsExactly("false");
  }

  @Test
  void the_build_locks_its_dependencies() throws Exception {
    assertThat(names(PLUGIN.formatted("maven-enforcer-plugin") + "/configuration/rules/*"))
        .contains(
            "banDuplicatePomDependencyVersions",
            "requireReleaseDeps",
            "requirePluginVersions",
            "requireUpperBoundDeps",
            "banDynamicVersions",
            "banDuplicateClasses");
  }

  /// Each of these would leave all the rest as it stands, and nothing would be done.
  @Test
  void nothing_switches_these_checks_off() throws Exception {
    var both = "[artifactId='maven-enforcer-plugin' or artifactId='cyclonedx-maven-plugin']";

    assertThat(names("//plugin" + both + "//*"))
        .doesNotContain("skip", "fail", "level", "skipRules", "rulesToSkip", "skipNotDeployed");
    assertThat(names("//properties/*"))
        .noneMatch(it -> it.startsWith("enforcer.") || it.startsWith("cyclonedx."));
    assertThat(names("/project/profiles//plugin" + both + "/*"))
        .isSubsetOf("artifactId", "executions");
    assertThat(pom("/project/profiles//plugin" + both + "//execution/id"))
        .doesNotContainAnyElementsOf(
            pom("/project/build/plugins/plugin" + both + "//execution/id"));
    for (var file : List.of(Path.of(".mvn/maven.config"), Path.of(".ci/run"))) {
      assertThat(Files.readString(file)).doesNotContain("-Denforcer.", "-Dcyclonedx.");
    }
  }

  @Test
  void what_builds_is_held_against_its_checksums() throws IOException {
    var wrapper = new Properties();
    try (var in = Files.newInputStream(Path.of(".mvn/wrapper/maven-wrapper.properties"))) {
      wrapper.load(in);
    }

    assertThat(wrapper.getProperty("distributionUrl")).startsWith("https://");
    assertThat(wrapper.getProperty("distributionSha256Sum")).matches("[0-9a-f]{64}");
    assertThat(Files.readAllLines(Path.of(".mvn/maven.config"))).contains("--strict-checksums");
  }

  @Test
  void newer_versions_are_told_of() throws IOException {
    var updates =
        new Yaml()
            .<Map<String, List<Map<String, Object>>>>load(
                Files.readString(Path.of(".github/dependabot.yml")))
            .get("updates");

    assertThat(updates)
        .extracting(it -> it.get("package-ecosystem"))
        .containsExactlyInAnyOrder("maven", "github-actions");
    assertThat(updates)
        .allSatisfy(
            it -> {
              assertThat(it.get("directory")).isEqualTo("/");
              assertThat(it.get("schedule")).isEqualTo(Map.of("interval", "weekly"));
              assertThat(it).doesNotContainKeys("ignore", "allow");
            });
  }

  @Test
  void the_build_has_no_time_of_its_own() throws Exception {
    assertThat(pom("/project/properties/project.build.outputTimestamp"))
        .singleElement()
        .satisfies(time -> assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    assertThat(texts()).contains("run: .ci/reproducible", "run: .ci/run");
    assertThat(Files.isExecutable(Path.of(".ci/reproducible"))).isTrue();
  }

  @Test
  void each_action_is_named_by_its_commit() throws IOException {
    for (var text : workflows()) {
      assertThat(unpinned(text)).isEmpty();
      assertThat(values(text, "uses")).hasSameSizeAs(USES.matcher(text).results().toList());
      assertThat(USES.matcher(text).results())
          .extracting((MatchResult use) -> use.group(2))
          .allMatch(comment -> comment.matches(" # v\\d+\\.\\d+\\.\\d+"));
    }
    assertThat(texts()).contains("uses: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobs: {a: {steps: [{'uses': 'actions/checkout@v5'}]}}",
        "jobs: {a: {uses: other/repository/.github/workflows/a.yml@main}}",
        "jobs: {a: {steps: [{uses: 'docker://alpine:3'}]}}",
        "jobs: {a: {container: 'maven:3'}}",
        "jobs: {a: {container: {image: 'maven:3'}}}",
        "jobs: {a: {services: {db: {image: 'mysql:8'}}}}",
      })
  void what_is_not_named_by_its_content_is_seen(String workflow) {
    assertThat(unpinned(workflow)).hasSize(1);
  }

  @Test
  void no_job_may_write() throws IOException {
    for (var text : workflows()) {
      var workflow = new Yaml().<Map<String, Object>>load(text);

      assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
      assertThat(text)
          .containsOnlyOnce("permissions:")
          .doesNotContain("pull_request_target", "secrets.");
      assertThat(keepingCredentials(text)).isEmpty();
    }
  }

  @Test
  void a_checkout_that_keeps_its_credentials_is_seen() {
    var steps =
        Stream.of("false", "true")
            .map("{uses: actions/checkout@1, with: {persist-credentials: %s}}"::formatted)
            .collect(Collectors.joining(", "));

    assertThat(
            keepingCredentials(
                "jobs: {a: {steps: [%s, {uses: actions/checkout@1}]}}".formatted(steps)))
        .hasSize(2);
  }

  /// With containers some tests would have nothing to look into.
  @Test
  void the_tests_that_need_processes_run() throws IOException {
    assertThat(texts()).contains("run: .ci/run -Dgrantflow.services=processes");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("./mvnw verify \"$@\"");
  }

  /// Actions and images that are named by what somebody can move.
  private static List<String> unpinned(String workflow) {
    return Stream.concat(
            values(workflow, "uses").filter(it -> !it.toString().matches("[\\w./-]+@[0-9a-f]{40}")),
            Stream.of("container", "image")
                .flatMap(key -> values(workflow, key))
                .filter(it -> !(it instanceof Map))
                .filter(it -> !it.toString().matches(".+@sha256:[0-9a-f]{64}")))
        .map(Object::toString)
        .toList();
  }

  private static List<Object> keepingCredentials(String workflow) {
    return values(workflow, "steps")
        .<Object>flatMap(steps -> steps instanceof List<?> list ? list.stream() : Stream.empty())
        .filter(step -> values(step, "uses").anyMatch(it -> it.toString().contains("/checkout@")))
        .filter(step -> values(step, "persist-credentials").noneMatch(it -> it.equals(false)))
        .toList();
  }

  private static Stream<Object> values(String workflow, String key) {
    return StreamSupport.stream(new Yaml().loadAll(workflow).spliterator(), false)
        .flatMap(it -> values(it, key));
  }

  /// Wherever the key stands, and however it is written.
  private static Stream<Object> values(Object within, String key) {
    return switch (within) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .flatMap(
                  it ->
                      Stream.concat(
                          Stream.ofNullable(it.getKey().equals(key) ? it.getValue() : null),
                          it.getValue() == null ? Stream.empty() : values(it.getValue(), key)));
      case List<?> list -> list.stream().flatMap(it -> values(it, key));
      default -> Stream.empty();
    };
  }

  private static List<String> workflows() throws IOException {
    var texts = new ArrayList<String>();
    try (var files = Files.list(WORKFLOWS)) {
      for (var file : files.sorted().toList()) {
        texts.add(Files.readString(file));
      }
    }
    assertThat(texts).isNotEmpty();
    return texts;
  }

  private static String texts() throws IOException {
    return String.join("\n", workflows());
  }

  private static List<String> pom(String path) throws Exception {
    var nodes = nodes(path);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }

  private static List<String> names(String path) throws Exception {
    var nodes = nodes(path);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getNodeName())
        .toList();
  }

  private static NodeList nodes(String path) throws Exception {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    return (NodeList)
        XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
  }
}
