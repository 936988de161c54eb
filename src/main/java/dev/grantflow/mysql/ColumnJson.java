package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;

/// JSON columns. What cannot be read is damage to the table; the message does not repeat it.
@Singleton
final class ColumnJson {

  private final ObjectMapper mapper;

  ColumnJson(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (IOException unwritable) {
      throw new IllegalStateException(
          "cannot write " + value.getClass().getSimpleName(), unwritable);
    }
  }

  <T> T read(String text, Class<T> type) {
    try {
      return requireNonNull(mapper.readValue(text, type));
    } catch (IOException _) {
      throw new IllegalStateException("a column does not hold a " + type.getSimpleName());
    }
  }
}
