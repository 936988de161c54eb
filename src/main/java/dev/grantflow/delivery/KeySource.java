package dev.grantflow.delivery;

import dev.grantflow.egress.PlatformDocuments;
import dev.grantflow.settings.ShownUri;
import java.net.URI;
import java.nio.file.Path;

/// Where a recipient's keys are read from.
interface KeySource {

  /// At most what [PlatformDocuments] reads. Blocks for seconds at most; thread-safe.
  Reading read();

  /// Whether it is somebody else's business that there is nothing, or nothing of use, and will be
  /// mended without us: no answer of theirs may keep us from serving everybody else.
  boolean isOthers();

  /// Completes a sentence about what is there.
  sealed interface Reading {

    record Text(String text) implements Reading {}

    /// @param why such as `does not exist`
    record Nothing(String why) implements Reading {}
  }

  private static Reading reading(PlatformDocuments.Answer answer) {
    return switch (answer) {
      case PlatformDocuments.Answer.Document(var text) -> new Reading.Text(text);
      case PlatformDocuments.Answer.Nothing(var why) -> new Reading.Nothing(why);
    };
  }

  /// A file, such as one that a secret is mounted at.
  record OfFile(Path file) implements KeySource {

    @Override
    public Reading read() {
      return reading(PlatformDocuments.read(file));
    }

    @Override
    public boolean isOthers() {
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
      return reading(documents.read(uri));
    }

    @Override
    public boolean isOthers() {
      return true;
    }

    @Override
    public String toString() {
      return ShownUri.of(uri);
    }
  }
}
