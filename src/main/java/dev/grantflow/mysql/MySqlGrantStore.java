package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import dev.grantflow.engine.EventFormat;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.engine.LogKeys;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Decision;
import dev.grantflow.grant.Decision.Transition;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables `grants`, `grant_history` and `early_revocations`.
@Singleton
class MySqlGrantStore implements GrantStore {

  private static final Logger LOG = LoggerFactory.getLogger(MySqlGrantStore.class);
  private static final Duration UNREADABLE_PAUSE = Duration.ofMinutes(1);

  private final GrantRows grants;
  private final HistoryRows history;
  private final EarlyRevocationRows earlyRevocations;
  private final MySqlOutbox outbox;
  private final GrantRowMapping mapping;
  private final EventFormat format;

  MySqlGrantStore(
      GrantRows grants,
      HistoryRows history,
      EarlyRevocationRows earlyRevocations,
      MySqlOutbox outbox,
      GrantRowMapping mapping,
      EventFormat format) {
    this.grants = grants;
    this.history = history;
    this.earlyRevocations = earlyRevocations;
    this.outbox = outbox;
    this.mapping = mapping;
    this.format = format;
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
    record(grant, stored, transition.cause(), at);
    transition.events().forEach(event -> outbox.add(format.event(stored, event, at), at));
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
    var claimed = new ArrayList<Claimed>();
    for (var row : grants.lockDue(now, max)) {
      readable(row, now)
          .ifPresent(
              grant -> {
                if (decide.apply(grant) instanceof Transition transition) {
                  commit(grant, transition, now)
                      .ifPresent(
                          after -> claimed.add(new Claimed(grant, after, transition.cause())));
                }
              });
    }
    return claimed;
  }

  /// One damaged row, or one that a later release has written, must not keep all others from being
  /// claimed, as it would for ever because it stays the one that is due longest. It is put off and
  /// told of each time.
  private Optional<Grant> readable(GrantRow row, Instant now) {
    try {
      return Optional.of(mapping.toGrant(row));
    } catch (RuntimeException damage) {
      LOG.atError()
          .addKeyValue(LogKeys.GRANT_ID, row.grantId())
          .setCause(damage)
          .log("a due grant cannot be read and is put off by {}", UNREADABLE_PAUSE);
      grants.putOff(requireNonNull(row.number(), "number"), now.plus(UNREADABLE_PAUSE));
      return Optional.empty();
    }
  }

  private void record(@Nullable Grant before, Grant after, String cause, Instant at) {
    history.save(
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
