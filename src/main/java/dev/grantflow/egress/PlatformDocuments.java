package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads documents whose addresses are configuration. They may lie on the platform's own network,
/// so the policy for addresses that strangers give does not apply; redirects are not followed, and
/// time and size are bounded. Few are read and seldom, so no connection is kept. Thread-safe.
@Singleton
public final class PlatformDocuments {

  /// The longest document that is read.
  public static final int BYTES_MAX = 256 * 1024;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int OK = 200;

  /// What came of it.
  public sealed interface Answer {

    record Document(String text) implements Answer {}

    /// @param why completes a sentence about the address, such as `answers 404`
    record Nothing(String why) implements Answer {}
  }

  /// Blocks for five seconds at most, body included.
  public Answer read(URI uri) {
    var client =
        HttpClient.newBuilder().connectTimeout(CONNECT_MAX).followRedirects(Redirect.NEVER).build();
    try {
      var request = HttpRequest.newBuilder(uri).header("Accept", "application/json, */*").build();
      var body = BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BYTES_MAX);
      return answer(
          client.sendAsync(request, body).get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return new Answer.Nothing("did not answer in %d s".formatted(DEADLINE.toSeconds()));
    } catch (ExecutionException failure) {
      return failed(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Nothing("was not waited for, because the service ends");
    } finally {
      client.shutdownNow();
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    return response.statusCode() == OK
        ? new Answer.Document(response.body())
        : new Answer.Nothing("answers %d".formatted(response.statusCode()));
  }

  private static Answer failed(ExecutionException failure) {
    if (failure.getCause() instanceof IOException outOfReach) {
      return new Answer.Nothing(
          "cannot be read (%s)".formatted(outOfReach.getClass().getSimpleName()));
    }
    throw new IllegalStateException("a request that cannot be sent", failure);
  }
}
