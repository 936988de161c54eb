package dev.grantflow.bench;

import dev.grantflow.sandbox.identity.SandboxIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How long a service waits for a signature of a call within a grant: by as many callers as it
/// says, each of which asks again as soon as it has its answer.
final class Signatures implements Scenario {

  static final String NAME = "signatures";

  private static final int[] CALLERS = {1, 4, 16};
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public void run(Bed bed, Report report) throws Exception {
    var count = bed.options().some(4_000, 1_000);
    var section = report.section(NAME);
    section.with("signatures", count);
    try (var identity = SandboxIdentityProvider.start();
        var http = HttpClient.newHttpClient()) {
      var settings = new HashMap<>(identity.environment());
      settings.put("GRANTFLOW_API_ENABLED", "true");
      try (var rig = bed.rig(settings)) {
        var grant = Rig.phase(1);
        var _ = rig.flood(grant, it -> rig.requests().toReceive(grant.id(it), bed.stub()));
        var request = request(bed, rig, grant.id(0), identity.authorization());
        Callable<Double> sign = () -> timed(http, request);
        var _ = measure(sign, CALLERS[1], count);
        for (var run = 0; run < bed.options().runs(); run++) {
          for (var callers : CALLERS) {
            var begin = System.nanoTime();
            var latencies = measure(sign, callers, count);
            var by = "%d callers".formatted(callers);
            section.add(
                by + ": throughput",
                "signatures/s",
                latencies.millis().length * 1e9 / (System.nanoTime() - begin));
            latencies.addTo(section, by);
          }
        }
      }
    }
    section.taken().figures().forEach(figure -> report.say(figure.toString()));
  }

  private static HttpRequest request(Bed bed, Rig rig, String grantId, String authorization) {
    var body =
        """
        {"method":"POST","targetUri":"%srs/incoming-payments",\
        "body":"{\\"walletAddress\\":\\"%s\\"}"}\
        """
            .formatted(bed.stub().uri(), bed.stub().walletAddress("bob"));
    return HttpRequest.newBuilder(
            URI.create("%s/v1/grants/%s/signatures".formatted(rig.first().uri(), grantId)))
        .header("Content-Type", "application/json")
        .header("Authorization", authorization)
        .timeout(PATIENCE)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Latencies measure(Callable<Double> sign, int callers, int count) throws Exception {
    try (var threads = Executors.newFixedThreadPool(callers)) {
      Callable<double[]> share =
          () -> {
            var millis = new double[count / callers];
            for (var i : IntStream.range(0, millis.length).toArray()) {
              millis[i] = sign.call();
            }
            return millis;
          };
      var all = DoubleStream.builder();
      for (var done : threads.invokeAll(Stream.generate(() -> share).limit(callers).toList())) {
        for (var millis : done.get()) {
          all.add(millis);
        }
      }
      return Latencies.of(all.build().toArray());
    }
  }

  private static double timed(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    var begin = System.nanoTime();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "%d instead of a signature: %s".formatted(answer.statusCode(), answer.body()));
    }
    return (System.nanoTime() - begin) / 1e6;
  }
}
