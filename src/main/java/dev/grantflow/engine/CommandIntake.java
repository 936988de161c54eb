package dev.grantflow.engine;

import dev.grantflow.engine.CommandMeters.Tally;
import dev.grantflow.engine.Commands.Asked;
import dev.grantflow.engine.Commands.Met;
import dev.grantflow.engine.Commands.Outcome;
import dev.grantflow.engine.Commands.Unknown;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.Problem;
import dev.grantflow.trace.Span;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
  private final FirstClaims first;
  private final OutboxSignal outbox;
  private final CommandMeters meters;
  private final GrantSpans spans;

  CommandIntake(
      GrantStore store,
      GrantChanges changes,
      Commands commands,
      InstantSource clock,
      FirstClaims first,
      OutboxSignal outbox,
      CommandMeters meters,
      GrantSpans spans) {
    this.store = store;
    this.changes = changes;
    this.commands = commands;
    this.clock = clock;
    this.first = first;
    this.outbox = outbox;
    this.meters = meters;
    this.spans = spans;
  }

  /// What was done with a record.
  ///
  /// @param span of the record, which what follows from it belongs to as well
  /// @param isRefused whether it went to the dead letters
  private record Done(Span span, Tally tally, List<Change.Made> changes, boolean isRefused) {}

  @Override
  public void accept(List<ReceivedCommand> received) {
    var traced = received.stream().map(it -> Traced.by(spans.received(it), it)).toList();
    try {
      if (!takenAsFirst(traced)) {
        var done = store.atomically(() -> takeAll(traced));
        done.forEach(it -> it.span().run(() -> announce(it)));
      }
    } catch (RuntimeException | StackOverflowError thrown) {
      traced.forEach(it -> it.span().failed(thrown.getClass().getName()));
      throw thrown;
    } finally {
      traced.forEach(it -> it.span().close());
    }
  }

  /// Takes a request that comes alone, unless it has to be looked at closer.
  ///
  /// @return whether it did
  private boolean takenAsFirst(List<Traced> traced) {
    return traced.size() == 1
        && traced
            .getFirst()
            .asked()
            .filter(it -> takenAsFirst(traced.getFirst().span(), it))
            .isPresent();
  }

  private boolean takenAsFirst(Span span, Asked asked) {
    var taken = span.during(() -> first.take(asked.request(), asked.traceparent()));
    taken
        .map(made -> new Outcome.Taken(made.grant(), List.of(made)))
        .ifPresent(outcome -> meters.count(Tally.of(asked.request(), outcome)));
    return taken.isPresent();
  }

  /// @param span until the transaction ends that holds all of them
  private record Traced(ReceivedCommand received, Span span) {

    static Traced by(Span span, ReceivedCommand received) {
      return new Traced(received.tracedBy(span.traceparent()), span);
    }

    Optional<GrantCommand> command() {
      return received.reading() instanceof Reading.Valid(var command)
          ? Optional.of(command)
          : Optional.empty();
    }

    Optional<Asked> asked() {
      return command()
          .filter(GrantRequested.class::isInstance)
          .map(GrantRequested.class::cast)
          .map(request -> new Asked(request, received.traceparent()));
    }
  }

  /// Requests of grants that no other of these commands is about need not wait for the others, nor
  /// these for them: they are met together.
  private List<Done> takeAll(List<Traced> traced) {
    var times =
        traced.stream()
            .flatMap(it -> it.command().stream())
            .collect(Collectors.groupingBy(GrantCommand::grantId, Collectors.counting()));
    var met =
        commands.meet(
            traced.stream()
                .flatMap(it -> it.asked().stream())
                .filter(it -> Objects.equals(times.get(it.request().grantId()), 1L))
                .toList());
    return traced.stream().map(it -> it.span().during(() -> take(it, met))).toList();
  }

  private void announce(Done done) {
    meters.count(done.tally());
    if (done.isRefused()) {
      meters.countDeadLetter();
      outbox.raise();
    }
    done.changes().forEach(changes::announce);
  }

  private Done take(Traced traced, Map<GrantId, Met> met) {
    var span = traced.span();
    return switch (traced.received().reading()) {
      case Reading.Valid(var command) -> {
        var mine = met.get(command.grantId());
        var outcome =
            mine != null && command instanceof GrantRequested request
                ? commands.take(request, mine)
                : commands.take(command, traced.received().traceparent(), Unknown.REMEMBERED);
        yield done(traced, command, outcome);
      }
      case Reading.Invalid(var grantId, var problems) -> {
        reject(traced, grantId, problems);
        yield new Done(span, CommandMeters.UNREADABLE, List.of(), true);
      }
    };
  }

  private Done done(Traced traced, GrantCommand command, Outcome outcome) {
    var span = traced.span();
    var tally = Tally.of(command, outcome);
    return switch (outcome) {
      case Outcome.Taken(_, var made) -> new Done(span, tally, made, false);
      case Outcome.Refused(_, var problems) -> {
        reject(traced, command.grantId().value(), problems);
        yield new Done(span, tally, List.of(), true);
      }
    };
  }

  private void reject(Traced traced, @Nullable String grantId, List<Problem> problems) {
    var received = traced.received();
    spans.refused();
    LOG.atWarn()
        .addKeyValue(LogKeys.GRANT_ID, grantId)
        .addKeyValue(LogKeys.SOURCE, received.source())
        // The event says what is wrong with each. What stands there may quote a value, and whoever
        // sends a secret in the wrong field does not want it here.
        .addKeyValue(LogKeys.PROBLEMS, problems.stream().map(Problem::field).toList())
        .log("command rejected");
    var event = new GrantCommandRejected(grantId, problems, received.source());
    store.reject(new RejectedCommand(event, received), clock.instant());
  }
}
