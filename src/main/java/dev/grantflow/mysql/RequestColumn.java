package dev.grantflow.mysql;

import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.FinishMethod;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.StartMode;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The column `request`. GNAP structures stand in it as the text they came as.
@Serdeable
record RequestColumn(
    @Nullable String client,
    @Nullable URI walletAddress,
    @Nullable URI authServer,
    @Nullable String accessToken,
    @Nullable String subject,
    @Nullable URI returnUri,
    @Nullable Set<StartMode> start,
    @Nullable FinishMethod finish,
    @Nullable Duration expiresIn,
    @Nullable String metadata,
    @Nullable Boolean keepFresh) {

  static RequestColumn of(GrantRequested request) {
    var client = request.client();
    return new RequestColumn(
        client == null ? null : client.value(),
        request.server() instanceof Server.OfWalletAddress(var uri) ? uri : null,
        request.server() instanceof Server.GrantEndpoint(var uri) ? uri : null,
        text(request.wanted().accessToken()),
        text(request.wanted().subject()),
        request.returnUri(),
        start(request.interact()),
        finish(request.interact()),
        request.expiresIn(),
        text(request.metadata()),
        request.keepFresh());
  }

  GrantRequested toRequest(GrantId id) {
    return new GrantRequested(
        id,
        client == null ? null : new ClientName(client),
        server(),
        new GrantRequested.Wanted(json(accessToken), json(subject)),
        interact(),
        expiresIn,
        json(metadata),
        keepFresh);
  }

  /// What goes without saying is not written, as it never was.
  private static @Nullable Set<StartMode> start(@Nullable Interact interact) {
    return interact == null || interact.start().equals(Interact.START) ? null : interact.start();
  }

  private static @Nullable FinishMethod finish(@Nullable Interact interact) {
    return interact == null || interact.finish() == FinishMethod.REDIRECT
        ? null
        : interact.finish();
  }

  private @Nullable Interact interact() {
    return returnUri == null && start == null && finish == null
        ? null
        : new Interact(
            returnUri,
            Objects.requireNonNullElse(start, Interact.START),
            Objects.requireNonNullElse(finish, FinishMethod.REDIRECT));
  }

  private Server server() {
    if (walletAddress != null) {
      return new Server.OfWalletAddress(walletAddress);
    }
    if (authServer != null) {
      return new Server.GrantEndpoint(authServer);
    }
    throw new IllegalStateException("request names no server");
  }

  private static @Nullable String text(@Nullable Json json) {
    return json == null ? null : json.canonical();
  }

  private static @Nullable Json json(@Nullable String text) {
    return text == null ? null : new Json(text);
  }
}
