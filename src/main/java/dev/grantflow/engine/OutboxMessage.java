package dev.grantflow.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message as it will stand on the wire.
///
/// @param key what orders it: messages of one key are published in the order they were written
/// @param value may hold an access token, hence no part of it is printed
public record OutboxMessage(
    Kind kind, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {

  public OutboxMessage {
    headers = List.copyOf(headers);
  }

  @Override
  public String toString() {
    return "OutboxMessage[" + kind + "]";
  }

  /// Which topic it is for.
  public enum Kind {
    EVENT,
    DEAD_LETTER
  }

  /// A header; names may repeat and order matters.
  public record Header(String name, byte @Nullable [] value) {}
}
