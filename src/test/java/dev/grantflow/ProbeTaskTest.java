package dev.grantflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.Fault;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `helm test` runs, towards a real authorization server.
@Timeout(60)
class ProbeTaskTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @SuppressWarnings("NullAway.Init")
  private SandboxAuthorizationServer server;

  @SuppressWarnings("NullAway.Init")
  private HttpServer service;

  @SuppressWarnings("NullAway.Init")
  private SandboxKey key;

  private int readiness = 200;

  @BeforeEach
  void start() throws IOException {
    key = SandboxKey.make("probe-key", folder);
    server = SandboxAuthorizationServer.start(Settings.usual());
    server.publishKey("shop", key.keyId(), key.publicKey());
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/health/readiness",
        exchange -> {
          exchange.sendResponseHeaders(readiness, -1);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
    server.close();
  }

  private int probe(Object... arguments) {
    return probe(Map.of(), arguments);
  }

  private int probe(Map<String, Object> more, Object... arguments) {
    var settings = new HashMap<String, Object>();
    settings.put("grantflow.sandbox", true);
    settings.put("grantflow.public-uri", "http://localhost:8080");
    settings.put("grantflow.egress.allow-http", true);
    settings.put("grantflow.egress.allow-loopback", true);
    settings.put("grantflow.egress.ports", "any");
    settings.put("grantflow.egress.deadline", "2s");
    settings.put("grantflow.clients.shop.wallet-address", server.walletAddress("shop"));
    settings.put("grantflow.clients.shop.key-id", key.keyId());
    settings.put("grantflow.clients.shop.key-file", key.file());
    settings.putAll(more);
    var words = new ArrayList<>(List.of("probe"));
    List.of(arguments).forEach(it -> words.add(it.toString()));
    return new Tasks(new PrintStream(said, true, UTF_8), settings).run(words).orElse(-1);
  }

  private URI readinessUri() {
    return URI.create(
        "http://localhost:%d/health/readiness".formatted(service.getAddress().getPort()));
  }

  private String said() {
    return said.toString(UTF_8);
  }

  @Test
  void a_service_that_is_ready() {
    assertThat(probe(readinessUri())).isZero();

    assertThat(said()).isEqualTo("The service is ready.\n");
    assertThat(server.books().grants()).isEmpty();
  }

  @Test
  void a_service_that_is_not_ready_is_not_probed_further() {
    readiness = 503;

    assertThat(probe(readinessUri(), server.walletAddress("alice"))).isEqualTo(1);

    assertThat(said())
        .isEqualTo("The service is not ready: %s answers 503.\n".formatted(readinessUri()));
    assertThat(server.books().grants()).isEmpty();
  }

  @Test
  void what_is_granted_to_a_signed_request_is_taken_back() {
    assertThat(probe(readinessUri(), server.walletAddress("alice"))).isZero();

    assertThat(said())
        .endsWith("took the signature of client shop, and its grant was taken back.\n");
    assertThat(server.books().grants())
        .singleElement()
        .satisfies(
            grant -> {
              assertThat(grant.access()).containsExactly("incoming-payment");
              assertThat(grant.tokensIssued()).isEqualTo(1);
              assertThat(grant.tokensLive()).isZero();
              assertThat(grant.cancellations()).isEqualTo(1);
            });
  }

  @Test
  void a_key_that_nobody_has_published_is_told() {
    var other = SandboxKey.make("other-key", folder);

    assertThat(
            probe(
                Map.of(
                    "grantflow.clients.shop.key-id", other.keyId(),
                    "grantflow.clients.shop.key-file", other.file()),
                readinessUri(),
                server.walletAddress("alice")))
        .isEqualTo(1);

    assertThat(said()).contains("(invalid_client)");
    assertThat(server.books().grants()).isEmpty();
  }

  @Test
  void a_grant_that_stays_is_told() {
    var stays = server.walletAddress(new Behaviour.Faulty(Point.CANCEL, Fault.ERROR_500));

    assertThat(probe(readinessUri(), stays)).isEqualTo(1);

    assertThat(said())
        .contains("but what it gave could not be taken back and lives until it expires");
    assertThat(server.books().grants()).extracting(GrantEntry::tokensLive).containsExactly(1);
  }

  @Test
  void a_wallet_address_that_there_is_not_is_told() {
    assertThat(probe(readinessUri(), server.walletAddress("alice") + "/nobody/at/all"))
        .isEqualTo(1);

    assertThat(said()).contains("(wallet_address_not_found)");
  }

  @Test
  void several_clients_of_which_none_acts_by_default() {
    var second = SandboxKey.make("second-key", folder);

    assertThat(
            probe(
                Map.of(
                    "grantflow.clients.kiosk.wallet-address", server.walletAddress("kiosk"),
                    "grantflow.clients.kiosk.key-id", second.keyId(),
                    "grantflow.clients.kiosk.key-file", second.file()),
                readinessUri(),
                server.walletAddress("alice")))
        .isEqualTo(1);

    assertThat(said()).contains("set grantflow.default-client");
  }

  @Test
  void arguments_that_are_no_addresses() {
    assertThat(probe()).isEqualTo(2);
    assertThat(probe("ready")).isEqualTo(2);
    assertThat(probe(readinessUri(), "https://a.example", "https://b.example")).isEqualTo(2);

    assertThat(said()).startsWith("probe READINESS-URI [WALLET-ADDRESS]");
  }

  @Test
  void freedoms_of_a_sandbox_are_not_for_production() {
    assertThat(
            probe(
                Map.of(
                    "grantflow.sandbox", false,
                    "grantflow.public-uri", "https://grants.example",
                    "grantflow.egress.ports", "443"),
                readinessUri()))
        .isEqualTo(1);

    assertThat(said())
        .contains("grantflow.egress.allow-http is true, which only a sandbox may have")
        .contains("grantflow.egress.allow-loopback is true, which only a sandbox may have")
        .hasLineCount(2);
  }

  @Test
  void a_mistake_in_a_setting_is_told_in_its_sentence() {
    assertThat(probe(Map.of("grantflow.egress.deadline", "0s"), readinessUri())).isEqualTo(1);

    assertThat(said()).startsWith("grantflow.egress.deadline").hasLineCount(1);
  }
}
