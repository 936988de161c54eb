package dev.grantflow.engine;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.Pause.Kind;
import dev.grantflow.grant.ClientName;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This replica knows of a change at once.
@Singleton
final class EnginePauseDesk implements PauseDesk {

  private static final Logger LOG = LoggerFactory.getLogger(EnginePauseDesk.class);

  private final PauseStore store;
  private final Pauses pauses;
  private final ClientInstances clients;
  private final InstantSource clock;

  EnginePauseDesk(PauseStore store, Pauses pauses, ClientInstances clients, InstantSource clock) {
    this.store = store;
    this.pauses = pauses;
    this.clients = clients;
    this.clock = clock;
  }

  @Override
  public List<Pause> present() {
    return store.all(Pauses.MAX);
  }

  @Override
  public Outcome pause(Kind kind, String name, String by, @Nullable String reason) {
    if (reason != null && reason.length() > Pause.REASON_MAX) {
      return new Outcome.Refused(
          "The reason has more than %d characters. Shorten it.".formatted(Pause.REASON_MAX));
    }
    return switch (kind) {
      case CLIENT ->
          isConfigured(name)
              ? paused(new Pause(kind, name, clock.instant(), by, reason))
              : new Outcome.Refused(
                  "No client instance of this name is configured. Use a name under"
                      + " grantflow.clients.");
      case SERVER ->
          Pause.host(name)
              .map(host -> paused(new Pause(kind, host, clock.instant(), by, reason)))
              .orElseGet(
                  () ->
                      new Outcome.Refused(
                          "It is not the host of an authorization server. Give that, with its port"
                              + " where the server's URI has one."));
    };
  }

  @Override
  public boolean resume(Kind kind, String name, String by) {
    var known = kind == Kind.SERVER ? Pause.host(name).orElse(name) : name;
    var isResumed = store.remove(kind, known);
    if (isResumed) {
      LOG.atInfo()
          .addKeyValue(LogKeys.TARGET, known)
          .addKeyValue(LogKeys.SUBJECT, by)
          .log("resumed by an operator");
    }
    pauses.lookAgain();
    return isResumed;
  }

  private boolean isConfigured(String name) {
    return !name.isBlank() && clients.find(new ClientName(name)).isPresent();
  }

  private Outcome paused(Pause wanted) {
    var present = store.all(Pauses.MAX);
    var first =
        present.stream()
            .filter(it -> it.kind() == wanted.kind() && it.name().equals(wanted.name()))
            .findFirst();
    if (first.isEmpty() && present.size() >= Pauses.MAX) {
      return new Outcome.Refused("So many are paused already. Resume some.");
    }
    store.add(wanted);
    pauses.lookAgain();
    LOG.atInfo()
        .addKeyValue(LogKeys.TARGET, wanted.name())
        .addKeyValue(LogKeys.SUBJECT, wanted.by())
        .log("paused by an operator");
    return new Outcome.Paused(first.orElse(wanted));
  }
}
