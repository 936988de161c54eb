package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What this installation's configuration says to a request: which client instance acts, how long
/// it may take, and whether the user may be sent where the request wants.
@Singleton
final class Acceptance {

  private final ClientInstances clients;
  private final EngineSettings settings;
  private final TokenSettings tokens;

  Acceptance(ClientInstances clients, EngineSettings settings, TokenSettings tokens) {
    this.clients = clients;
    this.settings = settings;
    this.tokens = tokens;
  }

  sealed interface Result {}

  record Accepted(Grant grant) implements Result {}

  record Refused(List<Problem> problems) implements Result {}

  Result of(GrantRequested request, @Nullable String traceparent, Instant now) {
    var client = clients.find(request.client());
    if (client.isEmpty()) {
      return new Refused(List.of(unknownClient(request)));
    }
    var problems = problems(request, client.get());
    return problems.isEmpty()
        ? new Accepted(grant(request, client.get(), traceparent, now))
        : new Refused(problems);
  }

  private Grant grant(
      GrantRequested request, ClientInstance client, @Nullable String traceparent, Instant now) {
    var lifetime = Objects.requireNonNullElse(request.expiresIn(), settings.expiresIn());
    return new Grant(
        request.grantId(),
        client.name(),
        request,
        new Requested(0, null, now),
        now,
        now.plus(lifetime).truncatedTo(ChronoUnit.MICROS),
        null,
        null,
        0,
        0,
        traceparent,
        keepFresh(request, client));
  }

  private boolean keepFresh(GrantRequested request, ClientInstance client) {
    var byClient = Objects.requireNonNullElse(client.keepFresh(), tokens.keepFresh());
    return Objects.requireNonNullElse(request.keepFresh(), byClient);
  }

  private List<Problem> problems(GrantRequested request, ClientInstance client) {
    var problems = new ArrayList<Problem>();
    var returnUri = request.returnUri();
    if (returnUri != null && !client.allowsReturn(returnUri)) {
      problems.add(
          new Problem(
              "interact.returnUri",
              "It is outside the return URIs that are allowed for client %s. Use an allowed one, or add it"
                      .formatted(client.name())
                  + " to grantflow.clients.%s.return-uris.".formatted(client.name())));
    }
    var expiresIn = request.expiresIn();
    if (expiresIn != null && expiresIn.compareTo(EngineSettings.EXPIRES_IN_MIN) < 0) {
      problems.add(
          new Problem(
              "expiresIn",
              "%s is too short for anything to be decided: give at least %s."
                  .formatted(expiresIn, EngineSettings.EXPIRES_IN_MIN)));
    }
    if (expiresIn != null && expiresIn.compareTo(settings.expiresInMax()) > 0) {
      problems.add(
          new Problem(
              "expiresIn",
              "%s is longer than the %s that are allowed here."
                  .formatted(expiresIn, settings.expiresInMax())));
    }
    return problems;
  }

  private Problem unknownClient(GrantRequested request) {
    var name = request.client();
    return name == null
        ? new Problem(
            "client",
            "It is missing, and none of the configured client instances is the default. Name one of"
                + " them.")
        : new Problem(
            "client",
            "No client instance of this name is configured. Use a name under grantflow.clients.");
  }
}
