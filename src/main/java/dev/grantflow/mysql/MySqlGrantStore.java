package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables `grants`, `grant_history` and `early_revocations`.
@Singleton
class MySqlGrantStore implements GrantStore {

  private final GrantRows grants;
  private final EarlyRevocationRows earlyRevocations;
  private final ManyRows rows;
  private final GrantWrites writes;
  private final SharedCommits commits;
  private final GrantRowMapping mapping;
  private final OutboxRowMapping messages;
  private final EventFormat format;
  private final Traces traces;
  private final TransactionOperations<Connection> transactions;

  MySqlGrantStore(
      GrantRows grants,
      EarlyRevocationRows earlyRevocations,
      ManyRows rows,
      GrantWrites writes,
      SharedCommits commits,
      GrantRowMapping mapping,
      OutboxRowMapping messages,
      EventFormat format,
      Traces traces,
      TransactionOperations<Connection> transactions) {
    this.grants = grants;
    this.earlyRevocations = earlyRevocations;
    this.rows = rows;
    this.writes = writes;
    this.commits = commits;
    this.mapping = mapping;
    this.messages = messages;
    this.format = format;
    this.traces = traces;
    this.transactions = transactions;
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
  public List<Grant> find(Collection<GrantId> ids) {
    return ids.isEmpty()
        ? List.of()
        : grants.findByGrantIdIn(values(ids)).stream().map(mapping::toGrant).toList();
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
  public List<Grant> add(List<Grant> accepted, Instant at) {
    if (accepted.isEmpty()) {
      return List.of();
    }
    var stored = accepted.stream().map(it -> it.atVersion(1)).toList();
    rows.write(GrantRows.ADDITION, stored.stream().map(it -> mapping.toRow(it, at)).toList());
    rows.write(
        HistoryRows.ADDITION,
        stored.stream().map(it -> history(null, it, "accepted", at)).toList());
    return stored;
  }

  @Override
  @Transactional
  public Claimed addClaimed(Grant accepted, Transition claim, Instant at) {
    var before = accepted.atVersion(1);
    var after = stored(before, claim);
    rows.write(GrantRows.ADDITION, List.of(mapping.toRow(after, at)));
    rows.write(
        HistoryRows.ADDITION,
        List.of(
            history(null, before, "accepted", at),
            history(before, inThisTrace(after), claim.cause(), at)));
    return new Claimed(before, after, claim.cause(), false);
  }

  /// Joins the transaction that there is, and shares one with others where there is none.
  @Override
  public Optional<Grant> commit(Grant grant, Transition transition, Instant at) {
    var change = change(grant, transition, at);
    var isWritten =
        transactions.findTransactionStatus().isPresent()
            ? writes.write(change)
            : commits.commit(change);
    return isWritten ? Optional.of(stored(grant, transition)) : Optional.empty();
  }

  private static Grant stored(Grant grant, Transition transition) {
    return transition.next().atVersion(grant.version() + 1);
  }

  private GrantChange change(Grant grant, Transition transition, Instant at) {
    var told = inThisTrace(stored(grant, transition));
    return new GrantChange(
        mapping.toChangedRow(transition.next().atVersion(grant.version()), at),
        history(grant, told, transition.cause(), at),
        transition.events().stream()
            .map(event -> messages.toRow(format.event(told, event, at), at))
            .toList());
  }

  @Override
  @Transactional
  public void reject(RejectedCommand rejected, Instant at) {
    rows.write(
        OutboxRows.ADDITION,
        Stream.of(format.rejection(rejected, at), format.deadLetter(rejected, at))
            .map(it -> messages.toRow(it, at))
            .toList());
  }

  @Override
  @Transactional
  public void rememberRevocation(GrantId id, Instant at) {
    earlyRevocations.remember(id.value(), at);
  }

  @Override
  @Transactional
  public Set<GrantId> rememberedRevocations(Collection<GrantId> ids) {
    return ids.isEmpty()
        ? Set.of()
        : earlyRevocations.lock(values(ids)).stream()
            .map(GrantId::new)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  @Transactional
  public List<Claimed> claimDue(Instant now, int max, Function<Grant, Decision> decide) {
    return claim(grants.lockDue(now, max), now, decide);
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
    return claim(grants.lockDue(due.grantId(), now).stream().toList(), now, decide).stream()
        .findFirst();
  }

  private List<Claimed> claim(
      List<GrantRow> locked, Instant now, Function<Grant, Decision> decide) {
    var claimed = new ArrayList<Claimed>();
    var changes = new ArrayList<GrantChange>();
    for (var row : locked) {
      var grant = mapping.toGrant(row);
      if (decide.apply(grant) instanceof Transition transition) {
        claimed.add(
            new Claimed(
                grant,
                stored(grant, transition),
                transition.cause(),
                !transition.events().isEmpty()));
        changes.add(change(grant, transition, now).to(requireNonNull(row.number(), "number")));
      }
    }
    writes.writeLocked(changes);
    return claimed;
  }

  /// History and events tell of the very step that made the change. The grant itself keeps the
  /// trace of its request.
  private Grant inThisTrace(Grant stored) {
    var here = traces.here().traceparent();
    return here == null ? stored : stored.tracedBy(here);
  }

  private static HistoryRow history(@Nullable Grant before, Grant after, String cause, Instant at) {
    return new HistoryRow(
        null,
        after.id().value(),
        after.version(),
        before == null ? null : StateColumns.of(before.state()).state(),
        StateColumns.of(after.state()).state(),
        cause,
        at,
        after.traceparent());
  }

  private static List<String> values(Collection<GrantId> ids) {
    return Padded.of(ids.stream().map(GrantId::value).toList());
  }
}
