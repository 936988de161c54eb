package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import dev.grantflow.wallet.WalletAddresses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.TaskExecutors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionThreadTest {

  private static final int MORE_THAN_THERE_ARE = 256;

  @Test
  void rounds_need_none_of_the_threads_that_all_others_share(@TempDir Path folder)
      throws Exception {
    var rounds = new CountedRounds();
    var end = new CountDownLatch(1);
    try (var context = start(folder, rounds)) {
      var shared =
          context.getBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.SCHEDULED));
      for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
        shared.execute(() -> await(end));
      }
      // One may be under way.
      rounds.left = new CountDownLatch(3);

      assertThat(rounds.left.await(60, TimeUnit.SECONDS)).as("rounds take place").isTrue();
    } finally {
      end.countDown();
    }
  }

  private static ApplicationContext start(Path folder, Retention retention) {
    var properties =
        Map.<String, Object>of(
            "grantflow.public-uri", "https://grants.example", "grantflow.retention.interval", "1s");
    return PartialContexts.of(properties, "dev.grantflow.engine", "dev.grantflow.egress")
        .enableDefaultPropertySources(false)
        .singletons(
            new MemoryGrantStore(),
            retention,
            new SimpleMeterRegistry(),
            Scene.OUTAGES,
            new RecordingGnapClient(),
            new FixedWallets(new WalletAddresses.Discovery.Found(Scene.ENDPOINT)),
            Scene.shop(folder))
        .start();
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class CountedRounds implements Retention {

    private volatile CountDownLatch left = new CountDownLatch(0);

    @Override
    public Batch purgeGrants(Instant endedBefore, int max) {
      left.countDown();
      return Batch.of(0, max);
    }

    @Override
    public Batch purgeEarlyRevocations(Instant rememberedBefore, int max) {
      return Batch.of(0, max);
    }

    @Override
    public Batch purgeTokenReads(Instant readBefore, int max) {
      return Batch.of(0, max);
    }
  }
}
