package dev.grantflow.mysql;

import dev.grantflow.mysql.encryption.EncryptionSettings;
import dev.grantflow.mysql.encryption.InvalidKeysetException;
import dev.grantflow.mysql.encryption.Keyset;
import dev.grantflow.mysql.encryption.KeysetFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keyset that is in use. It fits the database: one that does not stops the start and is not
/// taken later. The gauge `grantflow.encryption.keyset.faulty` is 1 while the one on disk is not
/// the one in use, and while that lacks a key under which others encrypt. Thread-safe.
@Singleton
final class Keyring {

  private static final Logger LOG = LoggerFactory.getLogger(Keyring.class);

  private final KeysetFile file;
  private final KeyUse use;
  private volatile @Nullable Keyset current;
  private volatile boolean isFaulty;
  private volatile SortedSet<Long> missing = new TreeSet<>();
  private @Nullable String lastFault;

  Keyring(KeysetFile file, KeyUse use, MeterRegistry meters) {
    this.file = file;
    this.use = use;
    Gauge.builder(
            "grantflow.encryption.keyset.faulty", () -> isFaulty || !missing.isEmpty() ? 1 : 0)
        .register(meters);
  }

  /// To be asked for once where several things are to be encrypted under one key.
  Keyset current() {
    var keyset = current;
    if (keyset == null) {
      throw new IllegalStateException("the keyset was not yet held against the database");
    }
    return keyset;
  }

  /// Takes the keyset that was there at the start.
  ///
  /// @throws InvalidKeysetException where it does not fit the database
  void begin() {
    take(file.first());
  }

  /// Takes the file's keyset where that has changed and fits. A fault is logged once, and the
  /// keyset that was in use stays. Then looks whether others encrypt under a key that it lacks.
  @Scheduled(
      initialDelay = "${grantflow.encryption.reload:" + EncryptionSettings.RELOAD + "}",
      fixedDelay = "${grantflow.encryption.reload:" + EncryptionSettings.RELOAD + "}")
  synchronized void reload() {
    try {
      var read = file.read();
      if (!read.isSameAs(current())) {
        take(read);
      }
      lastFault = null;
      isFaulty = false;
    } catch (InvalidKeysetException invalid) {
      isFaulty = true;
      var fault = invalid.getMessage();
      if (!Objects.equals(fault, lastFault)) {
        lastFault = fault;
        LOG.error("the keyset in use is kept, for the new one is of no use: {}", fault);
      }
    } catch (RuntimeException away) {
      isFaulty = true;
      LOG.warn("a changed keyset could not be held against the database; it is tried again", away);
    }
    look(current());
  }

  /// A database that is away says nothing of keys, and others tell of it.
  private void look(Keyset keyset) {
    SortedSet<Long> lacked;
    try {
      lacked = use.missing(keyset);
    } catch (RuntimeException away) {
      LOG.debug("whether a key is missing could not be seen; it is tried again", away);
      return;
    }
    if (!lacked.equals(missing) && !lacked.isEmpty()) {
      LOG.error(
          "the keyset in use lacks {}, under which other replicas encrypt, and what they write"
              + " waits: bring them all the same file",
          lacked);
    }
    missing = lacked;
  }

  private void take(Keyset keyset) {
    use.check(keyset);
    current = keyset;
    LOG.info(
        "secrets are encrypted under key {}, and decrypted under any of {}",
        keyset.primary(),
        keyset.keys());
  }
}
