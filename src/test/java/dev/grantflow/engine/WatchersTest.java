package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchersTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final GrantId OTHER = new GrantId("order-2");

  private final Watchers watchers = new Watchers();

  @Test
  void a_change_wakes_whoever_watches_the_grant() throws InterruptedException {
    try (var watch = watchers.watch(Scene.ID)) {
      watchers.changed(OTHER);
      watchers.changed(Scene.ID);

      watch.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void a_change_wakes_all_that_watch_the_grant() throws InterruptedException {
    try (var first = watchers.watch(Scene.ID);
        var second = watchers.watch(Scene.ID)) {
      watchers.changed(Scene.ID);

      first.await(FOR_EVER);
      second.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void closed_watches_leave_nothing_behind() {
    var first = watchers.watch(Scene.ID);
    var second = watchers.watch(Scene.ID);
    var other = watchers.watch(OTHER);

    first.close();
    other.close();
    assertThat(watchers.isEmpty()).as("one still watches").isFalse();
    second.close();

    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void one_who_still_watches_is_woken_after_another_has_left() throws InterruptedException {
    var first = watchers.watch(Scene.ID);
    try (var second = watchers.watch(Scene.ID)) {
      first.close();

      watchers.changed(Scene.ID);

      second.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void a_change_that_nobody_watches_leaves_nothing_behind() {
    watchers.changed(Scene.ID);

    assertThat(watchers.isEmpty()).isTrue();
  }
}
