package dev.grantflow.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/// Denies what is below INFO to all loggers but those that are said to be open, and lets what is
/// not through from those that are said to be kept, whatever their level is set to, by whatever
/// means and whenever.
///
/// HTTP clients and servers, JDBC drivers and schema validators write whole headers, addresses,
/// rows and values at DEBUG and TRACE. A level alone does not keep that out: it can be set by a
/// configuration property, an environment variable or a request while the service runs. Libraries
/// say there that they would not log, too, so nothing is even put together.
///
/// What is kept is the record of who did what: whoever may set a level cannot switch it off by one.
///
/// Some loggers are shut altogether: what writes to them can be set to do so at any level.
///
/// Thread-safe.
public final class LogCeiling extends TurboFilter {

  private final List<String> open = new CopyOnWriteArrayList<>();
  private final List<String> kept = new CopyOnWriteArrayList<>();
  private final Set<String> shut = new CopyOnWriteArraySet<>();

  /// @param name of a logger that may log at any level, and so may those below it
  public void addOpen(String name) {
    open.add(name);
  }

  /// @param name of a logger that nothing silences from INFO on
  public void addKept(String name) {
    kept.add(name);
  }

  /// @param name of a logger that may log at no level
  public void addShut(String name) {
    shut.add(name);
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    if (shut.contains(logger.getName())) {
      return FilterReply.DENY;
    }
    if (level.isGreaterOrEqual(Level.INFO)) {
      return kept.contains(logger.getName()) ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
    }
    return isOpen(logger.getName()) ? FilterReply.NEUTRAL : FilterReply.DENY;
  }

  private boolean isOpen(String logger) {
    for (var name : open) {
      if (logger.startsWith(name)
          && (logger.length() == name.length() || logger.charAt(name.length()) == '.')) {
        return true;
      }
    }
    return false;
  }
}
