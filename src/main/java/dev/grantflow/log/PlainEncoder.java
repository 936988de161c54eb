package dev.grantflow.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

/// Writes each event on one line, and a stack trace on lines of its own that begin with a tab. Text
/// from outside that found its way into a message, a key's value, an exception or the name of a
/// thread cannot begin a line, nor speak to the terminal; see [Plain].
///
/// It is done here, on the way out, so that no one who logs has to think of it. The pattern is as
/// Logback's own encoder has it.
public final class PlainEncoder extends PatternLayoutEncoder {

  private static final int EVENT_CHARACTERS_MAX = 16_384;
  private static final String END = System.lineSeparator();

  /// Exceptions are not left to the pattern.
  @Override
  public void start() {
    setPattern(getPattern() + "%nopex");
    super.start();
  }

  /// In UTF-8, whatever the machine's own encoding.
  @Override
  public byte[] encode(ILoggingEvent event) {
    var written = getLayout().doLayout(event);
    var text = new StringBuilder();
    text.append(Plain.line(withoutEnd(written), EVENT_CHARACTERS_MAX)).append(END);
    var thrown = PlainThrowable.of(event.getThrowableProxy());
    if (thrown != null) {
      ThrowableProxyUtil.asString(thrown)
          .lines()
          .forEach(line -> text.append('\t').append(line).append(END));
    }
    return text.toString().getBytes(UTF_8);
  }

  private static String withoutEnd(String written) {
    return written.endsWith(END) ? written.substring(0, written.length() - END.length()) : written;
  }
}
