package dev.grantflow.sandbox.authserver;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// How the authorization server runs.
///
/// @param minWait what it announces as `wait` and enforces between its last answer and the next
///   continuation; whole seconds on the wire
/// @param interactionLifetime how long a consent page can be answered; announced to nobody
/// @param tokenLifetime `expires_in`; whole seconds on the wire
/// @param slowness how late a slow answer is; real time, whatever the clock says
/// @param clock decides about `wait`, lifetimes and the age of signatures
/// @param observer is told of each call after its answer, on the thread that served it
public record Settings(
    Duration minWait,
    Duration interactionLifetime,
    Duration tokenLifetime,
    Duration slowness,
    Clock clock,
    Consumer<SeenCall> observer) {

  /// What deployed servers use: 5 s between continuations, 10 min for consent and for a token.
  public static Settings usual() {
    return new Settings(
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(2),
        Clock.systemUTC(),
        call -> {});
  }

  public Settings withMinWait(Duration minWait) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }

  public Settings withInteractionLifetime(Duration interactionLifetime) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }

  public Settings withTokenLifetime(Duration tokenLifetime) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }

  public Settings withSlowness(Duration slowness) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }

  public Settings withClock(Clock clock) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }

  public Settings withObserver(Consumer<SeenCall> observer) {
    return new Settings(minWait, interactionLifetime, tokenLifetime, slowness, clock, observer);
  }
}
