package dev.grantflow.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// An input that is kept in `src/test/resources/fuzz/{target}`: one that things begin with, or one
/// that was answered wrongly once. Each is a test of its own in every run.
final class Kept {

  private final String name;
  private final byte[] bytes;

  private Kept(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static List<Kept> list(String target) {
    try {
      var folder =
          Path.of(Objects.requireNonNull(Kept.class.getResource("/fuzz/" + target)).toURI());
      try (var files = Files.list(folder)) {
        return files.sorted().map(Kept::read).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Kept read(Path file) {
    try {
      return new Kept(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public String toString() {
    return name;
  }
}
