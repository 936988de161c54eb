package dev.grantflow.sandbox;

import com.sun.net.httpserver.HttpServer;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import dev.grantflow.sandbox.resourceserver.SandboxResourceServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What is around Grantflow in `docker-compose.yml`: an authorization server with its wallets, an
/// identity provider and a shop, at addresses that are the same in every run. It listens on all
/// interfaces, as it must in a container; which machine may come is what publishes its ports.
public final class ContainerSandbox implements AutoCloseable {

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final String USAGE =
      """
      serve            an authorization server, an identity provider and a shop (if not told otherwise)
      secrets FOLDER   makes the keys and passwords that are not there yet
      """;

  private final List<Runnable> ends;

  private ContainerSandbox(List<Runnable> ends) {
    this.ends = ends;
  }

  /// Does what the first argument says; the environment says where, see [ContainerPlaces].
  public static void main(String[] arguments) throws InterruptedException {
    try {
      run(List.of(arguments));
    } catch (RuntimeException | IOException failure) {
      // What listens already would keep the process, and with it the container, from ending.
      failure.printStackTrace(System.err);
      System.exit(1);
    }
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    if (words.isEmpty() || words.equals(List.of("serve"))) {
      try (var _ = start(ContainerPlaces.of(System.getenv()))) {
        new CountDownLatch(1).await();
      }
    } else if (words.size() == 2 && words.getFirst().equals("secrets")) {
      ContainerSecrets.make(Path.of(words.get(1)));
    } else {
      System.out.print(USAGE);
      System.exit(2);
    }
  }

  /// Says what there is to open before the shop opens, so that who waits for the shop can read it.
  ///
  /// @throws IllegalStateException where Grantflow has not made its topics in half a minute
  public static ContainerSandbox start(ContainerPlaces places) throws IOException {
    var narrator = new Narrator(System.out);
    var telling = new Telling(narrator);
    var server =
        SandboxAuthorizationServer.startAt(
            everywhere(places.wallets()),
            places.wallets(),
            Settings.usual().withMinWait(MIN_WAIT).withObserver(telling::call));
    SandboxResourceServer.open(server, Clock.systemUTC());
    server.publishKey(
        "shop",
        ContainerSecrets.KEY_ID,
        Files.readAllBytes(places.secrets().resolve(ContainerSecrets.PUBLIC_KEY)));
    var identity =
        SandboxIdentityProvider.startAt(
            everywhere(places.issuer()),
            places.issuer(),
            Files.readString(places.secrets().resolve(ContainerSecrets.CLIENT_SECRET)));
    var commands = new Commands(places.bootstrapServers());
    var events = new EventTail(places.bootstrapServers(), telling::event);
    narrator.say(
        Invitation.text(
            places.grantflow(),
            places.management(),
            identity,
            places.shop(),
            places.bootstrapServersOutside(),
            server.walletAddress("bob")));
    var shop =
        DemoShop.open(
            HttpServer.create(everywhere(places.shop()), 0),
            places.shop(),
            commands,
            events,
            server.walletAddress("alice"));
    return new ContainerSandbox(
        List.of(shop::close, events::close, commands::close, identity::close, server::close));
  }

  private static InetSocketAddress everywhere(URI uri) {
    return new InetSocketAddress(uri.getPort());
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}
