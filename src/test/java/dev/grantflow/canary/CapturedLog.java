package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.grantflow.Grantflow;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// As long as it is open, everything is logged at TRACE, as somebody would set it while the service
/// runs, and written as `logback.xml` of the service says, into memory.
final class CapturedLog implements AutoCloseable {

  private static final List<String> NOISY =
      List.of(
          Logger.ROOT_LOGGER_NAME,
          "dev.grantflow",
          "io.micronaut",
          "io.netty",
          "org.apache.hc",
          "org.apache.hc.client5.http.wire",
          "org.apache.hc.client5.http.headers",
          "org.apache.kafka",
          "com.zaxxer.hikari",
          "com.mysql",
          "com.networknt",
          "org.flywaydb");

  private final LoggerContext tests = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final LoggerContext production = new LoggerContext();
  private final Map<Logger, @Nullable Level> levels = new HashMap<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final Appender<ILoggingEvent> console;
  private final List<TurboFilter> ceilings;

  /// @param withCeilings false leaves out what keeps libraries silent
  private CapturedLog(boolean withCeilings) {
    read(production);
    for (var name : NOISY) {
      var logger = tests.getLogger(name);
      levels.put(logger, logger.getLevel());
      logger.setLevel(Level.TRACE);
    }
    ceilings = withCeilings ? List.copyOf(production.getTurboFilterList()) : List.of();
    ceilings.forEach(tests::addTurboFilter);
    console = root().getAppender("console");
    root().detachAppender(console);
    appender.setContext(tests);
    appender.setEncoder(encoder());
    appender.setOutputStream(written);
    appender.start();
    root().addAppender(appender);
  }

  static CapturedLog open() {
    return new CapturedLog(true);
  }

  static CapturedLog withoutCeilings() {
    return new CapturedLog(false);
  }

  String text() {
    synchronized (written) {
      return written.toString(UTF_8);
    }
  }

  private static void read(LoggerContext context) {
    try {
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Objects.requireNonNull(Grantflow.class.getResource("/logback.xml")));
    } catch (JoranException e) {
      throw new IllegalStateException("logback.xml cannot be read", e);
    }
  }

  /// The service's own, with its pattern.
  private Encoder<ILoggingEvent> encoder() {
    var shipped =
        (OutputStreamAppender<ILoggingEvent>)
            production.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
    return shipped.getEncoder();
  }

  private Logger root() {
    return tests.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void close() {
    root().detachAppender(appender);
    root().addAppender(console);
    tests.getTurboFilterList().removeAll(ceilings);
    levels.forEach(Logger::setLevel);
    appender.stop();
    production.stop();
  }
}
