package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// `docs/examples/tokens-by-reference.md`, played as a service would.
@Timeout(120)
class TokensByReferenceExampleIT {

  private static final Path PAGE = Path.of("docs/examples/tokens-by-reference.md");
  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  private final Platform platform = Platform.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> values = new HashMap<>();

  @Test
  void a_service_fetches_its_token_when_it_needs_it() throws Exception {
    values.put("run", Platform.newGrantId());
    values.put("grantflow", platform.grantflow().uri().toString());
    values.put(
        "token", Platform.IDENTITY.token(List.of("grants:write", "grants:read", "tokens:read")));
    values.put("bob", platform.wallet("bob").toString());
    var page = Files.readString(PAGE);
    var requests = WrittenRequest.on(page).toList();

    requests.forEach(this::play);

    assertThat(requests).hasSize(page.split("```http", -1).length - 1);
    assertThat(platform.server().books().isLive(values.getOrDefault("value", "-"))).isTrue();
    assertThat(page.replaceAll("\\s+", " ")).contains(values.getOrDefault("refusal", "-"));
    var events = platform.events().of(values.get("run") + "-fetched");
    assertThat(events)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.data().toString())
                    .contains("/v1/grants/%s-fetched/token".formatted(values.get("run")))
                    .doesNotContain(values.get("value"), values.get("manage")));
  }

  private void play(WrittenRequest request) {
    var json = answer(request);
    request.forKept((name, pointer) -> values.put(name, json.at(pointer).textValue()));
  }

  private HttpResponse<String> send(WrittenRequest request) {
    try {
      return http.send(
          HttpRequest.newBuilder(request.uri(values))
              .method(request.method(), BodyPublishers.ofString(request.body(values)))
              .headers(request.written(values).toArray(String[]::new))
              .timeout(Platform.PATIENCE)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private JsonNode answer(WrittenRequest request) {
    var end = System.nanoTime() + Platform.PATIENCE.toNanos();
    while (true) {
      var answer = send(request);
      assertThat(answer.statusCode())
          .as("%s: %s", request, answer.body())
          .isEqualTo(request.status());
      var json = Api.json(answer);
      var until = request.until();
      if (until.isEmpty() || json.at(until.getFirst()).asText().equals(until.getLast())) {
        return json;
      }
      assertThat(System.nanoTime()).as("%s: %s", request, answer.body()).isLessThan(end);
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
