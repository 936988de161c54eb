package dev.grantflow.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.egress.PlatformDocuments;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a recipient's keys are read from.
interface KeySource {

  /// At most what [PlatformDocuments] reads. Blocks for seconds at most; thread-safe.
  Reading read();

  /// Whether it is somebody else's business that there is nothing, and will be mended without us.
  boolean mayBeAway();

  /// Completes a sentence about what is there.
  sealed interface Reading {

    record Text(String text) implements Reading {}

    /// @param why such as `does not exist`
    record Nothing(String why) implements Reading {}
  }

  /// A file, such as one that a secret is mounted at. Read whole each time: what is mounted is
  /// replaced by a link, which no time of change gives away.
  record OfFile(Path file) implements KeySource {

    @Override
    public Reading read() {
      try {
        // A pipe or a device would hold the reader up.
        if (!Files.isRegularFile(file)) {
          return new Reading.Nothing(Files.exists(file) ? "is not a file" : "does not exist");
        }
        return Files.size(file) > PlatformDocuments.BYTES_MAX
            ? new Reading.Nothing("is too long")
            : new Reading.Text(Files.readString(file, UTF_8));
      } catch (IOException unreadable) {
        return new Reading.Nothing(
            "cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
      }
    }

    @Override
    public boolean mayBeAway() {
      return false;
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A server of the platform's own.
  record OfServer(URI uri, PlatformDocuments documents) implements KeySource {

    @Override
    public Reading read() {
      return switch (documents.read(uri)) {
        case PlatformDocuments.Answer.Document(var text) -> new Reading.Text(text);
        case PlatformDocuments.Answer.Nothing(var why) -> new Reading.Nothing(why);
      };
    }

    @Override
    public boolean mayBeAway() {
      return true;
    }

    /// Without the query, in which somebody may have put what gives access.
    @Override
    public String toString() {
      return uri.toString().replaceFirst("\\?.*", "");
    }
  }
}
