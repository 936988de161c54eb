package dev.grantflow.log;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An exception whose messages, and those of its causes, stand on one line each.
record PlainThrowable(IThrowableProxy thrown) implements IThrowableProxy {

  private static final int MESSAGE_CHARACTERS_MAX = 4_096;

  static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : new PlainThrowable(thrown);
  }

  @Override
  public @Nullable String getMessage() {
    return plain(thrown.getMessage());
  }

  @Override
  public @Nullable String getOverridingMessage() {
    return plain(thrown.getOverridingMessage());
  }

  @Override
  public String getClassName() {
    return thrown.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return thrown.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return thrown.getCommonFrames();
  }

  @Override
  public @Nullable IThrowableProxy getCause() {
    return of(thrown.getCause());
  }

  @Override
  public IThrowableProxy @Nullable [] getSuppressed() {
    var suppressed = thrown.getSuppressed();
    return suppressed == null
        ? null
        : Stream.of(suppressed).map(PlainThrowable::new).toArray(IThrowableProxy[]::new);
  }

  @Override
  public boolean isCyclic() {
    return thrown.isCyclic();
  }

  private static @Nullable String plain(@Nullable String message) {
    return message == null ? null : Plain.line(message, MESSAGE_CHARACTERS_MAX);
  }
}
