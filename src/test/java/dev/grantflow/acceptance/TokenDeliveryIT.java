package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.grantflow.engine.GrantStore;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Pending;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.ConsentDriver;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole flows of client instances whose tokens may lie in no topic: what Kafka keeps on disk is of
/// no use to whoever gets hold of it.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenDeliveryIT {

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final SandboxAuthorizationServer server =
      SandboxAuthorizationServer.start(Settings.usual().withMinWait(Duration.ofSeconds(1)));
  private final ECKey recipient = key();
  private final List<String> secrets = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private GrantflowService grantflow;

  @SuppressWarnings("NullAway.Init")
  private Commands commands;

  @SuppressWarnings("NullAway.Init")
  private EventTail events;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    var jwks = Files.writeString(folder.resolve("jwks.json"), new JWKSet(recipient).toString(true));
    var properties = Platform.configuration(server);
    properties.put("grantflow.default-client", "shop");
    properties.put("grantflow.tokens.inline-allowed", false);
    properties.put("grantflow.clients.shop.token-delivery", "REFERENCE");
    Platform.addClient(properties, server, "safe");
    properties.put("grantflow.clients.safe.token-delivery", "ENCRYPTED");
    properties.put("grantflow.clients.safe.token-recipient-jwks-file", jwks);
    properties.put("grantflow.kafka.partitions", 1);
    properties.putAll(topics.properties());
    var bootstrap = services.bootstrapServers();
    grantflow =
        GrantflowService.start(services.newDatabase(), bootstrap, Platform.freePort(), properties);
    commands = new Commands(bootstrap, topics.commands());
    events = new EventTail(bootstrap, topics.events(), event -> {});
  }

  @AfterAll
  void stop() {
    events.close();
    commands.close();
    grantflow.close();
    server.close();
  }

  @Test
  void by_reference_no_topic_holds_what_could_be_used_and_the_token_is_fetched() throws Exception {
    var grantId = Platform.newGrantId();
    var finalized = payed(grantId);
    var fetched = Api.json(api().get(finalized.data().at("/tokenReference").textValue()));
    var token = fetched.at("/tokens/0/access_token");

    assertThat(server.books().isLive(token.at("/value").textValue())).isTrue();
    assertThat(fetched.at("/tokens/0/tokenVersion").intValue()).isEqualTo(1);
    assertThat(finalized.data().at("/access_token/access/0/type").textValue())
        .isEqualTo("outgoing-payment");
    secrets.add(token.at("/value").textValue());
    secrets.add(token.at("/manage").textValue());

    var command = Samples.rotation(grantId, "a fresh one");
    commands.publish(grantId, "GrantTokenRotateRequested", command);
    events.await(grantId, "GrantTokenRotated", Platform.PATIENCE);
    var again = Api.json(api().get("/v1/grants/" + grantId + "/token"));
    assertThat(again.at("/tokens/0/tokenVersion").intValue()).isEqualTo(2);
    secrets.add(again.at("/tokens/0/access_token/value").textValue());
    secrets.add(again.at("/tokens/0/access_token/manage").textValue());
    assertThat(api().get("/v1/grants/" + grantId).body()).doesNotContain(secrets);

    assertThat(secrets).hasSize(10).doesNotContainNull().doesNotHaveDuplicates();
    var kept = kept();
    assertThat(List.of(grantId, "A-1001", "tokenReference"))
        .as("the control values")
        .allMatch(kept::contains);
    assertThat(secrets).noneMatch(kept::contains);
  }

  @Test
  void encrypted_only_the_holder_of_the_key_reads_the_token() throws Exception {
    var grantId = Platform.newGrantId();
    var bob = server.walletAddress("bob").toString();
    var request = Samples.incomingPayment(grantId, bob);
    commands.publish(
        grantId, "GrantRequested", request.replaceFirst("\\{", "{\"client\":\"safe\","));

    var finalized = events.await(grantId, "GrantFinalized", Platform.PATIENCE);

    var jwe = JWEObject.parse(finalized.data().at("/access_token_jwe").textValue());
    jwe.decrypt(new ECDHDecrypter(recipient));
    var value = requireNonNull(jwe.getPayload().toJSONObject().get("value")).toString();
    assertThat(server.books().isLive(value)).isTrue();
    assertThat(jwe.getHeader().getCustomParam("grantId")).isEqualTo(grantId);
    assertThat(jwe.getHeader().getCustomParam("eventId")).isEqualTo(finalized.id());
    assertThat(api().get("/v1/grants/" + grantId + "/token").statusCode()).isEqualTo(404);
    var kept = kept();
    assertThat(kept.contains(grantId)).as("the control value").isTrue();
    assertThat(kept.contains(value)).isFalse();
  }

  /// A payment that was consented to; what only the two servers should know goes to the secrets.
  private SeenEvent payed(String grantId) {
    var alice = server.walletAddress("alice").toString();
    var request = Samples.outgoingPayment(grantId, alice, Platform.RETURN_URI);
    commands.publish(grantId, "GrantRequested", request);
    var pending = events.await(grantId, "GrantPending", Platform.PATIENCE);
    var waiting = (Pending) stored(grantId).state();
    secrets.add(waiting.interaction().nonce().reveal());
    secrets.add(waiting.interaction().finish().reveal());
    secrets.add(waiting.continuation().accessToken().reveal());
    var redirect = URI.create(pending.data().at("/interact/redirect").textValue());
    var browser = new UserAgent();
    var callback = ConsentDriver.approve(browser.open(redirect));
    secrets.add(callback.getQuery().replaceFirst(".*interact_ref=([^&]+).*", "$1"));
    browser.get(callback);
    var finalized = events.await(grantId, "GrantFinalized", Platform.PATIENCE);
    var held = (Finalized) stored(grantId).state();
    secrets.add(requireNonNull(held.continuation()).accessToken().reveal());
    secrets.add(requireNonNull(held.continuation()).uri().toString());
    return finalized;
  }

  private Grant stored(String grantId) {
    return grantflow.part(GrantStore.class).find(new GrantId(grantId)).orElseThrow();
  }

  private Api api() {
    return new Api(grantflow.uri());
  }

  /// What the broker has on disk of all three topics, byte by byte.
  private String kept() throws IOException {
    var folder = services.kafkaFolder();
    if (folder.isEmpty()) {
      return abort("Kafka's files are out of this JVM's reach");
    }
    var prefix = topics.commands().replace(".commands", "");
    try (var files = Files.walk(folder.get())) {
      var kept = new StringBuilder();
      files
          .filter(file -> file.toString().contains("/" + prefix))
          .filter(file -> file.toString().endsWith(".log"))
          .forEach(file -> kept.append(read(file)));
      return kept.toString();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("safe-1").keyUse(KeyUse.ENCRYPTION).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
