package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.UserAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/examples/sign-requests.md`, played as a service would: with HTTP and the headers that it
/// is given.
@Timeout(120)
class SignRequestsExampleIT {

  private static final Path PAGE = Path.of("docs/examples/sign-requests.md");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  private final Platform platform = Platform.shared();
  private final Map<String, String> values = new HashMap<>();
  private Map<String, String> signed = Map.of();

  @Test
  void a_service_pays_with_nothing_but_http_and_these_headers() throws Exception {
    start();
    var page = Files.readString(PAGE);
    var requests = WrittenRequest.on(page).toList();

    for (var request : requests) {
      play(request);
    }

    assertThat(requests).hasSize(page.split("```http", -1).length - 1);
    assertThat(values).containsEntry("received", "1250");
    assertThat(page.replaceAll("\\s+", " ")).contains(values.getOrDefault("refusal", "-"));
  }

  static Stream<Arguments> mutations() {
    return Stream.of(
        Arguments.of("@method", mutation(it -> it.method = "PUT")),
        Arguments.of("@target-uri", mutation(it -> it.uri = URI.create(it.uri + "?a=b"))),
        Arguments.of("authorization", mutation(it -> it.change("Authorization", v -> v + "0"))),
        Arguments.of(
            "content-digest", mutation(it -> it.change("Content-Digest", v -> "sha-512=:AA==:"))),
        Arguments.of("content-type", mutation(it -> it.change("Content-Type", v -> v + ";a=b"))),
        Arguments.of("the body", mutation(it -> it.body = it.body.replace("1250", "9250"))),
        Arguments.of("content-length, with its body", mutation(it -> it.body = it.body + " ")),
        Arguments.of(
            "the parameters",
            mutation(
                it -> it.change("Signature-Input", v -> v.replace("created=1", "created=2")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void what_was_changed_after_it_was_signed_is_refused(String component, Mutation mutation)
      throws Exception {
    var sent = signedCall();

    mutation.of(sent);

    assertThat(sent.send().statusCode()).as(component).isEqualTo(401);
  }

  @Test
  void what_was_not_changed_is_accepted() throws Exception {
    assertThat(signedCall().send().statusCode()).isEqualTo(201);
  }

  @FunctionalInterface
  interface Mutation {
    void of(Sent sent);
  }

  private static Mutation mutation(Mutation mutation) {
    return mutation;
  }

  /// A call that is about to be made.
  static final class Sent {
    private String method;
    private URI uri;
    private String body;
    private final Map<String, String> headers;

    Sent(String method, URI uri, String body, Map<String, String> headers) {
      this.method = method;
      this.uri = uri;
      this.body = body;
      this.headers = new HashMap<>(headers);
    }

    void change(String header, UnaryOperator<String> change) {
      headers.computeIfPresent(header, (name, value) -> change.apply(value));
    }

    HttpResponse<String> send() throws IOException, InterruptedException {
      var fields = new ArrayList<String>();
      // The client writes Content-Length by itself.
      headers.forEach(
          (name, value) -> {
            if (!name.equals("Content-Length")) {
              fields.addAll(List.of(name, value));
            }
          });
      return exchange(method, uri, body, fields);
    }
  }

  /// The page's first call to the resource server, ready to be sent.
  private Sent signedCall() throws Exception {
    start();
    var requests = WrittenRequest.on(Files.readString(PAGE)).toList();
    for (var request : requests) {
      if (request.isSigned()) {
        return new Sent(request.method(), request.uri(values), request.body(values), signed);
      }
      play(request);
    }
    throw new AssertionError("nothing is signed on the page");
  }

  private void start() {
    values.put("run", Platform.newGrantId());
    values.put("grantflow", platform.grantflow().uri().toString());
    values.put(
        "token", Platform.IDENTITY.token(List.of("grants:read", "grants:write", "grants:sign")));
    values.put("alice", platform.wallet("alice").toString());
    values.put("bob", platform.wallet("bob").toString());
    values.put("resourceServer", platform.server().resourceServer().toString());
    values.put("returnUri", Platform.RETURN_URI.toString());
  }

  private void play(WrittenRequest request) throws Exception {
    if (request.isForTheBrowser()) {
      new UserAgent().approve(request.uri(values));
      return;
    }
    var answer = answer(request);
    assertThat(answer.statusCode())
        .as("%s: %s", request, answer.body())
        .isEqualTo(request.status());
    var json = JSON.readTree(answer.body());
    request.forKept((name, pointer) -> keep(name, json.at(pointer)));
  }

  private HttpResponse<String> answer(WrittenRequest request) throws Exception {
    var until = request.until();
    var end = System.nanoTime() + Platform.PATIENCE.toNanos();
    while (true) {
      var answer = send(request);
      if (until.isEmpty()
          || JSON.readTree(answer.body()).at(until.getFirst()).asText().equals(until.getLast())) {
        return answer;
      }
      assertThat(System.nanoTime()).as("%s: %s", request, answer.body()).isLessThan(end);
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private HttpResponse<String> send(WrittenRequest request) throws Exception {
    if (request.isSigned()) {
      return new Sent(request.method(), request.uri(values), request.body(values), signed).send();
    }
    return exchange(
        request.method(), request.uri(values), request.body(values), request.written(values));
  }

  private static HttpResponse<String> exchange(
      String method, URI uri, String body, List<String> fields)
      throws IOException, InterruptedException {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var built = HttpRequest.newBuilder(uri).timeout(Platform.PATIENCE).method(method, publisher);
    if (!fields.isEmpty()) {
      built.headers(fields.toArray(String[]::new));
    }
    return HTTP.send(built.build(), BodyHandlers.ofString());
  }

  private void keep(String name, JsonNode value) {
    assertThat(value.isMissingNode()).as(name).isFalse();
    if (name.equals("headers")) {
      var headers = new HashMap<String, String>();
      value.properties().forEach(it -> headers.put(it.getKey(), it.getValue().asText()));
      signed = headers;
    } else {
      values.put(name, value.asText());
    }
  }
}
