package dev.grantflow.engine;

import dev.grantflow.engine.Commands.Outcome;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.stream.Stream;

/// The commands as numbers, wherever they come from. To be told once they are committed. Every
/// number is there from the start, so that the first of a kind is seen as a change. Thread-safe.
@Singleton
final class CommandMeters {

  /// What could not be read as a command.
  static final Tally UNREADABLE = new Tally("unknown", "invalid");

  private static final String ACCEPTED = "accepted";
  private static final String UNCHANGED = "unchanged";

  private final MeterRegistry meters;
  private final Counter deadLetters;

  /// What is counted of one command.
  record Tally(String type, String outcome) {

    static Tally of(GrantCommand command, Outcome outcome) {
      return new Tally(typeOf(command), outcomeOf(outcome));
    }
  }

  CommandMeters(MeterRegistry meters) {
    this.meters = meters;
    this.deadLetters = meters.counter("grantflow.dead.letters");
    counter(UNREADABLE);
    Stream.of(
            GrantRequested.class,
            GrantRevokeRequested.class,
            GrantTokenRotateRequested.class,
            GrantTokenRevokeRequested.class)
        .map(Class::getSimpleName)
        .flatMap(type -> outcomes().map(outcome -> new Tally(type, outcome)))
        .forEach(this::counter);
  }

  void count(Tally tally) {
    counter(tally).increment();
  }

  /// A command that was refused and kept as a dead letter.
  void countDeadLetter() {
    deadLetters.increment();
  }

  private Counter counter(Tally tally) {
    return meters.counter("grantflow.commands", "type", tally.type(), "outcome", tally.outcome());
  }

  private static Stream<String> outcomes() {
    return Stream.concat(
        Stream.of(ACCEPTED, UNCHANGED),
        Stream.of(CommandDesk.Why.values()).map(CommandMeters::outcomeOf));
  }

  /// As it is named in its records.
  private static String typeOf(GrantCommand command) {
    return command.getClass().getSimpleName();
  }

  private static String outcomeOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Taken(_, var changes) -> changes.isEmpty() ? UNCHANGED : ACCEPTED;
      case Outcome.Refused(var why, _) -> outcomeOf(why);
    };
  }

  private static String outcomeOf(CommandDesk.Why why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}
