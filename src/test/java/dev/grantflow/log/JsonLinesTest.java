package dev.grantflow.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String FORGED = "{\"level\":\"INFO\",\"message\":\"paid\"}";

  private final Shipped log = new Shipped(LogFormat.JSON);

  @Test
  void an_event_is_one_object_with_its_keys_as_members() {
    log.logger("dev.grantflow.engine.GrantChanges")
        .atInfo()
        .addKeyValue("grantId", new GrantId("order-1"))
        .addKeyValue("status", 303)
        .addKeyValue("problems", List.of("client"))
        .addKeyValue("traceId", (Object) null)
        .log("grant {}", "changed");

    var line = only();
    assertThat(line.properties().stream().map(it -> it.getKey()))
        .containsExactly(
            "timestamp", "level", "thread", "logger", "message", "grantId", "status", "problems");
    assertThat(line.path("level").textValue()).isEqualTo("INFO");
    assertThat(line.path("logger").textValue()).isEqualTo("dev.grantflow.engine.GrantChanges");
    assertThat(line.path("message").textValue()).isEqualTo("grant changed");
    assertThat(line.path("grantId").textValue()).isEqualTo("order-1");
    assertThat(line.path("status").intValue()).isEqualTo(303);
    assertThat(line.path("problems").textValue()).isEqualTo("[client]");
    assertThat(Instant.parse(line.path("timestamp").textValue()))
        .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
  }

  @Test
  void an_exception_is_one_string() {
    var thrown = new IllegalStateException("why", new IllegalArgumentException("deeper"));

    log.logger("dev.grantflow").error("failed", thrown);

    assertThat(only().path("exception").textValue())
        .startsWith("java.lang.IllegalStateException: why\n\tat ")
        .contains("Caused by: java.lang.IllegalArgumentException: deeper");
  }

  /// Message, argument, key, value, exception and name of the thread.
  @Test
  void no_text_from_outside_begins_a_line_or_a_member_or_speaks_to_a_terminal() {
    var hostile = "x\",\"level\":\"OFF\r\n" + FORGED + "\u001B[2J\u0085\u2028\u202Eevil\u0000";
    var name = Thread.currentThread().getName();
    Thread.currentThread().setName(hostile);
    try {
      log.logger("dev.grantflow.x\n" + FORGED)
          .atWarn()
          .addKeyValue("client\n" + FORGED, hostile)
          .addKeyValue("level", hostile)
          .addKeyValue("message", hostile)
          .setCause(new IllegalStateException(hostile))
          .log("said {}" + hostile, hostile);
    } finally {
      Thread.currentThread().setName(name);
    }

    assertThat(only().path("level").textValue()).isEqualTo("WARN");
    assertThat(only().path("level_").textValue()).contains("x\",\"level\":\"OFF\\r\\n");
    assertThat(log.text().replaceFirst("\n$", ""))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    assertThat(only().properties())
        .allSatisfy(
            member ->
                assertThat(member.getKey() + member.getValue().asText().replaceAll("[\n\t]", ""))
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
  }

  @Test
  void a_value_that_hides_itself_stays_hidden() {
    log.logger("dev.grantflow").atInfo().addKeyValue("token", Secret.of("s3cret")).log("held");

    assertThat(log.text()).contains("\"token\":").doesNotContain("s3cret");
  }

  @Test
  void a_long_text_is_cut() {
    log.logger("dev.grantflow").info("x".repeat(100_000));

    assertThat(only().path("message").textValue())
        .hasSizeLessThan(20_000)
        .endsWith("characters more");
  }

  @Test
  void the_ceiling_holds() {
    log.logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);

    log.logger("org.apache.hc.client5.http.wire").debug("s3cret");
    log.logger("dev.grantflow").debug("heard");

    assertThat(only().path("message").textValue()).isEqualTo("heard");
  }

  @ParameterizedTest
  @CsvSource({"json, JSON", "JSON, JSON", "text, TEXT", "xml, TEXT", ", TEXT"})
  void until_settings_can_be_told_what_is_not_json_is_text(String name, LogFormat format) {
    assertThat(LogFormat.named(name)).isEqualTo(format);
  }

  private JsonNode only() {
    var lines = log.text().lines().toList();
    assertThat(lines).hasSize(1);
    try {
      return JSON.readTree(lines.getFirst());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
