package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Header;
import dev.grantflow.egress.HttpEgress;
import dev.grantflow.egress.OutboundRequest;
import dev.grantflow.gnap.signature.Content;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.gnap.signature.UnsignedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/// Grant requests to the [Stub] by the service's own signer and HTTP client. Safe for use by
/// several threads.
final class SignedCalls implements AutoCloseable {

  private static final String KEY_ID = "bench-key";

  private final HttpEgress egress;
  private final RequestSigner signer;
  private final URI endpoint;
  private final byte[] body;
  private final RandomGenerator random = new SecureRandom();

  /// @param client the client instance's wallet address
  SignedCalls(URI endpoint, String client, Path key)
      throws IOException, InvalidSigningKeyException {
    var settings =
        new EgressSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(10), 262_144, 1024, 1024, true, true, false);
    this.egress =
        new HttpEgress(settings, new DestinationSettings(List.of("any"), null, null, null));
    this.signer =
        new RequestSigner(
            SigningKey.fromPkcs8Pem(KEY_ID, Files.readAllBytes(key)), SignatureProfile.RFC_9635);
    this.endpoint = endpoint;
    this.body = body(endpoint, client);
  }

  /// What the service writes for a [GrantRequests#toReceive].
  private static byte[] body(URI endpoint, String client) {
    return """
    {"access_token":{"access":[{"actions":["create","read"],"identifier":"%sbob",\
    "type":"incoming-payment"}]},"client":{"walletAddress":"%s"}}\
    """
        .formatted(endpoint, client)
        .getBytes(UTF_8);
  }

  void make() {
    var nonce = new byte[16];
    random.nextBytes(nonce);
    var headers =
        signer
            .sign(
                new UnsignedRequest("POST", endpoint, null, Content.json(body)),
                Instant.now(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(nonce))
            .byName()
            .entrySet()
            .stream()
            .map(it -> new Header(it.getKey(), it.getValue()))
            .toList();
    var exchange = egress.send(new OutboundRequest("POST", endpoint, headers, body));
    if (!(exchange instanceof Exchange.Reply reply) || reply.status() != 200) {
      throw new IllegalStateException("the stub answered " + exchange);
    }
  }

  /// Returns when all are done.
  ///
  /// @param each is told which of them it is; where it throws, so does this once the others are
  ///   done
  static void repeat(int times, int atOnce, IntConsumer each) {
    var next = new AtomicInteger();
    List<Future<?>> workers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < atOnce; i++) {
        workers.add(
            threads.submit(
                () -> {
                  for (var call = next.getAndIncrement();
                      call < times;
                      call = next.getAndIncrement()) {
                    each.accept(call);
                  }
                }));
      }
    }
    for (var worker : workers) {
      if (worker.state() == Future.State.FAILED) {
        throw new IllegalStateException("not all calls were made", worker.exceptionNow());
      }
    }
  }

  @Override
  public void close() {
    egress.close();
  }
}
