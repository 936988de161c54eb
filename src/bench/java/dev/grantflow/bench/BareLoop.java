package dev.grantflow.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.egress.DestinationSettings;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Header;
import dev.grantflow.egress.HttpEgress;
import dev.grantflow.egress.OutboundRequest;
import dev.grantflow.gnap.signature.Content;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.gnap.signature.UnsignedRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// The least that a grant costs: signed grant requests by the service's own signer and HTTP client
/// to the [Stub], and nothing else. A program of its own, whose arguments are the grant endpoint,
/// the client's wallet address and its key; each line that it reads says how many calls to make,
/// how many of them at once and how many milliseconds to pause after each, and is answered by a
/// [Done] in JSON.
final class BareLoop {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY_ID = "bench-key";

  private final HttpEgress egress;
  private final RequestSigner signer;
  private final URI endpoint;
  private final byte[] body;
  private final RandomGenerator random = new SecureRandom();

  private BareLoop(HttpEgress egress, RequestSigner signer, URI endpoint, byte[] body) {
    this.egress = egress;
    this.signer = signer;
    this.endpoint = endpoint;
    this.body = body;
  }

  /// What the loop took.
  ///
  /// @param millis of each call
  // Read once, and not compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Done(double seconds, double cpuMillis, double[] millis) {}

  public static void main(String[] arguments) throws Exception {
    var answers = Child.answersOfThis();
    var endpoint = URI.create(arguments[0]);
    var key = SigningKey.fromPkcs8Pem(KEY_ID, Files.readAllBytes(Path.of(arguments[2])));
    var settings =
        new EgressSettings(
            Duration.ofSeconds(2), Duration.ofSeconds(10), 262_144, 1024, 1024, true, true, false);
    try (var egress =
            new HttpEgress(settings, new DestinationSettings(List.of("any"), null, null, null));
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      var loop =
          new BareLoop(
              egress,
              new RequestSigner(key, SignatureProfile.RFC_9635),
              endpoint,
              body(endpoint, arguments[1]));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ", 3);
        answers.println(
            JSON.writeValueAsString(
                loop.run(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Duration.ofMillis(Long.parseLong(words[2])))));
      }
    }
    System.exit(0);
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

  private Done run(int calls, int atOnce, Duration pause) {
    var millis = new double[calls];
    var next = new AtomicInteger();
    var before = Usage.of(ProcessHandle.current());
    var begin = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < atOnce; i++) {
        var _ =
            threads.submit(
                () -> {
                  for (var call = next.getAndIncrement();
                      call < calls;
                      call = next.getAndIncrement()) {
                    millis[call] = timed();
                    LockSupport.parkNanos(pause.toNanos());
                  }
                });
      }
    }
    var seconds = (System.nanoTime() - begin) / 1e9;
    return new Done(seconds, Usage.of(ProcessHandle.current()).since(before).cpuMillis(), millis);
  }

  private double timed() {
    var begin = System.nanoTime();
    call();
    return (System.nanoTime() - begin) / 1e6;
  }

  private void call() {
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
}
