package dev.grantflow.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.util.Objects;

/// The log as `logback.xml` of the service has it, written into memory.
final class Shipped {

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  Shipped() {
    this(LogFormat.TEXT);
  }

  Shipped(LogFormat format) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      var configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(Objects.requireNonNull(Plain.class.getResource("/logback.xml")));
    } catch (JoranException e) {
      throw new AssertionError(e);
    }
    var root = logger(Logger.ROOT_LOGGER_NAME);
    var console = (OutputStreamAppender<ILoggingEvent>) root.getAppender("console");
    var memory = new OutputStreamAppender<ILoggingEvent>();
    memory.setContext(context);
    var encoder = (FormatEncoder) console.getEncoder();
    encoder.use(format);
    memory.setEncoder(encoder);
    memory.setOutputStream(written);
    memory.start();
    root.detachAppender(console);
    root.addAppender(memory);
  }

  Logger logger(String name) {
    return context.getLogger(name);
  }

  String text() {
    return written.toString(UTF_8);
  }
}
