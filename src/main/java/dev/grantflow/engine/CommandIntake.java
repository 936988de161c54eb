package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts commands into the store.
@Singleton
final class CommandIntake implements Intake {

  private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);

  private final GrantStore store;
  private final GrantChanges changes;
  private final Acceptance acceptance;
  private final InstantSource clock;
  private final EngineSignal engine;
  private final OutboxSignal outbox;

  CommandIntake(
      GrantStore store,
      GrantChanges changes,
      Acceptance acceptance,
      InstantSource clock,
      EngineSignal engine,
      OutboxSignal outbox) {
    this.store = store;
    this.changes = changes;
    this.acceptance = acceptance;
    this.clock = clock;
    this.engine = engine;
    this.outbox = outbox;
  }

  @Override
  public void accept(List<ReceivedCommand> commands) {
    store.atomically(
        () -> {
          commands.forEach(this::accept);
          return commands.size();
        });
    engine.raise();
    outbox.raise();
  }

  private void accept(ReceivedCommand received) {
    switch (received.reading()) {
      case Reading.Valid(GrantRequested request) -> request(received, request);
      case Reading.Valid(GrantRevokeRequested revoke) -> revoke(received, revoke);
      case Reading.Invalid(var grantId, var problems) -> reject(received, grantId, problems);
    }
  }

  private void request(ReceivedCommand received, GrantRequested request) {
    var id = request.grantId().value();
    var present = store.find(request.grantId());
    if (present.isPresent()) {
      if (!present.get().request().equals(request)) {
        reject(received, id, List.of(taken()));
      }
      return;
    }
    switch (acceptance.of(request, received.traceparent(), clock.instant())) {
      case Acceptance.Refused(var problems) -> reject(received, id, problems);
      case Acceptance.Accepted(var grant) -> {
        var added = store.add(grant, grant.acceptedAt());
        changes.tell(grant, added, "accepted");
        if (store.isRevocationRemembered(added.id())) {
          changes.apply(added, new Input.Revoke("revoked before it was requested"));
        }
      }
    }
  }

  private void revoke(ReceivedCommand received, GrantRevokeRequested revoke) {
    var id = revoke.grantId();
    var present = store.find(id).or(() -> rememberOrFind(id));
    if (present.isEmpty()) {
      reject(received, id.value(), List.of(unknown()));
      return;
    }
    var change = changes.apply(present.get(), new Input.Revoke(revoke.reason()));
    if (change instanceof Change.Refused(var problem)) {
      reject(received, id.value(), List.of(problem));
    }
  }

  /// Commands without a key may be accepted by two replicas at once: each writes first and then
  /// looks for what the other has written, so at least one of them sees both.
  private Optional<Grant> rememberOrFind(GrantId id) {
    store.rememberRevocation(id, clock.instant());
    return store.findLocked(id);
  }

  private void reject(ReceivedCommand received, @Nullable String grantId, List<Problem> problems) {
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grantId)
        .addKeyValue(LogKeys.SOURCE, received.source())
        .addKeyValue(LogKeys.PROBLEMS, problems)
        .log("command rejected");
    var event = new GrantCommandRejected(grantId, problems, received.source());
    store.reject(new RejectedCommand(event, received), clock.instant());
  }

  private static Problem taken() {
    return new Problem(
        "grantId",
        "A different GrantRequested was accepted under this id before. Repeat that one unchanged,"
            + " or choose another id for another grant.");
  }

  private static Problem unknown() {
    return new Problem(
        "grantId",
        "No grant is known under this id. Should its GrantRequested still arrive, the grant is"
            + " revoked at once and never reaches an authorization server.");
  }
}
