package dev.grantflow.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// As long as it is open, logs at the levels and under the ceiling that the service ships with,
/// except that whatever no level is named for is logged at another.
final class ProductionLevels implements AutoCloseable {

  private final LoggerContext tests = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<Logger, @Nullable Level> before = new HashMap<>();
  private final List<TurboFilter> ceilings;

  ProductionLevels(Level otherwise) throws JoranException {
    var production = new LoggerContext();
    var configurator = new JoranConfigurator();
    configurator.setContext(production);
    configurator.doConfigure(Objects.requireNonNull(Page.class.getResource("/logback.xml")));
    production.getLoggerList().stream()
        .filter(logger -> logger.getLevel() != null)
        .forEach(logger -> set(logger.getName(), logger.getLevel()));
    set(Logger.ROOT_LOGGER_NAME, otherwise);
    ceilings = List.copyOf(production.getTurboFilterList());
    ceilings.forEach(tests::addTurboFilter);
    production.stop();
  }

  private void set(String name, Level level) {
    var logger = tests.getLogger(name);
    before.putIfAbsent(logger, logger.getLevel());
    logger.setLevel(level);
  }

  @Override
  public void close() {
    before.forEach(Logger::setLevel);
    tests.getTurboFilterList().removeAll(ceilings);
  }
}
