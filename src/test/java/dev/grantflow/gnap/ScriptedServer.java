package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grantflow.egress.Destinations;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.HttpEgress;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.grant.CallbackKey;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.HashMethod;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A server that gives one prepared answer and remembers what it was asked, with a client that
/// reaches it through the real egress. Time stands still.
final class ScriptedServer implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Wanted WANTED = new Wanted(new Json("{\"access\":[{\"type\":\"quote\"}]}"), null);
  static final Finish FINISH =
      new Finish(
          false,
          Secret.of("https://grantflow.example/finish/unguessable-id"),
          Secret.of("our-nonce"),
          new CallbackKey("ab".repeat(32)),
          HashMethod.SHA_256);
  static final InteractionOffer OFFER = new InteractionOffer(Interact.START, FINISH);
  static final Secret CONTINUE_TOKEN = Secret.of("old-continue-token");
  static final Secret INTERACT_REF = Secret.of("the-interact-ref");
  static final Secret ACCESS_TOKEN = Secret.of("old-access-token");

  record Seen(String method, String target, Map<String, List<String>> headers, String body) {
    @Nullable String header(String name) {
      return headers.entrySet().stream()
          .filter(it -> it.getKey().equalsIgnoreCase(name))
          .map(it -> it.getValue().getFirst())
          .findFirst()
          .orElse(null);
    }
  }

  final List<Seen> seen = new ArrayList<>();
  final ClientIdentity client;
  final GnapClient gnap;
  private final HttpServer http;
  private final HttpEgress egress;
  private int status = 204;
  private byte[] body = new byte[0];
  private Map<String, String> headers = Map.of();

  ScriptedServer() {
    this(new Json("{\"walletAddress\":\"https://shop.example\"}"));
  }

  ScriptedServer(Json clientMember) {
    this(clientMember, List.of("https://as.example"));
  }

  /// @param further origins that it may point to beside itself
  ScriptedServer(Json clientMember, List<String> further) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::serve);
    http.start();
    egress = egress();
    gnap =
        new HttpGnapClient(
            egress,
            InstantSource.fixed(NOW),
            new Random(1),
            local(),
            new ReferralSettings(further));
    client = new ClientIdentity(signer(), clientMember);
  }

  static HttpEgress egress() {
    return new HttpEgress(local(), Destinations.ANYWHERE);
  }

  static Exchange reply(int status, String body) {
    return new Exchange.Reply(status, Map.of(), body.getBytes(UTF_8));
  }

  static EgressSettings local() {
    var deadline = Duration.ofSeconds(5);
    return new EgressSettings(deadline, deadline, 262144, 4, 16, true, true, false);
  }

  static RequestSigner signer() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var pem =
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(
                  Base64.getMimeEncoder(64, new byte[] {'\n'})
                      .encodeToString(pair.getPrivate().getEncoded()));
      return new RequestSigner(
          SigningKey.fromPkcs8Pem("key-1", pem.getBytes(US_ASCII)), SignatureProfile.RFC_9635);
    } catch (NoSuchAlgorithmException | InvalidSigningKeyException e) {
      throw new AssertionError(e);
    }
  }

  ScriptedServer answers(int status, String body) {
    return answers(status, body, Map.of());
  }

  ScriptedServer answers(int status, String body, Map<String, String> headers) {
    this.status = status;
    this.body = body.getBytes(UTF_8);
    this.headers = headers;
    return this;
  }

  String host() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  URI uri(String path) {
    return URI.create("http://" + host() + path);
  }

  Continuation continuation() {
    return new Continuation(uri("/continue/1?x=%20y"), CONTINUE_TOKEN, NOW);
  }

  Cancellation.Managed managed() {
    return new Cancellation.Managed(uri("/token/1"), ACCESS_TOKEN);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      synchronized (this) {
        seen.add(
            new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
          exchange.getResponseBody().write(body);
        }
      }
    }
  }

  @Override
  public void close() {
    egress.close();
    http.stop(0);
  }
}
