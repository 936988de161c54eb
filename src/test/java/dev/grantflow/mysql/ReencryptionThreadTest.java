package dev.grantflow.mysql;

import static dev.grantflow.mysql.StoredGrants.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.GrantStore;
import dev.grantflow.sandbox.SandboxKeyset;
import dev.grantflow.sandbox.services.LocalServices;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.TaskExecutors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReencryptionThreadTest {

  private static final int MORE_THAN_THERE_ARE = 256;

  @Test
  void rounds_need_none_of_the_threads_that_all_others_share(@TempDir Path folder)
      throws Exception {
    var keysets = Keysets.make(folder.resolve("one"));
    var settings =
        Map.<String, Object>of(
            SandboxKeyset.PROPERTY, keysets.file(), "grantflow.encryption.interval", "1s");
    var end = new CountDownLatch(1);
    try (var context = MySql.start(LocalServices.shared().newDatabase(), settings)) {
      var state = new Secretive("canary").states().getFirst();
      StoredGrants.add(context.getBean(GrantStore.class), StoredGrants.in(state), NOON);
      occupyAll(context, end);

      var next = keysets.add();
      keysets.promote(next);
      context.getBean(Keyring.class).reload();

      var use = context.getBean(KeyUse.class);
      var latest = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (use.used().first() != next || use.used().size() > 1) {
        assertThat(System.nanoTime()).as("nothing is re-encrypted").isLessThan(latest);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    } finally {
      end.countDown();
    }
  }

  private static void occupyAll(ApplicationContext context, CountDownLatch end) {
    var shared = context.getBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.SCHEDULED));
    for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
      shared.execute(
          () -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }
}
