package dev.grantflow.sandbox.services;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Asks Docker's daemon a few questions with short time-outs. Testcontainers would ask too, but
/// goes on for many minutes where images cannot be pulled.
final class DockerDaemon {

  private static final Duration TO_CONNECT = Duration.ofSeconds(2);
  private static final Duration TO_ANSWER = Duration.ofSeconds(4);
  private static final Duration TO_GO_ON_PULLING = Duration.ofMinutes(2);

  private final String address;
  private final Consumer<String> progress;

  private DockerDaemon(String address, Consumer<String> progress) {
    this.address = address;
    this.progress = progress;
  }

  /// Asks the first daemon that answers at one of the addresses, which are URIs.
  static DockerAnswer ask(List<String> addresses, List<String> images, Consumer<String> progress) {
    for (String address : addresses) {
      DockerDaemon daemon = new DockerDaemon(address, progress);
      if (daemon.answers()) {
        return daemon.has(images);
      }
    }
    return new DockerAnswer.Unusable(
        "no Docker daemon answers at "
            + addresses.stream().map(DockerDaemon::readable).collect(Collectors.joining(" or ")));
  }

  private boolean answers() {
    try {
      return isOk("/_ping");
    } catch (RuntimeException _) {
      return false; // how its client says that nobody listens
    }
  }

  private DockerAnswer has(List<String> images) {
    List<String> absent =
        images.stream().filter(image -> !isOk("/images/" + image + "/json")).toList();
    if (absent.isEmpty()) {
      return new DockerAnswer.Usable(readable(address));
    }
    progress.accept(
        "Docker answers at %s, but lacks %s: pulling".formatted(readable(address), absent));
    try (DockerHttpClient http = client(TO_GO_ON_PULLING)) {
      return DockerPull.all(absent, http)
          .<DockerAnswer>map(
              fault ->
                  new DockerAnswer.Unusable(
                      "the Docker daemon at %s has no image %s"
                          .formatted(readable(address), fault)))
          .orElseGet(() -> new DockerAnswer.Usable(readable(address)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOk(String path) {
    DockerHttpClient.Request request =
        DockerHttpClient.Request.builder()
            .method(DockerHttpClient.Request.Method.GET)
            .path(path)
            .build();
    try (DockerHttpClient http = client(TO_ANSWER);
        DockerHttpClient.Response response = http.execute(request)) {
      return response.getStatusCode() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param silence after which an answer is given up
  private DockerHttpClient client(Duration silence) {
    return new ZerodepDockerHttpClient.Builder()
        .dockerHost(URI.create(address))
        .connectionTimeout(TO_CONNECT)
        .responseTimeout(silence)
        .build();
  }

  private static String readable(String address) {
    return address.replaceFirst("^unix://", "");
  }
}
