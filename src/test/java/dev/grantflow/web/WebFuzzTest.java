package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.FinishCallbacks.Arrival;
import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.Secret;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.simple.SimpleHttpParameters;
import io.micronaut.json.JsonMapper;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// What browsers, servers and services send over HTTP is understood, or refused in a sentence of
/// ours that repeats nothing of it.
@Timeout(120)
class WebFuzzTest {

  private final PushBody pushed = new PushBody(JsonMapper.createDefault());

  @TestFactory
  Stream<DynamicTest> any_finish_query_is_understood_or_refused() {
    return Fuzz.tests("finish-queries", 15_000, WebFuzzTest::checkQuery);
  }

  @TestFactory
  Stream<DynamicTest> any_push_is_understood_or_refused() {
    return Fuzz.tests("push-bodies", 10_000, this::checkPush);
  }

  @TestFactory
  Stream<DynamicTest> any_signature_body_is_understood_or_refused() {
    return Fuzz.tests("signature-bodies", 10_000, WebFuzzTest::checkSignature);
  }

  @TestFactory
  Stream<DynamicTest> any_list_query_is_understood_or_refused() {
    return Fuzz.tests("list-queries", 10_000, WebFuzzTest::checkList);
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
    switch (ListQuery.read(given, Instant.EPOCH)) {
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
