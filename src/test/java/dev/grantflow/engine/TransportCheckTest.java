package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.egress.SandboxSettings;
import io.micronaut.context.ApplicationContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TransportCheckTest {

  private static final String URL = "datasources.default.url";
  private static final String MODE = "datasources.default.data-source-properties.sslMode";
  private static final String SERVERS = "kafka.bootstrap.servers";
  private static final String PROTOCOL = "kafka.security.protocol";
  private static final String MYSQL = "jdbc:mysql://mysql.example:3306/grantflow";
  private static final String KAFKA = "kafka-1.example:9093,kafka-2.example:9093";
  private static final Map<String, Object> PROTECTED =
      Map.of(URL, MYSQL, MODE, "VERIFY_IDENTITY", SERVERS, KAFKA, PROTOCOL, "SASL_SSL");

  private static void check(boolean sandbox, boolean plain, Map<String, Object> settings) {
    try (var context =
        ApplicationContext.builder()
            .banner(false)
            .enableDefaultPropertySources(false)
            .properties(settings)
            .build()) {
      var environment = context.getEnvironment().start();
      var _ =
          new TransportCheck(
              new SandboxSettings(sandbox), new TransportSettings(plain), environment);
    }
  }

  private static Map<String, Object> with(String name, Object value) {
    var settings = new HashMap<>(PROTECTED);
    settings.put(name, value);
    return settings;
  }

  private static Map<String, Object> without(String name) {
    var settings = new HashMap<>(PROTECTED);
    settings.remove(name);
    return settings;
  }

  private static void isRefused(Map<String, Object> settings, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(false, false, settings))
        .withMessageStartingWith("grantflow.transport.plain is false, and the settings reach ")
        .withMessageContaining(remedy)
        .withMessageNotContaining("pass");
  }

  @Test
  void verified_connections_may_lead_anywhere() {
    assertThatNoException().isThrownBy(() -> check(false, false, PROTECTED));
    assertThatNoException()
        .isThrownBy(
            () -> check(false, false, Map.of(URL, MYSQL + "?sslMode=verify_ca&useSSL=false")));
    assertThatNoException().isThrownBy(() -> check(false, false, with(PROTOCOL, "ssl")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://localhost:3306/grantflow",
        "jdbc:mysql://user:pass@127.0.0.1/grantflow?connectTimeout=1",
        "jdbc:mysql://[::1]:3306/grantflow",
        "jdbc:mysql:loadbalance://localhost:1,localhost:2/grantflow",
      })
  void what_stays_on_this_machine_may_be_plain(String url) {
    assertThatNoException()
        .isThrownBy(
            () -> check(false, false, Map.of(URL, url, SERVERS, "localhost:1,127.0.0.1:2")));
  }

  @Test
  void a_sandbox_and_a_service_without_kafka_are_not_asked() {
    assertThatNoException()
        .isThrownBy(() -> check(true, false, Map.of(URL, MYSQL, SERVERS, KAFKA)));
    assertThatNoException()
        .isThrownBy(() -> check(false, false, Map.of("kafka.enabled", false, SERVERS, KAFKA)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MYSQL,
        MYSQL + "?sslmode=VERIFY_IDENTITY",
        MYSQL + "?ssl-mode=VERIFY_IDENTITY",
        MYSQL + "?sslMode=REQUIRED",
        MYSQL + "?sslMode=PREFERRED",
        MYSQL + "?sslMode=VERIFY_IDENTITY&sslMode=DISABLED",
        "jdbc:mysql://user:pass@mysql.example/grantflow",
        "jdbc:mysql://localhost,mysql.example/grantflow",
        "jdbc:mysql://localhost.example/grantflow",
        "jdbc:mysql://127.0.0.1@mysql.example/grantflow",
        "jdbc:mysql://address=(host=x)(sslMode=DISABLED),y/db?sslMode=VERIFY_CA",
        "jdbc:mysql+srv://mysql.example/grantflow",
        "jdbc:mysql:///grantflow",
        "jdbc:mysql:///grantflow?host=mysql.example&port=3307",
        "jdbc:mysql://mysql.localhost/grantflow",
        MYSQL + "?sslMode=VERIFY_CA&ssl%4Dode=DISABLED",
        MYSQL + "?sslMode=VERIFY_CA&sslMode =DISABLED",
        "jdbc:mysql://address=(host=x)(ssl%4Dode=DISABLED),y/db?sslMode=VERIFY_CA",
      })
  void a_database_elsewhere_whose_certificate_is_not_verified_stops_the_start(String url) {
    isRefused(Map.of(URL, url), "sslMode=VERIFY_IDENTITY");
  }

  @Test
  void a_protection_of_the_database_that_is_misspelled_or_undone_stops_the_start() {
    var misspelled = without(MODE);
    misspelled.put("datasources.default.data-source-properties.sslmode", "VERIFY_IDENTITY");
    isRefused(misspelled, "sslMode=VERIFY_IDENTITY");
    isRefused(with(MODE, "DISABLED"), "sslMode=VERIFY_IDENTITY");
    isRefused(
        Map.of(URL, MYSQL + "?sslMode=VERIFY_CA", MODE, "REQUIRED"), "sslMode=VERIFY_IDENTITY");
  }

  @Test
  void a_broker_elsewhere_that_is_not_encrypted_or_verified_stops_the_start() {
    var misspelled = without(PROTOCOL);
    misspelled.put("kafka.security.protocl", "SASL_SSL");
    isRefused(without(PROTOCOL), "kafka.security.protocol to SASL_SSL or SSL");
    isRefused(misspelled, "kafka.security.protocol to SASL_SSL or SSL");
    isRefused(with(PROTOCOL, "SASL_PLAINTEXT"), "kafka.security.protocol to SASL_SSL or SSL");
    isRefused(with("kafka.producers.default.security.protocol", "PLAINTEXT"), "SASL_SSL or SSL");
    isRefused(with("kafka.consumers.default.security.protocol", "PLAINTEXT"), "SASL_SSL or SSL");
    isRefused(
        with("kafka.ssl.endpoint.identification.algorithm", ""),
        "leave kafka.ssl.endpoint.identification.algorithm out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumers", "producers"})
  void a_broker_elsewhere_of_a_single_client_counts_as_all_do(String kind) {
    var own = "kafka." + kind + ".default.bootstrap.servers";
    var here =
        Map.<String, Object>of(URL, "jdbc:mysql://localhost/grantflow", SERVERS, "localhost");
    var elsewhere = new HashMap<>(here);
    elsewhere.put(own, KAFKA);
    isRefused(elsewhere, "kafka.security.protocol to SASL_SSL or SSL");
    elsewhere.put(SERVERS, List.of("127.0.0.1:1", "localhost:2"));
    isRefused(elsewhere, "kafka.security.protocol to SASL_SSL or SSL");
    elsewhere.put(own, "localhost:9092");
    assertThatNoException().isThrownBy(() -> check(false, false, elsewhere));
  }

  @Test
  void a_name_below_localhost_is_another_machine() {
    isRefused(
        Map.of(URL, "jdbc:mysql://localhost/grantflow", SERVERS, "kafka.localhost:9092"),
        "kafka.security.protocol to SASL_SSL or SSL");
  }

  @Test
  void whoever_means_it_is_warned_of_each() {
    var logger = (Logger) LoggerFactory.getLogger(TransportCheck.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    try {
      check(false, true, Map.of(URL, MYSQL, SERVERS, KAFKA));
    } finally {
      logger.detachAppender(log);
    }

    assertThat(List.copyOf(log.list))
        .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("WARN ").contains("plain): MySQL"),
            line -> assertThat(line).startsWith("WARN ").contains("plain): Kafka"));
  }
}
