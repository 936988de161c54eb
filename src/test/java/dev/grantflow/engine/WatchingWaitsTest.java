package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchingWaitsTest {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Watchers watchers = new Watchers();
  private final Versions versions = new Versions();
  private final WatchingWaits waits = new WatchingWaits(versions, watchers, InstantSource.system());

  @Test
  void a_change_that_happened_before_is_not_waited_for() throws Exception {
    versions.present = OptionalLong.of(4);

    assertThat(waits.awaitChange(Scene.ID, 3, FOR_EVER)).isTrue();
  }

  @Test
  void a_grant_that_is_gone_is_not_waited_for() throws Exception {
    versions.present = OptionalLong.empty();

    assertThat(waits.awaitChange(Scene.ID, 3, FOR_EVER)).isTrue();
  }

  @Test
  void the_time_may_run_out() throws Exception {
    versions.present = OptionalLong.of(3);

    assertThat(waits.awaitChange(Scene.ID, 3, Duration.ofMillis(10))).isFalse();
    assertThat(watchers.isEmpty()).isTrue();
  }

  @Test
  void a_change_is_seen_whether_or_not_this_replica_made_it() throws Exception {
    versions.present = OptionalLong.of(3);
    var looked = new CompletableFuture<Void>();
    versions.whenRead = () -> looked.complete(null);

    var waiting = CompletableFuture.supplyAsync(this::await);
    looked.get(10, TimeUnit.SECONDS);
    versions.present = OptionalLong.of(4);

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nobody_waits_for_a_process_that_ends() throws Exception {
    versions.present = OptionalLong.of(3);
    var looked = new CompletableFuture<Void>();
    versions.whenRead = () -> looked.complete(null);

    var waiting =
        CompletableFuture.supplyAsync(
            () -> catchThrowable(() -> waits.awaitChange(Scene.ID, 3, FOR_EVER)));
    looked.get(10, TimeUnit.SECONDS);

    assertThat(waits.close(FOR_EVER)).isTrue();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(watchers.isEmpty()).isTrue();
  }

  private boolean await() {
    try {
      return waits.awaitChange(Scene.ID, 3, FOR_EVER);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Knows versions only.
  private static final class Versions implements GrantRecords {

    volatile OptionalLong present = OptionalLong.empty();
    volatile Runnable whenRead = () -> {};

    @Override
    public OptionalLong version(GrantId id) {
      var read = present;
      whenRead.run();
      return read;
    }

    @Override
    public Optional<Story> find(GrantId id, int historyMax) {
      return Optional.empty();
    }

    @Override
    public Optional<ClientName> client(GrantId id) {
      return Optional.empty();
    }

    @Override
    public List<Entry> historyAfter(GrantId id, long version, int max) {
      return List.of();
    }

    @Override
    public Page list(Query query) {
      return new Page(List.of(), null);
    }
  }
}
