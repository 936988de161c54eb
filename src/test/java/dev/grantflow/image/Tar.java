package dev.grantflow.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// As much of the format (POSIX.1-2017, `pax`) as images have.
final class Tar {

  private static final int BLOCK = 512;
  private static final char FILE = '0';
  private static final char FURTHER = 'x';
  private static final Pattern PATH = Pattern.compile("\\d+ path=([^\\n]+)\\n");

  private Tar() {}

  /// @param name without a slash at its end
  /// @param modified in whole seconds
  record Entry(
      String name, int mode, long user, Instant modified, boolean isFile, byte[] content) {}

  static List<Entry> read(byte[] tar) {
    var entries = new ArrayList<Entry>();
    var longName = "";
    for (var at = 0; at + BLOCK <= tar.length && tar[at] != 0; ) {
      var size = (int) number(tar, at + 124, 12);
      var content = ByteBuffer.allocate(size).put(tar, at + BLOCK, size).array();
      var type = (char) tar[at + 156];
      if (type == FURTHER) {
        var path = PATH.matcher(new String(content, UTF_8));
        longName = path.find() ? path.group(1) : "";
      } else {
        var prefix = text(tar, at + 345, 155);
        var name = (prefix.isEmpty() ? "" : prefix + "/") + text(tar, at, 100);
        entries.add(
            new Entry(
                (longName.isEmpty() ? name : longName).replaceFirst("/$", ""),
                (int) number(tar, at + 100, 8),
                number(tar, at + 108, 8),
                Instant.ofEpochSecond(number(tar, at + 136, 12)),
                type == FILE || type == 0,
                content));
        longName = "";
      }
      at += BLOCK + padded(size);
    }
    return entries;
  }

  /// Of files with short names.
  static byte[] write(Map<String, byte[]> files) {
    var tar = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          var header = ByteBuffer.allocate(BLOCK);
          header.put(0, name.getBytes(UTF_8));
          header.put(100, "0000644\0".getBytes(UTF_8));
          header.put(108, "0000000\0".repeat(2).getBytes(UTF_8));
          header.put(124, "%011o\0%011o\0".formatted(content.length, 0).getBytes(UTF_8));
          header.put(148, "        0".getBytes(UTF_8));
          header.put(257, "ustar\00000".getBytes(UTF_8));
          header.put(148, "%06o\0 ".formatted(sum(header.array())).getBytes(UTF_8));
          tar.writeBytes(header.array());
          tar.writeBytes(content);
          tar.writeBytes(new byte[padded(content.length) - content.length]);
        });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static int sum(byte[] header) {
    var sum = 0;
    for (var each : header) {
      sum += each & 0xff;
    }
    return sum;
  }

  private static int padded(int size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static long number(byte[] tar, int at, int length) {
    var digits = text(tar, at, length).strip();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] tar, int at, int length) {
    var text = new String(tar, at, length, UTF_8);
    var end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
