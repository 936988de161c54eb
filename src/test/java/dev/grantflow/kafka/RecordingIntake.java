package dev.grantflow.kafka;

import dev.grantflow.engine.Intake;
import dev.grantflow.engine.ReceivedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/// Keeps in memory what the real one keeps in the database; fails and dawdles as it is told.
@NullMarked
final class RecordingIntake implements Intake {

  final BlockingQueue<ReceivedCommand> accepted = new LinkedBlockingQueue<>();
  final AtomicInteger failuresToCome = new AtomicInteger();
  final CountDownLatch failedOnce = new CountDownLatch(1);
  final AtomicInteger faults = new AtomicInteger();
  volatile int millisecondsPerBatch;

  /// Where the command lies that makes it throw whenever it looks at what that says.
  volatile long guiltyOffset = -1;

  /// What it throws as if the database were out of reach.
  static final class Away extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void accept(List<ReceivedCommand> commands) {
    if (failuresToCome.getAndUpdate(it -> Math.max(0, it - 1)) > 0) {
      failedOnce.countDown();
      throw new Away();
    }
    if (commands.stream().anyMatch(this::isGuilty)) {
      faults.incrementAndGet();
      throw new IllegalStateException("a bug");
    }
    try {
      var never = new CountDownLatch(1);
      assert !never.await(millisecondsPerBatch, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    accepted.addAll(commands);
  }

  private boolean isGuilty(ReceivedCommand command) {
    return command.source().offset() == guiltyOffset
        && command.reading() instanceof ReceivedCommand.Reading.Valid;
  }

  /// The next so many, in order.
  List<ReceivedCommand> take(int count) throws InterruptedException {
    var taken = new ArrayList<ReceivedCommand>();
    while (taken.size() < count) {
      var next = accepted.poll(30, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("only %d of %d came".formatted(taken.size(), count));
      }
      taken.add(next);
    }
    return taken;
  }
}
