package dev.grantflow.kafka;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/// Keeps the contract of the real one without a database.
@NullMarked
final class MemoryOutbox implements Outbox {

  private final List<OutboxMessage> waiting = new ArrayList<>();
  private final List<OutboxMessage> aside = new ArrayList<>();
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

  synchronized List<OutboxMessage> aside() {
    return List.copyOf(aside);
  }

  synchronized int size() {
    return waiting.size();
  }

  @Override
  public synchronized Turn drain(int max, Function<List<OutboxMessage>, Settled> publish) {
    if (dies) {
      throw new AssertionError("on purpose");
    }
    if (failuresToCome > 0) {
      failuresToCome--;
      throw new IllegalStateException("the database is away");
    }
    var oldest = waiting.subList(0, Math.min(max, waiting.size()));
    if (oldest.isEmpty()) {
      return new Turn.Ours(0);
    }
    var settled = publish.apply(List.copyOf(oldest));
    settled.unpublishable().keySet().forEach(place -> aside.add(oldest.get(place)));
    oldest.subList(0, settled.count()).clear();
    return new Turn.Ours(settled.count());
  }

  @Override
  public synchronized Backlog backlog() {
    return new Backlog(waiting.size(), null, aside.size());
  }
}
