package dev.grantflow.mysql;

import dev.grantflow.engine.DueGrant;
import dev.grantflow.engine.EventFormat;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.StartKey;
import dev.grantflow.trace.Traces;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables `grants`, `grant_history` and `early_revocations`.
@Singleton
class MySqlGrantStore implements GrantStore {

  private final GrantRows grants;
  private final Unwritten<HistoryRow> history;
  private final EarlyRevocationRows earlyRevocations;
  private final MySqlOutbox outbox;
  private final GrantRowMapping mapping;
  private final EventFormat format;
  private final Traces traces;

  MySqlGrantStore(
      GrantRows grants,
      HistoryRows history,
      EarlyRevocationRows earlyRevocations,
      MySqlOutbox outbox,
      GrantRowMapping mapping,
      EventFormat format,
      Traces traces,
      TransactionOperations<Connection> transactions) {
    this.grants = grants;
    this.history = new Unwritten<>(transactions, history::add);
    this.earlyRevocations = earlyRevocations;
    this.outbox = outbox;
    this.mapping = mapping;
    this.format = format;
    this.traces = traces;
  }

  @Override
  @Transactional
  public <T> T atomically(Supplier<T> work) {
    return work.get();
  }

  @Override
  @Transactional
  public Optional<Grant> find(GrantId id) {
    return grants.findByGrantId(id.value()).map(mapping::toGrant);
  }

  @Override
  @Transactional
  public Optional<Grant> findLocked(GrantId id) {
    return grants.lock(id.value()).map(mapping::toGrant);
  }

  @Override
  @Transactional
  public Optional<Grant> find(CallbackKey callback) {
    return grants.findByCallbackKey(callback.sha256()).map(mapping::toGrant);
  }

  @Override
  @Transactional
  public Optional<Grant> find(StartKey start) {
    return grants.findByStartKey(start.sha256()).map(mapping::toGrant);
  }

  @Override
  @Transactional
  public Grant add(Grant grant, Instant at) {
    var stored = grant.atVersion(1);
    grants.save(mapping.toRow(stored, at));
    record(null, stored, "accepted", at);
    return stored;
  }

  @Override
  @Transactional
  public Optional<Grant> commit(Grant grant, Transition transition, Instant at) {
    var stored = transition.next().atVersion(grant.version() + 1);
    var unchanged = mapping.toRow(transition.next().atVersion(grant.version()), at);
    if (grants.updateIfUnchanged(unchanged) == 0) {
      return Optional.empty();
    }
    var told = inThisTrace(stored);
    record(grant, told, transition.cause(), at);
    transition.events().forEach(event -> outbox.add(format.event(told, event, at), at));
    return Optional.of(stored);
  }

  @Override
  @Transactional
  public void reject(RejectedCommand rejected, Instant at) {
    outbox.add(format.rejection(rejected, at), at);
    outbox.add(format.deadLetter(rejected, at), at);
  }

  @Override
  @Transactional
  public void rememberRevocation(GrantId id, Instant at) {
    earlyRevocations.remember(id.value(), at);
  }

  @Override
  @Transactional
  public boolean isRevocationRemembered(GrantId id) {
    return earlyRevocations.lock(id.value()).isPresent();
  }

  @Override
  @Transactional
  public List<Claimed> claimDue(Instant now, int max, Function<Grant, Decision> decide) {
    return grants.lockDue(now, max).stream().flatMap(row -> claim(row, now, decide)).toList();
  }

  @Override
  @Transactional
  public List<DueGrant> due(Instant now, int max) {
    return grants.findDue(now, max).stream()
        .map(row -> new DueGrant(row.grantId(), row.version()))
        .toList();
  }

  @Override
  @Transactional
  public Optional<Claimed> claim(DueGrant due, Instant now, Function<Grant, Decision> decide) {
    return grants.lockDue(due.grantId(), now).stream()
        .flatMap(row -> claim(row, now, decide))
        .findFirst();
  }

  private Stream<Claimed> claim(GrantRow row, Instant now, Function<Grant, Decision> decide) {
    var grant = mapping.toGrant(row);
    return decide.apply(grant) instanceof Transition transition
        ? commit(grant, transition, now).stream()
            .map(after -> new Claimed(grant, after, transition.cause()))
        : Stream.empty();
  }

  /// History and events tell of the very step that made the change. The grant itself keeps the
  /// trace of its request.
  private Grant inThisTrace(Grant stored) {
    var here = traces.here().traceparent();
    return here == null ? stored : stored.tracedBy(here);
  }

  private void record(@Nullable Grant before, Grant after, String cause, Instant at) {
    history.add(
        new HistoryRow(
            null,
            after.id().value(),
            after.version(),
            before == null ? null : StateColumns.of(before.state()).state(),
            StateColumns.of(after.state()).state(),
            cause,
            at,
            after.traceparent()));
  }
}
