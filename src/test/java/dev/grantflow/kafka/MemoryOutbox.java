package dev.grantflow.kafka;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/// Keeps the contract of the real one without a database.
@NullMarked
final class MemoryOutbox implements Outbox {

  private final List<OutboxMessage> waiting = new ArrayList<>();
  private int failuresToCome;
  private boolean dies;

  synchronized void add(List<OutboxMessage> messages) {
    waiting.addAll(messages);
  }

  synchronized void failNext(int times) {
    failuresToCome = times;
  }

  synchronized void dieNext() {
    dies = true;
  }

  synchronized int size() {
    return waiting.size();
  }

  @Override
  public synchronized int drain(int max, Consumer<List<OutboxMessage>> publish) {
    if (dies) {
      throw new AssertionError("on purpose");
    }
    if (failuresToCome > 0) {
      failuresToCome--;
      throw new IllegalStateException("the database is away");
    }
    var oldest = waiting.subList(0, Math.min(max, waiting.size()));
    if (oldest.isEmpty()) {
      return 0;
    }
    publish.accept(List.copyOf(oldest));
    var published = oldest.size();
    oldest.clear();
    return published;
  }
}
