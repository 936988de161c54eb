package dev.grantflow.engine;

import dev.grantflow.client.ClientInstance;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.Problem;
import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.Faults;
import io.micronaut.context.annotation.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this installation's configuration says to a request: which client instance acts, how long
/// it may take, whether the user may be sent where the request wants, and what the client may ask
/// of whom.
@Context
@CheckedAtStart
final class Acceptance {

  private final ClientInstances clients;
  private final EngineSettings settings;
  private final TokenSettings tokens;

  /// @throws IllegalArgumentException naming the property of a client that is at odds with the
  ///   engine's, its value and what it must be
  Acceptance(ClientInstances clients, EngineSettings settings, TokenSettings tokens) {
    var faults = new Faults("grantflow.clients");
    clients
        .all()
        .sorted(Comparator.comparing(client -> client.name().value()))
        .forEach(client -> checkExpiresIn(client, settings, faults));
    faults.end();
    this.clients = clients;
    this.settings = settings;
    this.tokens = tokens;
  }

  private static void checkExpiresIn(
      ClientInstance client, EngineSettings settings, Faults faults) {
    var expiresIn = client.expiresIn().orElse(settings.expiresIn());
    faults.check(
        expiresIn.compareTo(EngineSettings.EXPIRES_IN_MIN) >= 0
            && expiresIn.compareTo(settings.expiresInMax()) <= 0,
        client.name() + ".expires-in",
        expiresIn,
        "from %s to grantflow.engine.expires-in-max, which is %s"
            .formatted(EngineSettings.EXPIRES_IN_MIN, settings.expiresInMax()));
  }

  sealed interface Result {}

  record Accepted(Grant grant) implements Result {}

  record Refused(List<Problem> problems) implements Result {}

  /// Whether it is what the grant was accepted for, again. It may name the client instance that it
  /// left to the configuration then, or leave to it the one that it named: whoever sends it in
  /// between may have added the name.
  boolean isRepeated(Grant grant, GrantRequested request) {
    var accepted = grant.request();
    return accepted.equals(request)
        || (accepted.by(null).equals(request.by(null))
            && client(request).filter(grant.client()::equals).isPresent());
  }

  private Optional<ClientName> client(GrantRequested request) {
    return Optional.ofNullable(request.client())
        .or(() -> clients.find(null).map(ClientInstance::name));
  }

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
    var lifetime =
        Objects.requireNonNullElseGet(
            request.expiresIn(), () -> client.expiresIn().orElse(settings.expiresIn()));
    var keepFresh = keepFresh(request, client);
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
        keepFresh,
        keepFresh && isRenewed(request, client) ? lifetime.truncatedTo(ChronoUnit.MILLIS) : null);
  }

  private boolean keepFresh(GrantRequested request, ClientInstance client) {
    var byClient = Objects.requireNonNullElse(client.keepFresh(), tokens.keepFresh());
    return Objects.requireNonNullElse(request.keepFresh(), byClient);
  }

  /// Only where nobody has to be asked, and where one token is all there is to tell.
  private boolean isRenewed(GrantRequested request, ClientInstance client) {
    var accessToken = request.wanted().accessToken();
    return Objects.requireNonNullElse(client.renew(), tokens.renew())
        && request.interact() == null
        && request.wanted().subject() == null
        && accessToken != null
        && !accessToken.canonical().startsWith("[");
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
    if (request.server() instanceof Server.GrantEndpoint(var authServer)
        && !client.allowsServer(authServer)) {
      problems.add(new Problem("authServer", "This server is %s".formatted(client.serverRemedy())));
    }
    problems.addAll(client.problems(request.wanted()));
    if (request.interact() != null && !client.isNamed()) {
      problems.add(
          new Problem(
              "interact",
              "Client %s shows itself by its key alone, so that no resource owner could be told who asks. Remove interact, or use another client."
                  .formatted(client.name())));
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
