package dev.grantflow.file;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A file that a setting names, such as one that a secret is mounted at.
public final class ConfiguredFile {

  private static final int PATH_LENGTH_MAX = 256;

  /// Control characters, JSON and PEM, and how PKCS#8, PEM and JSON begin in Base64.
  private static final Pattern CONTENT =
      Pattern.compile("[\\p{Cntrl}{\"]|-----|^(MC4C|MFEC|LS0t|eyA|eyJ|ewo)");

  private ConfiguredFile() {}

  /// Reads it whole, into one array where it does not change meanwhile, so that a caller can leave
  /// nothing of it behind. Not by a channel, which would keep the bytes in a buffer of its own.
  ///
  /// @param bytesMax of a longer one nothing is read
  public static byte[] read(Path file, int bytesMax) throws UnreadableFileException {
    try {
      // A pipe or a device would hold the reader up.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new UnreadableFileException("is not a file");
      }
      var size = Files.size(file);
      if (size > bytesMax) {
        throw new UnreadableFileException("is too long");
      }
      if (!Files.isReadable(file)) {
        throw new UnreadableFileException("may not be read by this process");
      }
      return read(file, new byte[(int) size]);
    } catch (NoSuchFileException _) {
      throw new UnreadableFileException("does not exist");
    } catch (IOException unreadable) {
      throw new UnreadableFileException(
          "cannot be read (%s)".formatted(unreadable.getClass().getSimpleName()));
    }
  }

  private static byte[] read(Path file, byte[] room) throws IOException {
    try (var content = new FileInputStream(file.toFile())) {
      var length = content.readNBytes(room, 0, room.length);
      if (length == room.length) {
        return room;
      }
      var shorter = Arrays.copyOf(room, length);
      Arrays.fill(room, (byte) 0);
      return shorter;
    }
  }

  /// How a sentence names the file. What looks like no path is not repeated: it may be the key
  /// itself, set where its file's name belongs.
  public static String told(Path file) {
    return told(file.toString());
  }

  /// As [#told(Path)], of what was to be a path.
  public static String told(String path) {
    return path.length() > PATH_LENGTH_MAX || CONTENT.matcher(path).find()
        ? "(what is set there is no path; a key itself must never be)"
        : path;
  }
}
