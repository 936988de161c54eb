package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.engine.PublicAddress;
import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.Finish;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.gnap.InteractionOffer;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import dev.grantflow.grant.StartMode;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.FreePorts;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An authorization server accepts a client whose wallet address is served here: it finds the name
/// that it shows to the resource owner and the key that signed.
final class HostedClientTest {

  private static final String CLIENT = "grantflow.clients.shop.";
  private static final String RECEIVE =
      "{\"access\":[{\"actions\":[\"create\"],\"type\":\"incoming-payment\"}]}";
  private static final String PAY =
      "{\"access\":[{\"actions\":[\"create\"],\"identifier\":\"https://wallet.example/alice\","
          + "\"type\":\"outgoing-payment\"}]}";

  @TempDir Path folder;

  private final SandboxAuthorizationServer authServer =
      SandboxAuthorizationServer.start(Settings.usual());

  @SuppressWarnings("NullAway.Init")
  private ApplicationContext context;

  @BeforeEach
  void start() throws Exception {
    var ports = FreePorts.choose(2);
    int port = ports.getFirst();
    var publicUri = "http://localhost:" + port;
    var properties = new HashMap<String, Object>();
    properties.put("micronaut.server.port", port);
    properties.put("endpoints.all.port", ports.getLast());
    properties.put("endpoints.all.enabled", false);
    properties.put("datasources.default.enabled", false);
    properties.put("flyway.enabled", false);
    properties.put("grantflow.public-uri", publicUri);
    properties.put("grantflow.egress.ports", "any");
    properties.put("grantflow.egress.allow-http", true);
    properties.put("grantflow.egress.allow-loopback", true);
    properties.put(CLIENT + "wallet-address", publicUri + "/clients/shop");
    properties.put(CLIENT + "key-id", "shop-key");
    properties.put(CLIENT + "key-file", SandboxKey.make("shop-key", folder).file().toString());
    properties.put(CLIENT + "document-public-name", "The Shop");
    properties.put(CLIENT + "document-asset-code", "USD");
    properties.put(CLIENT + "document-asset-scale", 2);
    properties.put(CLIENT + "document-auth-server", "https://auth.example/");
    properties.put(CLIENT + "document-resource-server", "https://wallet.example/op");
    context =
        PartialContexts.of(
                properties,
                "dev.grantflow.web",
                "dev.grantflow.security",
                "dev.grantflow.client",
                "dev.grantflow.gnap",
                "dev.grantflow.egress")
            .singletons(
                new ScriptedCallbacks(),
                new ScriptedStarts(),
                new PublicAddress(URI.create(publicUri)),
                new ListedGrants(),
                new ScriptedGrants(),
                InstantSource.system(),
                RandomGenerator.getDefault())
            .start();
    context.getBean(EmbeddedServer.class).start();
  }

  @AfterEach
  void stop() {
    context.close();
    authServer.close();
  }

  @Test
  void its_key_is_found_under_its_wallet_address() {
    assertThat(request(RECEIVE, null)).isInstanceOf(Answer.Issued.class);
  }

  @Test
  void its_name_is_found_where_the_resource_owner_is_asked() {
    var finish =
        new Finish(
            false,
            Secret.of("https://grants.example/finish/1"),
            Secret.of("LKLTI25DK82FX4T4QFZC"),
            new CallbackKey("0".repeat(64)),
            HashMethod.SHA_256);

    assertThat(request(PAY, finish)).isInstanceOf(Answer.InteractionRequired.class);
  }

  private Answer request(String accessToken, @Nullable Finish finish) {
    var client = context.getBean(ClientInstances.class).find(null).orElseThrow();
    var acting = client.acting(authServer.grantEndpoint(), Instant.now()).orElseThrow();
    return context
        .getBean(GnapClient.class)
        .request(
            new ClientIdentity(acting.signer(), acting.presentation().client()),
            authServer.grantEndpoint(),
            new Wanted(new Json(accessToken), null),
            finish == null ? null : new InteractionOffer(Set.of(StartMode.REDIRECT), finish))
        .answer();
  }
}
