package dev.grantflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Writes a page again and again and waits until the disk has it, as each commit of MySQL does
/// three times: what the machine's disk is to blame for.
final class DiskProbe {

  private static final int PAGE = 4096;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Double> millis = new ArrayList<>();
  private final Thread thread;

  private DiskProbe(Path file) {
    this.thread = Thread.ofPlatform().daemon().start(() -> write(file));
  }

  static DiskProbe start(Path folder) throws IOException {
    return new DiskProbe(Files.createTempFile(folder, "probe", ".page"));
  }

  private void write(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      do {
        var begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(PAGE), 0);
        channel.force(false);
        millis.add((System.nanoTime() - begin) / 1e6);
      } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it.
  Latencies stop() throws InterruptedException {
    end.countDown();
    thread.join();
    return Latencies.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
