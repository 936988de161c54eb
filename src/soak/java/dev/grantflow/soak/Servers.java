package dev.grantflow.soak;

import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The authorization servers: one behaves, one is awkward in every way there is, and one has only
/// the client's keys, which no chaos keeps from the others. Between the replicas and the first two
/// is a network that can fail.
final class Servers implements AutoCloseable {

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);

  /// What was left behind must not end by itself before it is looked for.
  private static final Duration BEYOND_THE_AUDIT = Duration.ofDays(1);

  private final List<TcpProxy> links = new ArrayList<>();
  private final SandboxAuthorizationServer keys;
  private final SandboxAuthorizationServer proper;
  private final SandboxAuthorizationServer awkward;

  Servers() {
    var settings =
        Settings.usual()
            .withMinWait(MIN_WAIT)
            .withTokenLifetime(BEYOND_THE_AUDIT)
            .withInteractionLifetime(BEYOND_THE_AUDIT);
    keys = SandboxAuthorizationServer.start(settings);
    proper = SandboxAuthorizationServer.startBehind(settings, this::link);
    awkward = SandboxAuthorizationServer.startBehind(settings, this::link);
  }

  /// The server whose wallet address `shop` is the client.
  SandboxAuthorizationServer keys() {
    return keys;
  }

  List<SandboxAuthorizationServer> all() {
    return List.of(proper, awkward);
  }

  /// A wallet address for this grant alone.
  URI walletAddress(PlannedGrant grant) {
    return walletAddress(grant.behaviour(), grant.id());
  }

  URI walletAddress(Behaviour behaviour, String grantId) {
    var server =
        switch (behaviour) {
          case Behaviour.Proper _ -> proper;
          case Behaviour.Faulty _, Behaviour.Quirky _, Behaviour.General _ -> awkward;
        };
    return server.walletAddress(behaviour.walletName(), grantId);
  }

  List<TcpProxy> links() {
    return List.copyOf(links);
  }

  @Override
  public void close() {
    links.forEach(TcpProxy::close);
    awkward.close();
    proper.close();
    keys.close();
  }

  private URI link(int port) {
    var proxy = TcpProxy.to("127.0.0.1", port);
    links.add(proxy);
    return URI.create("http://127.0.0.1:" + proxy.port());
  }
}
