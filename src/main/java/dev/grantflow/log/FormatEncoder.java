package dev.grantflow.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;

/// Writes events as text or as JSON, whichever is wanted. Thread-safe.
public final class FormatEncoder extends EncoderBase<ILoggingEvent> {

  private final PlainEncoder text = new PlainEncoder();
  private final JsonLines json = new JsonLines();
  private volatile Encoder<ILoggingEvent> used = text;

  /// @param pattern of lines that are text
  public void addPattern(String pattern) {
    text.setPattern(pattern);
  }

  @Override
  public void start() {
    text.setContext(getContext());
    text.start();
    use(LogFormat.atStart());
    super.start();
  }

  void use(LogFormat format) {
    used =
        switch (format) {
          case TEXT -> text;
          case JSON -> json;
        };
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return used.encode(event);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
