package dev.grantflow.bench;

import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How long a service waits for a signature: `POST /v1/grants/{grantId}/signatures` against the
/// packaged service, by as many callers as it says, each of which asks again as soon as it has its
/// answer. Run with `./mvnw -Pbench -Dbench.class=dev.grantflow.bench.SigningBench`.
final class SigningBench {

  private static final int WARM_UP = 3_000;
  private static final int SIGNATURES = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_AGAIN_NANOS = 200_000_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final SandboxAuthorizationServer server;
  private final String authorization;
  private final String grantId = "bench-" + UUID.randomUUID();

  private SigningBench(URI service, SandboxAuthorizationServer server, String authorization) {
    this.service = service;
    this.server = server;
    this.authorization = authorization;
  }

  public static void main(String[] arguments) throws Exception {
    try (var services = LocalServices.durable(SigningBench::say);
        var server = SandboxAuthorizationServer.start(Settings.usual());
        var identity = SandboxIdentityProvider.start();
        var replica =
            Replica.start(
                server,
                services.newDatabase(),
                services.bootstrapServers(),
                "bench-" + UUID.randomUUID(),
                withApi(identity))) {
      var bench = new SigningBench(replica.uri(), server, identity.authorization());
      bench.askForGrant();
      bench.measure(4, WARM_UP);
      for (int callers : new int[] {1, 4, 16}) {
        say(bench.measure(callers, SIGNATURES));
      }
    }
    System.exit(0);
  }

  private static Map<String, String> withApi(SandboxIdentityProvider identity) {
    var environment = new HashMap<>(identity.environment());
    environment.put("GRANTFLOW_API_ENABLED", "true");
    return environment;
  }

  private void askForGrant() throws InterruptedException {
    var wallet = server.walletAddress("bob").toString();
    until(() -> post("/v1/grants", Samples.incomingPayment(grantId, wallet)).statusCode() == 202);
    until(() -> sign().statusCode() == 200);
  }

  private String measure(int callers, int signatures)
      throws InterruptedException, ExecutionException {
    var begin = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(callers)) {
      Callable<double[]> share =
          () -> IntStream.range(0, signatures / callers).mapToDouble(_ -> timed()).toArray();
      var shares = threads.invokeAll(Stream.generate(() -> share).limit(callers).toList());
      var seconds = (System.nanoTime() - begin) / 1e9;
      var all = Stream.<Latencies>builder();
      for (var done : shares) {
        all.add(Latencies.of(done.get()));
      }
      var latencies = Latencies.of(all.build());
      return "%d signatures by %2d callers: p50 %6.2f ms, p99 %6.2f ms, %5.0f a second"
          .formatted(
              signatures,
              callers,
              latencies.percentile(50),
              latencies.percentile(99),
              signatures / seconds);
    }
  }

  private double timed() {
    var begin = System.nanoTime();
    try {
      var answer = sign();
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " instead of a signature");
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("no answer", failure);
    }
    return (System.nanoTime() - begin) / 1e6;
  }

  private HttpResponse<String> sign() throws IOException, InterruptedException {
    return post(
        "/v1/grants/" + grantId + "/signatures",
        """
        {"method":"POST","targetUri":"%s/incoming-payments",\
        "body":"{\\"walletAddress\\":\\"%s\\"}"}\
        """
            .formatted(server.resourceServer(), server.walletAddress("bob")));
  }

  private HttpResponse<String> post(String path, String json)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(service.resolve(path))
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(json));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @FunctionalInterface
  private interface Attempt {
    boolean succeeds() throws IOException, InterruptedException;
  }

  private static void until(Attempt attempt) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (attempt.succeeds()) {
          return;
        }
      } catch (IOException _) {
        // It is still starting.
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    throw new IllegalStateException("not ready within " + PATIENCE);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
