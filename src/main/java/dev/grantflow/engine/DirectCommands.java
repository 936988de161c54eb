package dev.grantflow.engine;

import dev.grantflow.engine.CommandMeters.Tally;
import dev.grantflow.engine.Commands.Outcome;
import dev.grantflow.engine.Commands.Unknown;
import dev.grantflow.grant.GrantCommand;
import io.github.resilience4j.retry.Retry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Takes one command at a time.
@Singleton
final class DirectCommands implements CommandDesk {

  private final GrantStore store;
  private final GrantChanges changes;
  private final Commands commands;
  private final CommandMeters meters;

  /// Whatever failed has left nothing behind. Not only an outage is worth another try: of two that
  /// add one id at once the later fails by the unique key, and finds the other's grant next time.
  private final Retry retry = FewTries.on("commands", _ -> true);

  DirectCommands(GrantStore store, GrantChanges changes, Commands commands, CommandMeters meters) {
    this.store = store;
    this.changes = changes;
    this.commands = commands;
    this.meters = meters;
  }

  @Override
  public Answer take(GrantCommand command, @Nullable String traceparent) {
    var outcome =
        retry.executeSupplier(
            () -> store.atomically(() -> commands.take(command, traceparent, Unknown.FORGOTTEN)));
    meters.count(Tally.of(command, outcome));
    return switch (outcome) {
      case Outcome.Taken(var grant, var made) -> {
        made.forEach(changes::announce);
        yield made.isEmpty() ? new Answer.Unchanged(grant) : new Answer.Accepted(grant);
      }
      case Outcome.Refused(var why, var problems) -> new Answer.Refused(why, problems);
    };
  }
}
