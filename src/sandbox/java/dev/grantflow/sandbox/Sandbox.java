package dev.grantflow.sandbox;

import com.sun.net.httpserver.HttpServer;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import dev.grantflow.sandbox.resourceserver.SandboxResourceServer;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.sandbox.services.ServicesUnavailable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// `./mvnw -Psandbox`: everything for real on this machine, a story, and then a place to play.
public final class Sandbox {

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);

  private final Narrator narrator = new Narrator(System.out);
  private final long begin = System.nanoTime();

  private Sandbox() {}

  /// Ends with a status other than 0 when any step of the story fails.
  public static void main(String[] arguments) throws InterruptedException {
    var sandbox = new Sandbox();
    try {
      sandbox.run();
      System.exit(0);
    } catch (ServicesUnavailable unavailable) {
      sandbox.narrator.say("%nThe sandbox cannot start: %s".formatted(unavailable.getMessage()));
      System.exit(1);
    } catch (RuntimeException | IOException failure) {
      sandbox.narrator.say("%nThe sandbox failed: %s".formatted(failure.getMessage()));
      failure.printStackTrace(System.err);
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    var telling = new Telling(narrator);
    var settings = Settings.usual().withMinWait(MIN_WAIT).withObserver(telling::call);
    try (var services = LocalServices.start(narrator::say);
        var server = SandboxAuthorizationServer.start(settings);
        var identity = SandboxIdentityProvider.start()) {
      SandboxResourceServer.open(server, Clock.systemUTC());
      var shop = DemoShop.bind();
      var database = services.newDatabase();
      var bootstrapServers = services.bootstrapServers();
      narrator.say("Grantflow starts.");
      try (var grantflow =
              GrantflowService.start(
                  database, bootstrapServers, freePort(), configuration(server, identity, shop));
          var commands = new Commands(bootstrapServers);
          var events = new EventTail(bootstrapServers, telling::event);
          var history = new HistoryTail(database, narrator);
          var demo = DemoShop.open(shop, commands, events, server.walletAddress("alice"))) {
        narrator.say("Ready after %.1f s.".formatted((System.nanoTime() - begin) / 1e9));
        new Story(narrator, commands, events, server, demo.returnUri()).play();
        history.settle();
        if (Boolean.getBoolean("sandbox.once")) {
          narrator.chapter("The story is complete.");
          return;
        }
        narrator.say(
            Invitation.text(
                grantflow.uri(),
                grantflow.managementUri(),
                identity,
                demo.uri(),
                bootstrapServers,
                server.walletAddress("bob")));
        new CountDownLatch(1).await();
      }
    }
  }

  private static Map<String, Object> configuration(
      SandboxAuthorizationServer server, SandboxIdentityProvider identity, HttpServer shop)
      throws IOException {
    var key = SandboxKey.make("shop-key", Files.createTempDirectory("grantflow-sandbox"));
    server.publishKey("shop", key.keyId(), key.publicKey());
    var properties = new LinkedHashMap<>(identity.settings());
    properties.put("grantflow.security.metrics-open", true);
    properties.put("grantflow.api.enabled", true);
    properties.put("grantflow.egress.allow-http", true);
    properties.put("grantflow.egress.allow-loopback", true);
    properties.put("grantflow.clients.shop.wallet-address", server.walletAddress("shop"));
    properties.put("grantflow.clients.shop.key-id", key.keyId());
    properties.put("grantflow.clients.shop.key-file", key.file());
    properties.put("grantflow.clients.shop.return-uris", List.of(DemoShop.uri(shop) + "/return"));
    return properties;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
