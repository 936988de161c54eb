package dev.grantflow.soak;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What goes on at the same time, each on a thread of its own. A task that fails is a fault of the
/// soak and told at the end. Safe for use by several threads.
final class Tasks implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /// Nothing after the end.
  void start(Task task) {
    if (!ended.get()) {
      threads.execute(() -> run(task));
    }
  }

  /// From now on nobody begins anything; returns when what was begun has ended.
  ///
  /// @return what went wrong with the tasks themselves
  List<String> end(Duration patience) throws InterruptedException {
    ended.set(true);
    threads.shutdown();
    if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      failures.add("a task of the soak itself did not end within " + patience);
      threads.shutdownNow();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    ended.set(true);
    threads.shutdownNow();
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      if (!ended.get()) {
        failures.add(e.toString());
      }
    }
  }

  /// Something that may take time.
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }
}
