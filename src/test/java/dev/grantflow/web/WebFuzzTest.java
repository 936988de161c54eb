package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.fuzz.Kept;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.simple.SimpleHttpParameters;
import io.micronaut.json.JsonMapper;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What browsers, servers and services send over HTTP is understood, or refused in a sentence of
/// ours that repeats nothing of it.
@Timeout(120)
class WebFuzzTest {

  private final PushBody pushed = new PushBody(JsonMapper.createDefault());

  static Stream<Kept> queries() {
    return Kept.of("finish-queries");
  }

  static Stream<Kept> pushes() {
    return Kept.of("push-bodies");
  }

  static Stream<Kept> signatures() {
    return Kept.of("signature-bodies");
  }

  static Stream<Kept> lists() {
    return Kept.of("list-queries");
  }

  @ParameterizedTest
  @MethodSource("queries")
  void a_kept_finish_query_is_understood_or_refused(Kept input) throws Exception {
    Fuzz.hold(input.bytes(), WebFuzzTest::checkQuery);
  }

  @Test
  void any_finish_query_is_understood_or_refused() {
    Fuzz.search("finish-queries", 15_000, WebFuzzTest::checkQuery);
  }

  @ParameterizedTest
  @MethodSource("pushes")
  void a_kept_push_is_understood_or_refused(Kept input) throws Exception {
    Fuzz.hold(input.bytes(), this::checkPush);
  }

  @Test
  void any_push_is_understood_or_refused() {
    Fuzz.search("push-bodies", 10_000, this::checkPush);
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void a_kept_signature_body_is_understood_or_refused(Kept input) throws Exception {
    Fuzz.hold(input.bytes(), WebFuzzTest::checkSignature);
  }

  @Test
  void any_signature_body_is_understood_or_refused() {
    Fuzz.search("signature-bodies", 10_000, WebFuzzTest::checkSignature);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void a_kept_list_query_is_understood_or_refused(Kept input) throws Exception {
    Fuzz.hold(input.bytes(), WebFuzzTest::checkList);
  }

  @Test
  void any_list_query_is_understood_or_refused() {
    Fuzz.search("list-queries", 10_000, WebFuzzTest::checkList);
  }

  /// Whatever the characters: what is written as it should be is read as it was.
  @Test
  void a_finish_query_that_is_encoded_is_read_as_it_was() {
    var seed = Long.getLong("grantflow.fuzz.seed", new Random().nextLong());
    var random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      var hash = characters(random, 1 + random.nextInt(128));
      var reference = characters(random, 1 + random.nextInt(1024));

      assertThat(
              FinishQuery.read(
                  "interact_ref="
                      + encoded(reference)
                      + "&x="
                      + encoded(hash)
                      + "&hash="
                      + encoded(hash)))
          .as("round %d of seed %d", i, seed)
          .isEqualTo(new FinishQuery.Understood(new Arrival.Completed(hash, Secret.of(reference))));
    }
  }

  private static void checkQuery(byte[] input) {
    switch (FinishQuery.read(new String(input, UTF_8))) {
      case FinishQuery.Understood(Arrival.WithoutHash(var result)) ->
          assertThat(FinishQuery.RESULTS).contains(result);
      case FinishQuery.Understood(var arrival) ->
          assertThat(arrival.toString()).endsWith("interactRef=[secret]]");
      case FinishQuery.Flawed(var detail) ->
          assertThat(detail).startsWith("The parameter ").hasSizeLessThan(100);
    }
  }

  private void checkPush(byte[] input) {
    switch (pushed.read(new String(input, UTF_8))) {
      case PushBody.Understood(var arrival) ->
          assertThat(arrival.toString()).endsWith("interactRef=[secret]]");
      case PushBody.Flawed(var detail) -> assertThat(detail).startsWith("The ").hasSizeLessThan(80);
    }
  }

  private static void checkSignature(byte[] input) {
    switch (SignatureBody.read(input)) {
      case SignatureBody.Understood(var request) -> assertThat(request.method()).isUpperCase();
      case SignatureBody.Flawed(var problem) -> holdProblems(problem.problems());
    }
  }

  /// Decoded as the HTTP server does.
  private static void checkList(byte[] input) {
    var parameters = new HashMap<CharSequence, List<String>>();
    for (var pair : new String(input, UTF_8).split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters
          .computeIfAbsent(parts[0], _ -> new ArrayList<>())
          .add(parts.length < 2 ? "" : parts[1]);
    }
    var given = new SimpleHttpParameters(parameters, ConversionService.SHARED);
    switch (ListQuery.read(given)) {
      case ListQuery.Understood(var query) ->
          assertThat(query.max()).isBetween(1, ListQuery.LIMIT_MAX);
      case ListQuery.Flawed(var problems) -> holdProblems(problems);
    }
  }

  /// Names are the caller's own; values are not repeated.
  private static void holdProblems(List<Problem> problems) {
    assertThat(problems).isNotEmpty();
    for (var problem : problems) {
      assertThat(problem.message()).hasSizeLessThan(200).doesNotContain("s3cret");
      assertThat(problem.field())
          .hasSizeLessThanOrEqualTo(64)
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    }
  }

  private static String characters(Random random, int count) {
    return random
        .ints(count, 1, 0xD7FF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
