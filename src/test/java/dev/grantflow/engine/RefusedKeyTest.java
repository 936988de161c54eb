package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Requested;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.sandbox.authserver.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The authorization server refuses the key: it was revoked, or is not published yet.
@Timeout(120)
class RefusedKeyTest {

  private static final Duration PAUSE = Scene.KEYS.refusedPause();

  /// By when the last of those that were held back comes again.
  private static final Duration WITH_SPREAD = PAUSE.multipliedBy(3).dividedBy(2);

  private static final Instant SHORTLY_BEFORE = KeyLife.SWITCH.minusSeconds(60);

  @TempDir Path folder;

  private KeyLife life() {
    return new KeyLife(folder, Map.of());
  }

  @Test
  void the_first_request_fails_with_the_servers_word_and_raises_the_alarm() {
    try (var life = life()) {
      life.requestQuote("first");
      life.round();

      assertThat(life.grant("first").state())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.error().code()).isEqualTo("invalid_client"));
      assertThat(life.metric("grantflow.client.key.failures")).isEqualTo(1);
      assertThat(life.scene.meters.get("grantflow.client.keys.refused").gauge().value())
          .isEqualTo(1);
    }
  }

  @Test
  void thousands_of_grants_wait_for_the_key_and_none_more_is_lost() {
    try (var life = life()) {
      life.requestQuote("first");
      life.round();
      IntStream.range(0, 30).forEach(i -> life.requestQuote("quote-" + i));

      life.round();

      assertThat(life.calls(Point.REQUEST)).hasSize(1);
      assertThat(life.grant("quote-7").state())
          .isInstanceOfSatisfying(
              Requested.class,
              waiting -> {
                assertThat(waiting.lastError())
                    .extracting(GrantError::code)
                    .isEqualTo("key_refused");
                assertThat(waiting.dueAt())
                    .isBetween(Scene.NOW.plus(PAUSE), Scene.NOW.plus(WITH_SPREAD));
              });

      life.publish("old");
      life.pass(WITH_SPREAD);
      life.round();

      assertThat(IntStream.range(0, 30).mapToObj(i -> life.status("quote-" + i)))
          .containsOnly(Status.FINALIZED);
      assertThat(life.scene.meters.get("grantflow.client.keys.refused").gauge().value()).isZero();
    }
  }

  @Test
  void as_long_as_it_is_refused_one_call_is_made_after_each_pause_and_the_pauses_grow() {
    try (var life = life()) {
      life.requestQuote("first");
      life.round();
      IntStream.range(0, 5).forEach(i -> life.requestQuote("quote-" + i));

      var made = new int[4];
      for (int pause = 0; pause < made.length; pause++) {
        life.pass(WITH_SPREAD.multipliedBy(1L << pause));
        life.round();
        made[pause] = (int) life.calls(Point.REQUEST).count();
      }

      assertThat(made).containsExactly(2, 3, 4, 5);
      assertThat(IntStream.range(0, 5).mapToObj(i -> life.status("quote-" + i)))
          .containsOnly(Status.REQUESTED);
    }
  }

  @Test
  void what_waits_in_vain_fails_at_its_deadline_and_says_why() {
    try (var life = life()) {
      life.requestQuote("first");
      life.round();
      life.requestQuote("second");
      life.round();

      life.pass(Duration.ofMinutes(15));
      life.round();

      assertThat(life.grant("second").state())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.error().code()).isEqualTo("key_refused");
                assertThat(failed.error().description())
                    .contains("refuses the key old of client shop")
                    .contains("nothing was sent");
              });
    }
  }

  @Test
  void a_consent_that_was_given_is_not_lost_by_a_key_that_is_published_too_late() {
    try (var life = life()) {
      life.publish("old");
      life.passTo(SHORTLY_BEFORE);
      life.requestPayment("pay", "alice");
      life.round();
      life.passTo(KeyLife.SWITCH);
      life.approve("pay");

      life.pass(Duration.ofSeconds(6));
      life.round();
      assertThat(life.grant("pay").state()).isInstanceOf(GrantState.Approved.class);
      life.publish("new");
      life.pass(PAUSE);
      life.round();

      assertThat(life.status("pay")).isEqualTo(Status.FINALIZED);
      assertThat(life.signers(Point.CONTINUE)).containsExactly("new", "new");
    }
  }

  @Test
  void another_key_begins_anew() {
    try (var life = life()) {
      life.publish("new");
      life.requestQuote("first");
      life.round();

      life.passTo(KeyLife.SWITCH);
      life.requestQuote("second");
      life.round();

      assertThat(life.status("first")).isEqualTo(Status.FAILED);
      assertThat(life.status("second")).isEqualTo(Status.FINALIZED);
      assertThat(life.scene.meters.get("grantflow.client.keys.refused").gauge().value()).isZero();
    }
  }

  @Test
  void another_server_is_asked_all_the_same() {
    try (var life = life()) {
      life.requestQuote("first");
      life.round();

      life.publish("old");
      life.requestPayment("elsewhere", "awkward-no-wait");
      life.round();

      assertThat(life.status("elsewhere")).isEqualTo(Status.PENDING);
    }
  }
}
