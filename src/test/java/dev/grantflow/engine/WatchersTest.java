package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchersTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final GrantId OTHER = new GrantId("order-2");
  private static final Grant CHANGED = Scene.grant(Scene.approved());
  private static final Grant ANOTHER = Scene.grant(Scene.request(OTHER.value()), Scene.approved());

  private final Watchers watchers = new Watchers();

  @Test
  void a_change_wakes_whoever_watches_the_grant() throws InterruptedException {
    try (var watch = watchers.watch(Scene.ID)) {
      watchers.changed(ANOTHER);
      watchers.changed(CHANGED);

      watch.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void a_change_wakes_all_that_watch_the_grant() throws InterruptedException {
    try (var first = watchers.watch(Scene.ID);
        var second = watchers.watch(Scene.ID)) {
      watchers.changed(CHANGED);

      first.await(FOR_EVER);
      second.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void who_watches_is_shown_the_latest_change_once() {
    try (var watch = watchers.watch(Scene.ID)) {
      assertThat(watch.news()).isEmpty();

      watchers.changed(CHANGED.atVersion(3));
      watchers.changed(CHANGED.atVersion(2));

      assertThat(watch.news()).contains(CHANGED.atVersion(3));
      assertThat(watch.news()).isEmpty();
    }
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

      watchers.changed(CHANGED);

      second.await(FOR_EVER);
    }
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void a_change_that_nobody_watches_leaves_nothing_behind() {
    watchers.changed(CHANGED);

    assertThat(watchers.isEmpty()).isTrue();
  }
}
