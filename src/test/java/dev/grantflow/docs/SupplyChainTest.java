package dev.grantflow.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
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
            "banDuplicateClasses");
  }

  /// Each of these would leave all the rest as it stands, and nothing would be done.
  @Test
  void nothing_of_that_is_switched_off() throws Exception {
    assertThat(names("//skip | //fail | /project/properties/*[contains(name(), 'skip')]"))
        .isEmpty();
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
    var uses = USES.matcher(texts()).results().toList();

    assertThat(uses).isNotEmpty();
    assertThat(uses)
        .extracting((MatchResult use) -> use.group(1))
        .allMatch(action -> action.matches("[\\w./-]+@[0-9a-f]{40}"));
    assertThat(uses)
        .extracting((MatchResult use) -> use.group(2))
        .allMatch(comment -> comment.matches(" # v\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void no_job_may_write() throws IOException {
    for (var text : workflows()) {
      var workflow = new Yaml().<Map<String, Object>>load(text);

      assertThat(workflow.get("permissions")).isEqualTo(Map.of("contents", "read"));
      assertThat(text)
          .containsOnlyOnce("permissions:")
          .contains("persist-credentials: false")
          .doesNotContain("pull_request_target", "secrets.");
    }
  }

  /// With containers some tests would have nothing to look into.
  @Test
  void the_tests_that_need_processes_run() throws IOException {
    assertThat(texts()).contains("run: .ci/run -Dgrantflow.services=processes");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("./mvnw verify \"$@\"");
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
