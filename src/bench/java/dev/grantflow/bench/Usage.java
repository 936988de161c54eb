package dev.grantflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/// What a process has cost since its start, as the operating system accounts for it.
///
/// @param cpu in user and in kernel mode, of all its threads
/// @param written bytes that it sent towards a disk; empty where the system does not say
/// @param resident bytes of memory; empty where the system does not say
record Usage(Duration cpu, OptionalLong written, OptionalLong resident) {

  static Usage of(ProcessHandle process) {
    return new Usage(
        process.info().totalCpuDuration().orElse(Duration.ZERO),
        number(process, "io", "write_bytes:", 1),
        number(process, "status", "VmRSS:", 1024));
  }

  /// @return what has been added; the memory as it is now
  Usage since(Usage before) {
    return new Usage(
        cpu.minus(before.cpu),
        written.isPresent() && before.written.isPresent()
            ? OptionalLong.of(written.getAsLong() - before.written.getAsLong())
            : OptionalLong.empty(),
        resident);
  }

  double cpuMillis() {
    return cpu.toNanos() / 1e6;
  }

  private static OptionalLong number(ProcessHandle process, String file, String key, long unit) {
    var path = Path.of("/proc", Long.toString(process.pid()), file);
    if (!Files.isReadable(path)) {
      return OptionalLong.empty();
    }
    try (var lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> unit * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
