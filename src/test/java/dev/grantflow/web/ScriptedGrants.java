package dev.grantflow.web;

import dev.grantflow.engine.CommandDesk;
import dev.grantflow.engine.GrantRecords;
import dev.grantflow.engine.GrantWaits;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The engine's side of the API, saying what a test wants to hear and remembering what it was told.
final class ScriptedGrants implements CommandDesk, GrantRecords, GrantWaits {

  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private final List<GrantId> loaded = new CopyOnWriteArrayList<>();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private volatile Supplier<Answer> answer =
      () -> {
        throw new IllegalStateException("no answer was scripted");
      };
  private volatile @Nullable Grant grant;
  private volatile @Nullable Grant afterWait;
  private volatile List<Entry> history = List.of();
  private volatile Page page = new Page(List.of(), null);

  record Taken(GrantCommand command, @Nullable String traceparent) {}

  void answer(Supplier<Answer> next) {
    taken.clear();
    answer = next;
  }

  /// @param next what it is after somebody has waited; null when nothing changes
  void show(Grant present, @Nullable Grant next, Entry... entries) {
    waits.clear();
    loaded.clear();
    grant = present;
    afterWait = next;
    history = List.of(entries);
  }

  void forget() {
    grant = null;
    history = List.of();
  }

  void show(Page next) {
    queries.clear();
    page = next;
  }

  List<Taken> taken() {
    return List.copyOf(taken);
  }

  List<Query> queries() {
    return List.copyOf(queries);
  }

  /// Grants that were read whole since one is shown.
  List<GrantId> loaded() {
    return List.copyOf(loaded);
  }

  List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public Answer take(GrantCommand command, @Nullable String traceparent) {
    taken.add(new Taken(command, traceparent));
    return answer.get();
  }

  @Override
  public Optional<Story> find(GrantId id, int historyMax) {
    loaded.add(id);
    return Optional.ofNullable(grant).map(it -> new Story(it, history));
  }

  @Override
  public Optional<ClientName> client(GrantId id) {
    return Optional.ofNullable(grant).map(Grant::client);
  }

  @Override
  public OptionalLong version(GrantId id) {
    var present = grant;
    return present == null ? OptionalLong.empty() : OptionalLong.of(present.version());
  }

  @Override
  public List<Entry> historyAfter(GrantId id, long version, int max) {
    return history.stream().filter(entry -> entry.version() > version).limit(max).toList();
  }

  @Override
  public Page list(Query query) {
    queries.add(query);
    return page;
  }

  /// Takes no time where a test says what comes next, and a little where nothing does.
  @Override
  public boolean awaitChange(GrantId id, long version, Duration within)
      throws InterruptedException {
    waits.add(within);
    var next = afterWait;
    if (next == null) {
      return new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }
    grant = next;
    return true;
  }
}
