package dev.grantflow.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCeilingTest {

  private final Shipped log = new Shipped();

  @ParameterizedTest
  @ValueSource(
      strings = {
        Logger.ROOT_LOGGER_NAME,
        "org.apache.hc.client5.http.wire",
        "org.apache.hc.client5.http.headers",
        "io.micronaut.http.server.netty",
        "io.micronaut.data.query",
        "io.netty.handler.logging.LoggingHandler",
        "com.zaxxer.hikari",
        "com.mysql.cj",
        "com.networknt.schema",
        "org.apache.kafka.clients",
        "dev.grantflowers",
        "a.library.of.next.year"
      })
  void a_level_that_is_set_later_does_not_make_a_library_talk(String name) {
    log.logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
    var logger = log.logger(name);
    logger.setLevel(Level.TRACE);

    logger.trace("s3cret");
    logger.debug("s3cret {}", 1);
    logger.atDebug().addKeyValue("token", "s3cret").log("said");
    logger.info("heard");

    assertThat(log.text()).contains("heard").doesNotContain("s3cret");
    assertThat(logger.isTraceEnabled()).isFalse();
    assertThat(logger.isDebugEnabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.grantflow.web.AuditTrail", "dev.grantflow.engine.GrantedSignatures"})
  void no_level_silences_who_did_what(String name) throws Exception {
    assertThat(Class.forName(name)).isNotNull();
    var logger = log.logger(name);
    for (var off : new String[] {Logger.ROOT_LOGGER_NAME, "dev.grantflow", name}) {
      log.logger(off).setLevel(Level.OFF);
    }

    logger.atInfo().addKeyValue("subject", "ledger").log("was called");
    log.logger(name + "s").error("another");

    assertThat(log.text()).contains("was called subject=\"ledger\"").doesNotContain("another");
    assertThat(logger.isDebugEnabled()).isFalse();
  }

  /// By the access log and the dump of bytes, whose levels are settings.
  @ParameterizedTest
  @ValueSource(strings = {"HTTP_ACCESS_LOGGER", "io.micronaut.http.server.netty.NettyHttpServer"})
  void what_may_be_told_to_talk_at_any_level_talks_at_none(String name) {
    var logger = log.logger(name);

    for (var level : org.slf4j.event.Level.values()) {
      logger.atLevel(level).log("s3cret");
      logger.log(null, name, level.toInt(), "s3cret", null, null);
    }
    log.logger(name + ".other").info("heard");

    assertThat(log.text()).contains("heard").doesNotContain("s3cret");
    assertThat(logger.isErrorEnabled()).isFalse();
  }

  @Test
  void ours_talk_as_they_are_told_to() {
    var logger = log.logger("dev.grantflow.engine.GrantChanges");
    logger.debug("too early");
    logger.setLevel(Level.TRACE);

    logger.trace("now");

    assertThat(log.text()).contains("now").doesNotContain("too early");
  }
}
