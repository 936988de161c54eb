package dev.grantflow.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// Writes a page again and again and waits until the disk has it, as each commit of MySQL does
/// three times: what the machine's disk is to blame for.
final class DiskProbe {

  private static final int PAGE = 4096;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final CountDownLatch end = new CountDownLatch(1);
  private final FutureTask<Latencies> written;

  private DiskProbe(Path file) {
    this.written = new FutureTask<>(() -> write(file));
    var _ = Thread.ofPlatform().daemon().start(written);
  }

  static DiskProbe start(Path folder) throws IOException {
    return new DiskProbe(Files.createTempFile(folder, "probe", ".page"));
  }

  private Latencies write(Path file) throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      do {
        var begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(PAGE), 0);
        channel.force(false);
        millis.add((System.nanoTime() - begin) / 1e6);
      } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    }
    return Latencies.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// Ends it.
  ///
  /// @throws ExecutionException when a page could not be written
  Latencies stop() throws InterruptedException, ExecutionException {
    end.countDown();
    return written.get();
  }
}
