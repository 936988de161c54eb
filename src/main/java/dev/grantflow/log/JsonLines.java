package dev.grantflow.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes each event as one JSON object on one line: its keys and values are members of their own,
/// a stack trace is one string.
///
/// Values are written as what they print, as in text, and never taken apart: what hides itself when
/// it is printed stays hidden. Text is as [Plain] has it, so that whoever shows a member of it is
/// safe from what stands there.
final class JsonLines extends EncoderBase<ILoggingEvent> {

  private static final int TEXT_CHARACTERS_MAX = 16_384;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> OURS =
      Set.of("timestamp", "level", "thread", "logger", "message", "exception");

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("timestamp", event.getInstant().toString());
      json.writeStringProperty("level", event.getLevel().toString());
      json.writeStringProperty("thread", plain(event.getThreadName()));
      json.writeStringProperty("logger", plain(event.getLoggerName()));
      json.writeStringProperty("message", plain(event.getFormattedMessage()));
      writePairs(json, event.getKeyValuePairs());
      var thrown = PlainThrowable.of(event.getThrowableProxy());
      if (thrown != null) {
        json.writeStringProperty("exception", cut(ThrowableProxyUtil.asString(thrown)));
      }
      json.writeEndObject();
    }
    return line.append('\n').toString().getBytes(UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  private static void writePairs(JsonGenerator json, @Nullable List<KeyValuePair> pairs) {
    if (pairs == null) {
      return;
    }
    for (var pair : pairs) {
      switch (pair.value) {
        case null -> {}
        case Integer number -> json.writeNumberProperty(name(pair.key), number);
        case Long number -> json.writeNumberProperty(name(pair.key), number);
        case Object other -> json.writeStringProperty(name(pair.key), plain(other.toString()));
      }
    }
  }

  /// A key that is one of ours must not stand for it.
  private static String name(String key) {
    return OURS.contains(key) ? key + "_" : plain(key);
  }

  private static String plain(@Nullable String text) {
    return text == null ? "" : Plain.line(text, TEXT_CHARACTERS_MAX);
  }

  private static String cut(String text) {
    return text.length() <= TEXT_CHARACTERS_MAX
        ? text
        : text.substring(0, TEXT_CHARACTERS_MAX) + "…";
  }
}
