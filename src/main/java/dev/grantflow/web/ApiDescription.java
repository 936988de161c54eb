package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The description of everything that is served over HTTP, on both ports; it is part of the
/// artifact and the same for everybody.
@Singleton
final class ApiDescription {

  /// RFC 9512.
  static final String TYPE = "application/yaml";

  private final String text = read();

  String text() {
    return text;
  }

  private static String read() {
    try (var file = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
      if (file == null) {
        throw new IllegalStateException("the artifact lacks openapi.yaml");
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
