package dev.grantflow.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// Everything that is logged while it is open, at the levels that the service ships with and with
/// whatever they do not name at another.
final class Overheard implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final ProductionLevels levels;

  Overheard(Level otherwise) throws JoranException {
    levels = new ProductionLevels(otherwise);
    log.start();
    root.addAppender(log);
    root.info("everything else");
  }

  String text() {
    return List.copyOf(log.list).stream().map(Overheard::text).collect(Collectors.joining("\n"));
  }

  private static String text(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    return event.getLoggerName()
        + " "
        + event.getFormattedMessage()
        + " "
        + event.getKeyValuePairs()
        + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
  }

  @Override
  public void close() {
    root.detachAppender(log);
    levels.close();
  }
}
