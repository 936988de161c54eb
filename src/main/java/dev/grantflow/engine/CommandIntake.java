package dev.grantflow.engine;

import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import dev.grantflow.grant.Input;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final OutboxSignal outbox;

  CommandIntake(
      GrantStore store,
      GrantChanges changes,
      Acceptance acceptance,
      InstantSource clock,
      OutboxSignal outbox) {
    this.store = store;
    this.changes = changes;
    this.acceptance = acceptance;
    this.clock = clock;
    this.outbox = outbox;
  }

  @Override
  public void accept(List<ReceivedCommand> commands) {
    var made = store.atomically(() -> commands.stream().flatMap(this::changes).toList());
    made.forEach(changes::announce);
    outbox.raise();
  }

  private Stream<Change.Made> changes(ReceivedCommand received) {
    return switch (received.reading()) {
      case Reading.Valid(GrantRequested request) -> request(received, request);
      case Reading.Valid(GrantRevokeRequested revoke) -> revoke(received, revoke);
      case Reading.Valid(GrantTokenRotateRequested rotate) ->
          onToken(
              received,
              rotate.grantId(),
              new Input.RotateToken(rotate.label(), rotate.tokenVersion()));
      case Reading.Valid(GrantTokenRevokeRequested revoke) ->
          onToken(
              received, revoke.grantId(), new Input.RevokeToken(revoke.label(), revoke.reason()));
      case Reading.Invalid(var grantId, var problems) -> rejected(received, grantId, problems);
    };
  }

  private Stream<Change.Made> request(ReceivedCommand received, GrantRequested request) {
    var id = request.grantId().value();
    var present = store.find(request.grantId());
    if (present.isPresent()) {
      return present.get().request().equals(request)
          ? Stream.empty()
          : rejected(received, id, List.of(taken()));
    }
    return switch (acceptance.of(request, received.traceparent(), clock.instant())) {
      case Acceptance.Refused(var problems) -> rejected(received, id, problems);
      case Acceptance.Accepted(var grant) -> {
        var added = store.add(grant, grant.acceptedAt());
        var accepted = Stream.of(new Change.Made(grant, added, "accepted"));
        yield store.isRevocationRemembered(added.id())
            ? Stream.concat(
                accepted,
                changed(received, added, new Input.Revoke("revoked before it was requested")))
            : accepted;
      }
    };
  }

  private Stream<Change.Made> revoke(ReceivedCommand received, GrantRevokeRequested revoke) {
    var id = revoke.grantId();
    return store
        .find(id)
        .or(() -> rememberOrFind(id))
        .map(grant -> changed(received, grant, new Input.Revoke(revoke.reason())))
        .orElseGet(() -> rejected(received, id.value(), List.of(unknown())));
  }

  private Stream<Change.Made> onToken(ReceivedCommand received, GrantId id, Input wish) {
    return store
        .find(id)
        .map(grant -> changed(received, grant, wish))
        .orElseGet(() -> rejected(received, id.value(), List.of(unknownToken())));
  }

  private Stream<Change.Made> changed(ReceivedCommand received, Grant grant, Input wish) {
    return switch (changes.apply(grant, wish)) {
      case Change.Made made -> Stream.of(made);
      case Change.None _ -> Stream.empty();
      case Change.Refused(var problem) -> rejected(received, grant.id().value(), List.of(problem));
    };
  }

  /// Commands without a key may be accepted by two replicas at once: each writes first and then
  /// looks for what the other has written, so at least one of them sees both.
  private Optional<Grant> rememberOrFind(GrantId id) {
    store.rememberRevocation(id, clock.instant());
    return store.findLocked(id);
  }

  private Stream<Change.Made> rejected(
      ReceivedCommand received, @Nullable String grantId, List<Problem> problems) {
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grantId)
        .addKeyValue(LogKeys.SOURCE, received.source())
        .addKeyValue(LogKeys.PROBLEMS, problems)
        .log("command rejected");
    var event = new GrantCommandRejected(grantId, problems, received.source());
    store.reject(new RejectedCommand(event, received), clock.instant());
    return Stream.empty();
  }

  private static Problem taken() {
    return new Problem(
        "grantId",
        "A different GrantRequested was accepted under this id before. Repeat that one unchanged,"
            + " or choose another id for another grant.");
  }

  private static Problem unknownToken() {
    return new Problem(
        "grantId",
        "No grant is known under this id, so there is no token either. Name a grant that is"
            + " FINALIZED.");
  }

  private static Problem unknown() {
    return new Problem(
        "grantId",
        "No grant is known under this id. Should its GrantRequested still arrive, the grant is"
            + " revoked at once and never reaches an authorization server.");
  }
}
