package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.client.Acting;
import dev.grantflow.engine.KeyRefusals.Proof;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantError;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyRefusalsTest {

  private static final ClientName SHOP = new ClientName("shop");
  private static final Answer ISSUED = new Answer.Issued(Scene.ISSUE, null, null);
  private static final Answer GONE = new Answer.Gone();
  private static final Answer REFUSED = refused("invalid_client", "could not find client key", 401);
  private static final Answer BUSY = new Answer.NotNow(GrantError.of("server_busy", "No."), null);

  @TempDir static Path folder;
  @TempDir Path other;

  @SuppressWarnings("NullAway.Init")
  private static Acting acting;

  private final Scene scene = new Scene();
  private final AtomicInteger calls = new AtomicInteger();

  @BeforeAll
  static void configure() {
    acting =
        Scene.shop(folder).find(null).orElseThrow().acting(Scene.ENDPOINT, Scene.NOW).orElseThrow();
  }

  private static Answer refused(String code, String description, int status) {
    return new Answer.Refused(new GrantError(code, description, status));
  }

  private Answer call(Proof proof, Answer answer) {
    return call(Scene.ENDPOINT, proof, answer);
  }

  private Answer call(URI server, Proof proof, Answer answer) {
    return scene.refusals.guard(
        SHOP,
        acting,
        server,
        proof,
        () -> {
          calls.incrementAndGet();
          return answer;
        });
  }

  private boolean isHeldBack(Answer answer) {
    return answer instanceof Answer.NotNow(var error, _) && error.code().equals("key_refused");
  }

  private double failures() {
    return scene.meters.find("grantflow.client.key.failures").counters().stream()
        .mapToDouble(it -> it.count())
        .sum();
  }

  @Test
  void one_refused_grant_request_is_enough() {
    assertThat(call(Proof.REQUEST, REFUSED)).isEqualTo(REFUSED);

    assertThat(isHeldBack(call(Proof.REQUEST, ISSUED))).isTrue();
    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void of_calls_with_a_token_three_in_a_row_are() {
    call(Proof.TOKEN, REFUSED);
    call(Proof.TOKEN, REFUSED);
    assertThat(isHeldBack(call(Proof.TOKEN, REFUSED))).isFalse();

    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isTrue();
  }

  @Test
  void three_that_lie_far_apart_are_not_in_a_row() {
    call(Proof.TOKEN, REFUSED);
    call(Proof.TOKEN, REFUSED);
    scene.time.pass(Duration.ofMinutes(10));

    call(Proof.TOKEN, REFUSED);

    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isFalse();
  }

  static Stream<Answer> fromAServerThatKnewTheKey() {
    return Stream.of(
        GONE,
        new Answer.Denied(GrantError.of("user_denied", "No.")),
        refused("invalid_continuation", "No.", 401),
        ISSUED);
  }

  @ParameterizedTest
  @MethodSource("fromAServerThatKnewTheKey")
  void what_a_server_says_of_something_else_clears_the_key(Answer known) {
    call(Proof.TOKEN, REFUSED);
    call(Proof.TOKEN, REFUSED);
    call(Proof.TOKEN, known);

    call(Proof.TOKEN, REFUSED);

    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("fromAServerThatKnewTheKey")
  void a_try_that_is_answered_with_something_else_ends_the_pause(Answer known) {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());
    assertThat(call(Proof.TOKEN, known)).isEqualTo(known);

    assertThat(
            scene.refusals.guard(
                SHOP, acting, Scene.ENDPOINT, Proof.REQUEST, () -> call(Proof.REQUEST, ISSUED)))
        .isEqualTo(ISSUED);
  }

  @Test
  void what_was_said_here_says_nothing_of_the_key() {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());
    call(Proof.REQUEST, new Answer.Refused(GrantError.of("destination_refused", "No.")));

    assertThat(refusedKeys()).isEqualTo(1);
  }

  @Test
  void calls_with_a_token_hold_no_grant_request_back() {
    IntStream.range(0, 3).forEach(_ -> call(Proof.TOKEN, REFUSED));

    assertThat(call(Proof.REQUEST, ISSUED)).isEqualTo(ISSUED);
    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isFalse();
  }

  @Test
  void a_grant_request_that_is_refused_too_means_the_key() {
    IntStream.range(0, 3).forEach(_ -> call(Proof.TOKEN, REFUSED));

    call(Proof.REQUEST, REFUSED);

    assertThat(isHeldBack(call(Proof.REQUEST, ISSUED))).isTrue();
  }

  @Test
  void calls_with_a_token_that_are_refused_make_no_pause_of_grant_requests_longer() {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());
    call(Proof.TOKEN, REFUSED);
    assertThat(isHeldBack(call(Proof.TOKEN, REFUSED))).isTrue();

    assertThat(call(Proof.REQUEST, ISSUED)).isEqualTo(ISSUED);
  }

  @Test
  void nor_their_own() {
    IntStream.range(0, 3).forEach(_ -> call(Proof.TOKEN, REFUSED));
    for (int round = 0; round < 5; round++) {
      scene.time.pass(Scene.KEYS.refusedPause());
      assertThat(isHeldBack(call(Proof.TOKEN, REFUSED))).isFalse();
    }
  }

  @Test
  void a_host_counts_once_however_many_grant_endpoints_are_named() {
    IntStream.range(0, 5)
        .forEach(i -> call(URI.create("https://auth.example/" + i), Proof.REQUEST, REFUSED));
    call(URI.create("https://other.example/"), Proof.REQUEST, REFUSED);

    assertThat(refusedKeys()).isEqualTo(2);
  }

  @Test
  void a_key_that_signs_no_more_is_not_counted() {
    call(Proof.REQUEST, REFUSED);
    assertThat(refusedKeys()).isEqualTo(1);

    scene.calls(
        new RecordingGnapClient(),
        new FixedWallets(new Discovery.Found(Scene.ENDPOINT)),
        Scene.shop(other));

    assertThat(refusedKeys()).isZero();
  }

  private double refusedKeys() {
    return scene.meters.get("grantflow.client.keys.refused").gauge().value();
  }

  @Test
  void one_that_is_accepted_between_them_clears_the_key() {
    call(Proof.TOKEN, REFUSED);
    call(Proof.TOKEN, REFUSED);
    call(Proof.REQUEST, ISSUED);

    call(Proof.TOKEN, REFUSED);

    assertThat(isHeldBack(call(Proof.TOKEN, GONE))).isFalse();
  }

  @Test
  void a_call_with_a_token_that_is_refused_is_made_again() {
    assertThat(call(Proof.TOKEN, REFUSED))
        .isEqualTo(
            new Answer.NotNow(
                new GrantError("invalid_client", "could not find client key", 401), null));
  }

  @Test
  void a_token_that_may_be_dead_is_no_matter_of_the_key() {
    IntStream.range(0, 5)
        .forEach(_ -> assertThat(call(Proof.TOKEN_IN_DOUBT, REFUSED)).isEqualTo(REFUSED));

    assertThat(isHeldBack(call(Proof.REQUEST, ISSUED))).isFalse();
    assertThat(failures()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_client, invalid access token, 401",
    "invalid_request, No., 400",
    "invalid_continuation, No., 401",
    "invalid_client, No., 500",
  })
  void other_refusals_are_no_matter_of_the_key(String code, String description, int status) {
    var other = refused(code, description, status);

    assertThat(call(Proof.REQUEST, other)).isEqualTo(other);
    assertThat(isHeldBack(call(Proof.REQUEST, ISSUED))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST", "TOKEN"})
  void only_one_call_at_a_time_tries_whether_the_key_is_accepted(Proof proof) {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());

    var meanwhile =
        scene.refusals.guard(
            SHOP, acting, Scene.ENDPOINT, proof, () -> call(Proof.REQUEST, ISSUED));

    assertThat(isHeldBack(meanwhile)).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void a_try_that_says_nothing_of_the_key_is_followed_by_another() {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());
    assertThat(call(Proof.REQUEST, BUSY)).isEqualTo(BUSY);

    assertThat(call(Proof.REQUEST, ISSUED)).isEqualTo(ISSUED);
    assertThat(call(Proof.REQUEST, ISSUED)).isEqualTo(ISSUED);
  }

  @Test
  void a_try_that_met_a_bug_is_followed_by_another() {
    call(Proof.REQUEST, REFUSED);
    scene.time.pass(Scene.KEYS.refusedPause());

    assertThatThrownBy(
            () ->
                scene.refusals.guard(
                    SHOP,
                    acting,
                    Scene.ENDPOINT,
                    Proof.REQUEST,
                    () -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");

    assertThat(call(Proof.REQUEST, ISSUED)).isEqualTo(ISSUED);
  }

  @Test
  void the_pause_grows_up_to_its_limit() {
    call(Proof.REQUEST, REFUSED);
    for (int round = 0; round < 20; round++) {
      scene.time.pass(Scene.KEYS.refusedPauseMax());
      call(Proof.REQUEST, REFUSED);
    }

    assertThat(call(Proof.REQUEST, ISSUED))
        .isInstanceOfSatisfying(
            Answer.NotNow.class,
            held ->
                assertThat(held.retryAfter())
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15)));
  }

  @Test
  void calls_that_were_under_way_cost_no_grant_and_no_longer_pause() {
    call(Proof.REQUEST, REFUSED);

    var underWay = new KeyStanding(Scene.KEYS);
    underWay.refused(true, false, Scene.NOW);
    underWay.refused(true, false, Scene.NOW);
    underWay.refused(true, false, Scene.NOW);

    assertThat(underWay.enter(true, Scene.NOW.plus(Scene.KEYS.refusedPause())))
        .isEqualTo(KeyStanding.Turn.PROBE);
  }

  @Test
  void no_more_than_a_hundred_hosts_are_told_apart() {
    IntStream.range(0, 120)
        .forEach(
            i -> call(URI.create("https://auth-%d.example/".formatted(i)), Proof.REQUEST, REFUSED));

    assertThat(scene.meters.find("grantflow.client.key.failures").counters()).hasSize(101);
    assertThat(
            scene
                .meters
                .get("grantflow.client.key.failures")
                .tags("client", "shop", "server", "other")
                .counter()
                .count())
        .isEqualTo(20);
  }
}
