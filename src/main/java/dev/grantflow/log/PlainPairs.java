package dev.grantflow.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/// Writes an event's keys and values as `key="value"`, with a backslash before each quotation mark
/// and backslash in them: text from outside cannot end a value and begin a key of its own. What
/// does not show in a line is [PlainEncoder]'s.
public final class PlainPairs extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    var pairs = event.getKeyValuePairs();
    return pairs == null
        ? ""
        : pairs.stream().map(PlainPairs::written).collect(Collectors.joining(" "));
  }

  private static String written(KeyValuePair pair) {
    return escaped(pair.key) + "=\"" + escaped(String.valueOf(pair.value)) + "\"";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
