package dev.grantflow.engine;

import dev.grantflow.engine.Commands.Outcome;
import dev.grantflow.engine.Commands.Unknown;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts commands into the store, and writes down those that cannot be.
@Singleton
final class CommandIntake implements Intake {

  private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);

  private final GrantStore store;
  private final GrantChanges changes;
  private final Commands commands;
  private final InstantSource clock;
  private final OutboxSignal outbox;

  CommandIntake(
      GrantStore store,
      GrantChanges changes,
      Commands commands,
      InstantSource clock,
      OutboxSignal outbox) {
    this.store = store;
    this.changes = changes;
    this.commands = commands;
    this.clock = clock;
    this.outbox = outbox;
  }

  @Override
  public void accept(List<ReceivedCommand> received) {
    var made = store.atomically(() -> received.stream().flatMap(this::changes).toList());
    made.forEach(changes::announce);
    outbox.raise();
  }

  private Stream<Change.Made> changes(ReceivedCommand received) {
    return switch (received.reading()) {
      case Reading.Valid(var command) -> changes(received, command);
      case Reading.Invalid(var grantId, var problems) -> rejected(received, grantId, problems);
    };
  }

  private Stream<Change.Made> changes(ReceivedCommand received, GrantCommand command) {
    return switch (commands.take(command, received.traceparent(), Unknown.REMEMBERED)) {
      case Outcome.Taken(_, var made) -> made.stream();
      case Outcome.Refused(_, var problems) ->
          rejected(received, command.grantId().value(), problems);
    };
  }

  private Stream<Change.Made> rejected(
      ReceivedCommand received, @Nullable String grantId, List<Problem> problems) {
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grantId)
        .addKeyValue(LogKeys.SOURCE, received.source())
        // The event says what is wrong with each. What stands there may quote a value, and whoever
        // sends a secret in the wrong field does not want it here.
        .addKeyValue(LogKeys.PROBLEMS, problems.stream().map(Problem::field).toList())
        .log("command rejected");
    var event = new GrantCommandRejected(grantId, problems, received.source());
    store.reject(new RejectedCommand(event, received), clock.instant());
    return Stream.empty();
  }
}
