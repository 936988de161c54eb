package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What follows from what is chosen.
class ChoicesTest {

  private static Installation in(String situation) {
    return Chart.in(Path.of("helm/grantflow/ci/%s-values.yaml".formatted(situation)));
  }

  @Test
  void the_schema_is_migrated_at_the_start_or_by_a_job_before() {
    assertThat(in("minimal").all(Job.class)).isEmpty();
    assertThat(in("minimal").settings()).doesNotContain("flyway");

    var everything = in("everything");
    var migrate = everything.one(Job.class, "pay-grants-migrate");
    assertThat(everything.settings())
        .contains("flyway:\n  datasources:\n    default:\n      enabled: false");
    assertThat(migrate.getMetadata().getAnnotations())
        .containsEntry(Chart.HOOK, "pre-install,pre-upgrade")
        .containsEntry(Chart.HOOK + "-weight", "-5");
    assertThat(migrate.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
        .containsExactly("migrate");
  }

  @Test
  void topics_are_made_by_the_service_or_by_a_job_before() {
    assertThat(in("minimal").settings()).contains("topics: CREATE");

    var everything = in("everything");
    assertThat(everything.settings()).contains("topics: CHECK");
    assertThat(
            everything
                .one(Job.class, "pay-grants-topics")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs())
        .containsExactly("topics");
  }

  @Test
  void what_scales_by_itself_is_not_told_how_many() {
    assertThat(in("minimal").deployment().getSpec().getReplicas()).isEqualTo(2);
    assertThat(in("everything").deployment().getSpec().getReplicas()).isNull();
    assertThat(in("keda").deployment().getSpec().getReplicas()).isNull();
    assertThat(in("everything").one(HorizontalPodAutoscaler.class).getSpec().getMaxReplicas())
        .isEqualTo(6);
  }

  @Test
  void no_replica_is_added_that_would_have_no_partition() {
    var keda =
        StrictObjects.read(
            in("keda").one(GenericKubernetesResource.class).get("spec"), ScaledObjectSpec.class);

    assertThat(keda.maxReplicaCount()).isEqualTo(8);
    // KEDA's own cooldown is heeded on the way to no replica only.
    assertThat(
            keda.advanced()
                .horizontalPodAutoscalerConfig()
                .behavior()
                .scaleDown()
                .stabilizationWindowSeconds())
        .isEqualTo(300);
    assertThat(keda.triggers())
        .containsExactly(
            new ScaledObjectSpec.Trigger(
                "kafka",
                Map.of(
                    "bootstrapServers", "kafka-0.kafka:9093,kafka-1.kafka:9093",
                    "consumerGroup", "grantflow",
                    "topic", "grants.commands",
                    "lagThreshold", "200",
                    "offsetResetPolicy", "earliest"),
                new ScaledObjectSpec.Target("grantflow-kafka")));
  }

  /// A budget that says how many must stay would hold up each drain of the node.
  @Test
  void a_single_replica_can_be_moved() {
    var single = in("single-replica");

    assertThat(single.deployment().getSpec().getReplicas()).isEqualTo(1);
    assertThat(single.one(PodDisruptionBudget.class).getSpec().getMinAvailable()).isNull();
    assertThat(single.one(PodDisruptionBudget.class).getSpec().getMaxUnavailable())
        .isEqualTo(new IntOrString(1));
  }

  @Test
  void traffic_in_is_for_two_ports_and_from_whom_the_values_say() {
    var policy = in("everything").one(NetworkPolicy.class).getSpec();

    assertThat(policy.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getIngress())
        .extracting(it -> it.getPorts().getFirst().getPort().getStrVal())
        .containsExactly("http", "management");
    assertThat(policy.getIngress().getFirst().getFrom()).hasSize(1);
    assertThat(policy.getIngress().getLast().getFrom())
        .hasSize(2)
        .allMatch(it -> it.getNamespaceSelector() != null || it.getPodSelector() != null);
  }

  @Test
  void operators_ports_are_shut_to_other_namespaces_unless_they_are_let_in() {
    assertThat(in("minimal").one(NetworkPolicy.class).getSpec().getIngress().getLast().getFrom())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getPodSelector()).isNotNull();
              assertThat(it.getNamespaceSelector()).isNull();
              assertThat(it.getIpBlock()).isNull();
            });
  }

  @Test
  void traffic_out_is_for_names_stores_and_public_servers() {
    var egress = in("minimal").one(NetworkPolicy.class).getSpec().getEgress();

    assertThat(egress)
        .extracting(ChoicesTest::ports)
        .containsExactly(
            List.of("53/UDP", "53/TCP"),
            List.of("management/TCP"),
            List.of("3306/TCP"),
            List.of("9093/TCP"),
            List.of("443/TCP"));
    assertThat(egress.getLast().getTo().getFirst().getIpBlock().getExcept())
        .contains("10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16");
  }

  private static List<String> ports(NetworkPolicyEgressRule rule) {
    return rule.getPorts().stream()
        .map((NetworkPolicyPort it) -> it.getPort().getValue() + "/" + it.getProtocol())
        .toList();
  }

  @Test
  void a_path_before_our_own_is_taken_away() {
    var rules = in("gateway-api").one(HTTPRoute.class).getSpec().getRules();

    assertThat(in("gateway-api").one(HTTPRoute.class).getSpec().getHostnames())
        .containsExactly("pay.example.com");
    assertThat(rules)
        .extracting(it -> it.getMatches().getFirst().getPath().getValue())
        .containsExactly("/grants/start", "/grants/finish");
    assertThat(rules)
        .extracting(
            it -> it.getFilters().getFirst().getUrlRewrite().getPath().getReplacePrefixMatch())
        .containsExactly("/start", "/finish");
  }

  @Test
  void an_image_comes_from_where_the_values_say() {
    assertThat(image("minimal"))
        .isEqualTo("registry.example.com/team/grantflow:" + Chart.versionOfTheService());
    assertThat(image("everything")).isEqualTo("registry.example.com/team/grantflow:1.2.3");
    assertThat(image("air-gapped"))
        .startsWith("registry.internal:5000/mirror/payments/grantflow@sha256:0123");
  }

  private static String image(String situation) {
    return in(situation).container().getImage();
  }

  @Test
  void traces_go_where_the_values_say_and_are_let_out() {
    assertThat(variables(in("minimal"))).doesNotContainKey("OTEL_TRACES_EXPORTER");

    assertThat(variables(in("everything")))
        .containsEntry("OTEL_TRACES_EXPORTER", "otlp")
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel-collector.observability:4318")
        .containsEntry("OTEL_TRACES_SAMPLER_ARG", "0.1");
    assertThat(in("everything").one(NetworkPolicy.class).getSpec().getEgress())
        .extracting(ChoicesTest::ports)
        .contains(List.of("4318/TCP"));
  }

  @Test
  void logs_are_as_the_service_has_them_unless_the_values_say_otherwise() {
    assertThat(variables(in("minimal"))).doesNotContainKey("GRANTFLOW_LOG_FORMAT");
    assertThat(variables(in("everything"))).containsEntry("GRANTFLOW_LOG_FORMAT", "json");
    assertThat(Chart.with("logging: {level: DEBUG}").settings())
        .contains("logger:\n  levels:\n    dev.grantflow: DEBUG");
  }

  private static Map<String, String> variables(Installation installation) {
    return installation.container().getEnv().stream()
        .filter(it -> it.getValue() != null)
        .collect(Collectors.toMap(it -> it.getName(), it -> it.getValue()));
  }

  @Test
  void the_ports_of_the_stores_are_those_of_their_addresses() {
    var further =
        Chart.with(
            """
            mysql: {url: 'jdbc:mysql:replication://a:3307,b:3308/grantflow?x=:1'}
            kafka: {bootstrapServers: 'a:29092,b:29092'}
            networkPolicy: {kafkaPorts: [29093]}
            """);

    assertThat(further.one(NetworkPolicy.class).getSpec().getEgress())
        .extracting(ChoicesTest::ports)
        .contains(List.of("3307/TCP", "3308/TCP"), List.of("29092/TCP", "29093/TCP"));
    assertThat(
            Chart.with("mysql: {url: 'jdbc:mysql://db/grantflow'}")
                .one(NetworkPolicy.class)
                .getSpec()
                .getEgress())
        .extracting(ChoicesTest::ports)
        .contains(List.of("3306/TCP"));
  }
}
