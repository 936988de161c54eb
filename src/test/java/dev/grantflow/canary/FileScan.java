package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Looks for many canaries, in all their forms, in one pass over files of any size.
final class FileScan {

  private static final int CHUNK = 4 * 1024 * 1024;

  /// By which a form is found before it is compared.
  private static final int HEAD_BYTES = Long.BYTES;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final Map<Long, List<Form>> forms = new HashMap<>();
  private final boolean[] isLikely = new boolean[1 << 16];
  private int longest;

  private record Form(byte[] bytes, Canary canary) {}

  FileScan(Set<Canary> canaries) {
    for (var canary : canaries) {
      canary.exactForms().forEach(form -> add(form.getBytes(ISO_8859_1), canary));
    }
  }

  /// @return file, as the folder sees it, and canary
  Set<String> hits(Path folder) throws IOException {
    var hits = new TreeSet<String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        search(file, folder.relativize(file).toString(), hits);
      }
    }
    return hits;
  }

  private void add(byte[] form, Canary canary) {
    if (form.length < HEAD_BYTES) {
      throw new IllegalArgumentException(canary + " is found by chance");
    }
    long head = 0;
    for (int i = 0; i < HEAD_BYTES; i++) {
      head = (head << 8) | (form[i] & 0xFF);
    }
    forms.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Form(form, canary));
    isLikely[place(head)] = true;
    longest = Math.max(longest, form.length);
  }

  private void search(Path file, String name, Set<String> hits) throws IOException {
    var bytes = new byte[CHUNK + longest];
    int kept = 0;
    try (var in = Files.newInputStream(file)) {
      for (int read = in.readNBytes(bytes, 0, CHUNK);
          read > 0;
          read = in.readNBytes(bytes, kept, CHUNK)) {
        search(bytes, kept + read, name, hits);
        var end = kept + read;
        kept = Math.min(longest, end);
        System.arraycopy(bytes, end - kept, bytes, 0, kept);
      }
    } catch (NoSuchFileException _) {
      // Temporary files come and go while a server runs.
    }
  }

  private void search(byte[] bytes, int end, String name, Set<String> hits) {
    long head = 0;
    for (int i = 0; i < end; i++) {
      head = (head << 8) | (bytes[i] & 0xFF);
      if (isLikely[place(head)]) {
        int from = i - HEAD_BYTES + 1;
        for (var form : forms.getOrDefault(head, List.of())) {
          var to = from + form.bytes().length;
          if (from >= 0
              && to <= end
              && Arrays.equals(form.bytes(), 0, form.bytes().length, bytes, from, to)) {
            hits.add(name + " has " + form.canary());
          }
        }
      }
    }
  }

  private static int place(long head) {
    return (int) ((head * SPREAD) >>> 48);
  }
}
