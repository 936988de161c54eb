package dev.grantflow.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot work is refused before anything is installed, in words that help.
class WrongValuesTest {

  @Test
  void all_that_is_missing_is_told_at_once() {
    assertThat(Chart.refusalOf("{}"))
        .contains("- image.repository is empty, and no public registry has the image: push it")
        .contains("- publicUri is empty: say where browsers reach Grantflow")
        .contains("- clients is empty: name a client instance")
        .contains("- encryption.existingSecret is empty: make a keyset")
        .contains("- mysql.url is empty: give a JDBC URL")
        .contains("- mysql.existingSecret is empty: name the Secret with user and password")
        .contains("- kafka.bootstrapServers is empty: give host:port of brokers")
        .contains("- kafka.existingSecret is empty, and SASL_SSL wants a login");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 3                                 | additional properties 'replicas' not allowed
          kafka: {bootstrapServer: 'a:9092'}          | at '/kafka': additional properties 'bootstrapServer' not allowed
          networkPolicy: {ingressForm: []}            | at '/networkPolicy': additional properties 'ingressForm' not allowed
          metrics: {serviceMonitor: {enable: true}}   | at '/metrics/serviceMonitor': additional properties 'enable' not allowed
          replicaCount: two                           | at '/replicaCount': got string, want integer
          migration: sometimes                        | at '/migration': value must be one of 'atStart', 'job'
          publicUri: grants.example.com               | at '/publicUri': 'grants.example.com' does not match pattern
          publicUri: 'https://grants.example.com/'    | at '/publicUri'
          publicUri: 'https://a@grants.example.com'   | at '/publicUri'
          mysql: {url: 'mysql://db/grantflow'}        | at '/mysql/url': 'mysql://db/grantflow' does not match pattern
          kafka: {bootstrapServers: kafka}            | at '/kafka/bootstrapServers': 'kafka' does not match pattern
          image: {digest: latest}                     | at '/image/digest': 'latest' does not match pattern
          publicPaths: [/health]                      | at '/publicPaths/0': '/health' does not match pattern
          commonLabels: {app.kubernetes.io/name: x}   | invalid propertyName 'app.kubernetes.io/name'
          runAsUser: 0                                | at '/runAsUser': minimum: got 0, want 1
          """)
  void a_value_of_the_wrong_name_or_form(String values, String told) {
    assertThat(Chart.refusal(values)).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          autoscaling: {enabled: true, minReplicas: 9}                                 | autoscaling.minReplicas is above autoscaling.maxReplicas
          {autoscaling: {enabled: true}, keda: {enabled: true, authenticationRef: a}}  | autoscaling.enabled and keda.enabled both decide on replicas: switch one of them off
          {keda: {enabled: true, minReplicas: 4, authenticationRef: a}, kafka: {topics: {partitions: 3}}} | keda.minReplicas is above 3, the lesser of keda.maxReplicas and kafka.topics.partitions
          keda: {enabled: true}                                                        | keda.authenticationRef is empty, and SASL_SSL wants a TriggerAuthentication: name one
          kafka: {securityProtocol: PLAINTEXT}                                         | kafka.securityProtocol is PLAINTEXT, which is in the clear: use SASL_SSL or SSL
          kafka: {existingSecret: ''}                                                  | kafka.existingSecret is empty, and SASL_SSL wants a login
          mysql: {tls: {mode: PREFERRED}}                                              | mysql.tls.mode is PREFERRED, which does not know who answers: use VERIFY_IDENTITY
          clientKeys: {existingSecret: ''}                                             | clientKeys.existingSecret is empty, and clients has keys at /etc/grantflow/secrets/clients
          api: {enabled: true}                                                         | api.enabled needs security.issuer: nobody could call the API
          security: {issuer: 'https://id.example.com'}                                 | security.audience is empty: say what tokens of security.issuer must be meant for
          security: {issuer: 'https://id.example.com', audience: a}                    | security.jwksUri is empty: say where security.issuer publishes its keys
          mysql: {url: 'jdbc:mysql://db/grantflow?user=me&password=x'}                 | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://me:x@db/grantflow'}                               | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://address=(host=db)(user=me)(password=x)/grantflow'} | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://(host=db,password=x)/grantflow'}                  | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://db/grantflow?PASSWORD=x'}                         | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://db/grantflow?x=1&password2=x'}                    | mysql.url holds a login, and a ConfigMap is no place for it
          mysql: {url: 'jdbc:mysql://db/grantflow?trustCertificateKeyStorePassword=x'} | mysql.url holds a login, and a ConfigMap is no place for it
          config: {grantflow: {shutdown: {period: 60s}}}                               | config.grantflow.shutdown.period is told to the service alone
          config: {grantflow.shutdown.period: 60s}                                     | config.grantflow.shutdown.period is told to the service alone
          jobs: {mysql: {existingSecret: other}}                                       | jobs.mysql.existingSecret is for the Job that migrates
          config: {kafka: {sasl: {jaas: {config: hello}}}}                             | config holds what looks like a secret: put it into a Secret
          config: {kafka: {ssl: {keystore.password: '0'}}}                             | config holds what looks like a secret: put it into a Secret
          tracing: {enabled: true}                                                     | tracing.endpoint is empty: say where traces go
          gateway: {enabled: true}                                                     | gateway.parentRefs is empty: name the Gateway
          metrics: {serviceMonitor: {enabled: true}}                                   | metrics.serviceMonitor.enabled needs metrics.serviceMonitor.tokenSecret or security.metricsOpen
          """)
  void values_that_do_not_go_together(String values, String told) {
    assertThat(Chart.refusal(values)).contains("- " + told);
  }

  @Test
  void a_secret_that_the_environment_holds_may_be_named() {
    var values =
        "config: {kafka: {sasl: {jaas: {config: '${LOGIN}'}}, ssl: {key.password: '${KEY}'}}}";

    assertThat(Chart.with(values).settings()).contains("config: ${LOGIN}", "key.password: ${KEY}");
  }

  @Test
  void no_section_takes_names_that_it_does_not_have() throws IOException {
    var schema = new ObjectMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile());

    assertThat(open("", schema)).containsExactlyInAnyOrderElementsOf(List.of());
  }

  /// Sections that list their properties and take others as well.
  private static List<String> open(String path, JsonNode schema) {
    var found = new ArrayList<String>();
    var properties = schema.path("properties");
    if (!properties.isMissingNode() && !schema.path("additionalProperties").isBoolean()) {
      found.add(path);
    }
    properties
        .properties()
        .forEach(it -> found.addAll(open(path + "/" + it.getKey(), it.getValue())));
    return found;
  }
}
