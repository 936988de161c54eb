package dev.grantflow.sandbox.services;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One image on its way from a registry. Whether it will come is known as soon as its first layer
/// is spoken of; that must be within seconds, the rest may take its time.
final class DockerPull {

  private static final Duration TO_BEGIN = Duration.ofSeconds(6);
  private static final Duration TO_END = Duration.ofMinutes(15);
  private static final Pattern ERROR =
      Pattern.compile("\"(?:error|message)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern LAYER =
      Pattern.compile("Pulling fs layer|Downloading|Already exists|Status: ");

  private final String image;
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

  private DockerPull(String image) {
    this.image = image;
  }

  /// Pulls all at once; answers with the first image that cannot be had and why not.
  static Optional<String> all(List<String> images, DockerHttpClient http) {
    List<DockerPull> pulls = images.stream().map(DockerPull::new).toList();
    pulls.forEach(pull -> Thread.ofVirtual().start(() -> pull.run(http)));
    long begin = System.nanoTime();
    for (DockerPull pull : pulls) {
      Optional<String> fault = pull.beginsWithin(begin);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return pulls.stream().map(DockerPull::end).flatMap(Optional::stream).findFirst();
  }

  private void run(DockerHttpClient http) {
    try {
      ended.complete(pull(http));
    } catch (IOException | RuntimeException e) {
      ended.complete(Optional.of(fault("the daemon broke off: " + e.getMessage())));
    }
    begun.complete(true);
  }

  private Optional<String> pull(DockerHttpClient http) throws IOException {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.POST)
            .path("/images/create?fromImage=" + URLEncoder.encode(image, StandardCharsets.UTF_8))
            .build();
    try (DockerHttpClient.Response response = http.execute(request);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher error = ERROR.matcher(line);
        if (error.find()) {
          return Optional.of(fault(error.group(1).replace("\\", "")));
        }
        if (LAYER.matcher(line).find()) {
          begun.complete(true);
        }
      }
      return response.getStatusCode() == 200
          ? Optional.empty()
          : Optional.of(fault("the daemon answered " + response.getStatusCode()));
    }
  }

  private Optional<String> beginsWithin(long begin) {
    long left = TO_BEGIN.toNanos() - (System.nanoTime() - begin);
    try {
      begun.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      return ended.getNow(Optional.empty());
    } catch (TimeoutException _) {
      return Optional.of(fault("no registry answered within " + TO_BEGIN.toSeconds() + " s"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(fault("interrupted"));
    }
  }

  private Optional<String> end() {
    try {
      return ended.get(TO_END.toMinutes(), TimeUnit.MINUTES);
    } catch (TimeoutException _) {
      return Optional.of(fault("it did not come within " + TO_END.toMinutes() + " min"));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(fault("interrupted"));
    }
  }

  private String fault(String why) {
    return "%s and cannot pull it (%s)".formatted(image, why);
  }
}
