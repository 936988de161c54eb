package dev.grantflow.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.file.ConfiguredFile;
import dev.grantflow.file.UnreadableFileException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// Reads documents whose addresses are configuration. They may lie on the platform's own network,
/// so the policy for addresses that strangers give does not apply; redirects are not followed, and
/// time and size are bounded, and servers are trusted as all others are, by
/// `grantflow.egress.trust-file` too. Few are read and seldom, so no connection is kept.
/// Thread-safe.
@Singleton
public final class PlatformDocuments {

  /// The longest document that is read.
  public static final int BYTES_MAX = 256 * 1024;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final SSLContext trusted;

  /// @throws IllegalArgumentException naming the property where the trust file cannot be used
  public PlatformDocuments(DestinationSettings destinations) {
    this.trusted = TrustedServers.context(destinations.trustFile());
  }

  /// What came of it.
  public sealed interface Answer {

    record Document(String text) implements Answer {}

    /// @param why completes a sentence about the address, such as `answers 404`
    record Nothing(String why) implements Answer {}
  }

  /// Blocks for five seconds at most, body included.
  public Answer read(URI uri) {
    return read(uri, DEADLINE);
  }

  /// Blocks no longer than that, whatever is waited for.
  public Answer read(URI uri, Duration deadline) {
    var client =
        HttpClient.newBuilder()
            .sslContext(trusted)
            .connectTimeout(CONNECT_MAX)
            .followRedirects(Redirect.NEVER)
            .build();
    try {
      var request = HttpRequest.newBuilder(uri).header("Accept", "application/json, */*").build();
      var body = BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), BYTES_MAX);
      return answer(
          client.sendAsync(request, body).get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return new Answer.Nothing("did not answer in %d ms".formatted(deadline.toMillis()));
    } catch (ExecutionException failure) {
      return failed(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Nothing("was not waited for, because the service ends");
    } finally {
      client.shutdownNow();
    }
  }

  /// A file, such as one that a secret is mounted at. Read whole each time: what is mounted is
  /// replaced by a link, which no time of change gives away.
  public static Answer read(Path file) {
    try {
      return new Answer.Document(new String(ConfiguredFile.read(file, BYTES_MAX), UTF_8));
    } catch (UnreadableFileException unreadable) {
      return new Answer.Nothing(unreadable.fault());
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
