package dev.grantflow.web;

import dev.grantflow.engine.GrantRecords.Place;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/// A place in a list as text that means nothing to others.
final class Cursor {

  private static final int BYTES = 2 * Long.BYTES;

  private Cursor() {}

  static String of(Place place) {
    var micros = ChronoUnit.MICROS.between(Instant.EPOCH, place.acceptedAt());
    var bytes = ByteBuffer.allocate(BYTES).putLong(micros).putLong(place.number()).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Empty when it is none of ours.
  static Optional<Place> read(String text) {
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length != BYTES) {
        return Optional.empty();
      }
      var buffer = ByteBuffer.wrap(bytes);
      var acceptedAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
      return Times.isStorable(acceptedAt)
          ? Optional.of(new Place(acceptedAt, buffer.getLong()))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }
}
