package dev.grantflow.soak;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What goes on at the same time, each on a thread of its own. A task that fails is a fault of the
/// soak and told at the end. Safe for use by several threads.
final class Tasks implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Queue<Runnable> endings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  /// Nothing after the end.
  void start(Task task) {
    if (!ended.get()) {
      begun.incrementAndGet();
      threads.execute(() -> run(task));
    }
  }

  /// Something has gone wrong that makes the run worthless.
  void fail(String what) {
    failures.add(what);
  }

  /// Done when nobody begins anything any more.
  void atEnd(Runnable ending) {
    endings.add(ending);
  }

  /// How many there have been.
  int begun() {
    return begun.get();
  }

  boolean areDone() {
    return begun.get() == done.get();
  }

  /// From now on nobody begins anything; returns when what was begun has ended.
  ///
  /// @return what went wrong with the tasks themselves
  List<String> end(Duration patience) throws InterruptedException {
    beginNothingMore();
    threads.shutdown();
    if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      failures.add("a task of the soak itself did not end within " + patience);
      threads.shutdownNow();
    }
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    beginNothingMore();
    threads.shutdownNow();
  }

  private void beginNothingMore() {
    ended.set(true);
    for (var ending = endings.poll(); ending != null; ending = endings.poll()) {
      ending.run();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Throwable failure) {
      fail(failure.toString());
    } finally {
      done.incrementAndGet();
    }
  }

  /// Something that may take time.
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }
}
