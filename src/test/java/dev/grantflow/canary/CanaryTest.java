package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// Grants of every kind, all of which hold secrets, while everything is logged at TRACE; then every
/// place that the service writes to is searched for them.
@Timeout(240)
class CanaryTest {

  @Test
  void no_secret_is_found_anywhere() throws Exception {
    try (var log = CapturedLog.open();
        var stage = Stage.set()) {
      var scenes = new Scenes(stage);
      play(
          List.of(
              scenes::direct,
              scenes::consented,
              scenes::denied,
              scenes::leftAlone,
              scenes::wider,
              scenes::failing,
              scenes::echoed,
              scenes::misplaced));

      var secrets = stage.secrets().collect(Collectors.toCollection(HashSet::new));
      var places = Places.of(stage, log);

      assertThat(secrets).as("of every kind").hasSizeGreaterThan(60);
      assertThat(kinds(secrets))
          .contains("value", "finish", "nonce", "interact_ref", "user_code", "echo", "private key");
      assertThat(places.sizes())
          .containsKeys(
              "log",
              "/prometheus",
              "/health",
              "HTTP answer",
              "dead letter",
              "event GrantFailed",
              "grant_history.cause",
              "grants.facts",
              "grants.request")
          .doesNotContainValue(0L);
      assertThat(log.text()).contains(" DEBUG ", "command rejected", "from=");
      assertThat(places.hits(secrets)).isEmpty();
      assertThat(log.text() + places.metrics()).doesNotContain(Scenes.SENT, Scenes.GUESSED);
    }
  }

  /// What the first test finds nothing of is there to be found.
  @Test
  void libraries_would_log_tokens_if_they_were_let_to() throws Exception {
    try (var log = CapturedLog.withoutCeilings();
        var stage = Stage.set()) {
      new Scenes(stage).direct();

      var hits = Places.of(stage, log).hits(stage.secrets().collect(Collectors.toSet()));

      assertThat(hits).anyMatch(hit -> hit.startsWith("log has value "));
    }
  }

  @Test
  void a_secret_is_found_whatever_it_is_written_as() {
    var canary = Canary.of("planted", "ab/+\"c-\\0001-xyz");
    var forms =
        Stream.of(
            "Authorization: GNAP ab/+\"c-\\0001-xyz",
            "said \"ab/+\\\"c-\\\\0001-xyz\"",
            "?token=ab%2F%2B%22c-%5C0001-xyz&x",
            "YWIvKyJjLVwwMDAxLXh5eg==",
            "[97, 98, 47, 43, 34, 99, 45, 92, 48, 48, 48, 49, 45, 120, 121, 122]",
            "61622F2B22632D5C303030312D78797A",
            "61:62:2f:2b:22:63:2d:5c:30:30:30:31:2d:78:79:7a",
            base64("x" + "ab/+\"c-\\0001-xyz" + "tail"),
            base64("xy" + "ab/+\"c-\\0001-xyz"),
            base64("{\"t\":\"" + "ab/+\"c-\\0001-xyz" + "\"}").replace('+', '-').replace('/', '_'));

    assertThat(forms).allMatch(canary::isIn);
    assertThat(canary.isIn("ab/+\"c-\\0001-xy")).isFalse();
  }

  @Test
  void a_secret_in_the_log_is_found() {
    try (var log = CapturedLog.open()) {
      var canary = Canary.of("planted", "canary-planted-0009");
      var hiding = new IllegalStateException("token canary-planted-0009");

      LoggerFactory.getLogger(CanaryTest.class).atTrace().setCause(hiding).log("planted");

      assertThat(canary.isIn(log.text())).isTrue();
    }
  }

  private static Set<String> kinds(Set<Canary> secrets) {
    return secrets.stream()
        .map(canary -> canary.toString().replaceFirst(" [^ ]+$", ""))
        .collect(Collectors.toSet());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static void play(List<Runnable> scenes) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<?> scene : scenes.stream().map(threads::submit).toList()) {
        scene.get();
      }
    }
  }
}
