package dev.grantflow.mysql;

import dev.grantflow.mysql.Reencryption.Batch;
import dev.grantflow.mysql.encryption.EncryptionSettings;
import dev.grantflow.mysql.encryption.Keyset;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Re-encrypts what is under older keys, again and again, and tells when nothing is left under one.
/// Any number of replicas may be at it. A new keyset is used only a round after it was first seen,
/// so that all replicas have it then; one that has not yet leaves what is under newer keys alone,
/// or they would undo each other's work. The gauge `grantflow.encryption.rows.old` counts what is
/// left; while the database is away it is not a number. To be used by one thread.
@Context
final class ReencryptionRounds {

  private static final Logger LOG = LoggerFactory.getLogger(ReencryptionRounds.class);
  private static final int COUNT_MAX = 1_000;

  /// Of the rows of one table that do not decrypt, in one round.
  private static final int NAMED_MAX = 10;

  private final Reencryption reencryption;
  private final KeyUse use;
  private final Keyring keyring;
  private final EncryptionSettings settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<Long> toldOf = new HashSet<>();
  private volatile double left = Double.NaN;
  private @Nullable Keyset seen;

  ReencryptionRounds(
      Reencryption reencryption,
      KeyUse use,
      Keyring keyring,
      EncryptionSettings settings,
      MeterRegistry meters) {
    this.reencryption = reencryption;
    this.use = use;
    this.keyring = keyring;
    this.settings = settings;
    Gauge.builder("grantflow.encryption.rows.old", () -> left).register(meters);
  }

  /// A database that is away ends the round; the next one goes on where it ended.
  @Scheduled(
      scheduler = ReencryptionThread.NAME,
      initialDelay = "${grantflow.encryption.interval:" + EncryptionSettings.INTERVAL + "}",
      fixedDelay = "${grantflow.encryption.interval:" + EncryptionSettings.INTERVAL + "}")
  void round() throws InterruptedException {
    var keyset = keyring.current();
    var isNew = keyset != seen;
    seen = keyset;
    try {
      if (isNew) {
        toldOf.clear();
      } else {
        reencrypt(keyset);
      }
      look(keyset);
    } catch (RuntimeException outOfReach) {
      left = Double.NaN;
      LOG.warn("a round of re-encryption failed; the next one goes on", outOfReach);
    }
  }

  @EventListener
  void onShutdown(ShutdownEvent event) {
    closing.countDown();
  }

  private void reencrypt(Keyset keyset) throws InterruptedException {
    for (long key : keyset.older()) {
      batches(key, after -> reencryption.grants(key, after, settings.batchSize()));
      batches(key, after -> reencryption.messages(key, after, settings.batchSize()));
    }
  }

  private void batches(long key, LongFunction<Batch> next) throws InterruptedException {
    var done = 0L;
    var after = 0L;
    var damaged = 0;
    var named = 0;
    Batch batch;
    do {
      batch = next.apply(after);
      after = batch.last();
      done += batch.rows() - batch.damaged().size();
      batch.damaged().stream()
          .limit(NAMED_MAX - named)
          .forEach(
              it ->
                  LOG.error(
                      "{} does not decrypt under key {}, and keeps that key from its removal",
                      it,
                      key));
      damaged += batch.damaged().size();
      named = Math.min(NAMED_MAX, damaged);
    } while (batch.isFull() && !closing.await(settings.pause().toMillis(), TimeUnit.MILLISECONDS));
    if (damaged > named) {
      LOG.error("{} more do not decrypt under key {}", damaged - named, key);
    }
    if (done > 0) {
      LOG.info("{} rows that were under key {} were re-encrypted", done, key);
    }
  }

  private void look(Keyset keyset) {
    var used = use.used();
    left =
        used.stream()
            .filter(key -> key != keyset.primary())
            .mapToLong(key -> use.count(key, COUNT_MAX))
            .sum();
    for (long key : keyset.older()) {
      if (!used.contains(key) && toldOf.add(key)) {
        LOG.info(
            "nothing is encrypted under key {}; once every replica encrypts under key {}, it can be"
                + " removed from the keyset",
            key,
            keyset.primary());
      }
    }
  }
}
