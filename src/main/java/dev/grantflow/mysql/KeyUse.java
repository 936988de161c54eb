package dev.grantflow.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.mysql.encryption.DamagedSecretException;
import dev.grantflow.mysql.encryption.InvalidKeysetException;
import dev.grantflow.mysql.encryption.Keyset;
import dev.grantflow.mysql.encryption.Place;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which keys the database needs, and whether a keyset has them. Each key that has ever encrypted
/// has encrypted a known sentence first, its sentinel, so that another key under the same id is
/// told from it.
@Singleton
class KeyUse {

  /// What rows have that were there before there was encryption. No key has this id. The sentinel
  /// of this id is none: whoever writes it has the database's keys to itself until its transaction
  /// ends.
  private static final long NONE = 0;

  private static final byte[] SENTENCE = "Grantflow encrypts by this key.".getBytes(UTF_8);

  private static final Logger LOG = LoggerFactory.getLogger(KeyUse.class);
  private static final int NAMED_MAX = 10;

  private final KeyRows rows;

  KeyUse(KeyRows rows) {
    this.rows = rows;
  }

  /// Takes note of the primary key where the keyset fits this database. One replica at a time: of
  /// two that find an empty database, the second finds the key of the first.
  ///
  /// @throws InvalidKeysetException where it does not; then nothing was noted
  @Transactional
  void check(Keyset keyset) {
    rows.remember(NONE, new byte[0]);
    var used = used();
    if (used.contains(NONE) && rows.isInClear(NONE)) {
      throw new InvalidKeysetException(
          "the database holds secrets from before there was encryption, which cannot be read any"
              + " more: begin with an empty schema");
    }
    checkSentinels(keyset);
    used.removeAll(keyset.keys());
    var missing = confirmed(used);
    if (!missing.isEmpty()) {
      throw new InvalidKeysetException(
          "the keyset lacks %s, under which the database still holds secrets: put back what was removed"
              .formatted(missing));
    }
    used.forEach(this::tellDamaged);
    var primary = keyset.primary();
    rows.remember(primary, keyset.encrypt(SENTENCE, place(primary)));
  }

  private void checkSentinels(Keyset keyset) {
    var known = new TreeSet<Long>();
    for (var row : rows.findBySecretsKeyGreaterThan(NONE)) {
      var key = row.secretsKey();
      known.add(key);
      if (keyset.keys().contains(key) && !isRight(keyset, row)) {
        throw new InvalidKeysetException(
            "key %d of the keyset is not the key %1$d that this database was encrypted with"
                .formatted(key));
      }
    }
    if (!known.isEmpty() && known.stream().noneMatch(keyset.keys()::contains)) {
      throw new InvalidKeysetException(
          "the keyset holds none of the keys %s that this database was encrypted with: it is"
                  .formatted(known)
              + " another database's, or this replica's alone, and all replicas need the same");
    }
  }

  private static boolean isRight(Keyset keyset, SentinelRow row) {
    try {
      var key = row.secretsKey();
      return Arrays.equals(SENTENCE, keyset.decrypt(row.sentinel(), key, place(key)));
    } catch (DamagedSecretException _) {
      return false;
    }
  }

  private static Place place(long key) {
    return new Place("encryption_keys", "sentinel", Long.toString(key));
  }

  /// The keys that a keyset lacks although something in the database is encrypted under them.
  @Transactional
  SortedSet<Long> missing(Keyset keyset) {
    var used = used();
    used.removeAll(keyset.keys());
    return confirmed(used);
  }

  /// A key that only the column speaks of, and no ciphertext beside it, is damage: to wait for that
  /// key, or to ask for it, would be of no use.
  private SortedSet<Long> confirmed(SortedSet<Long> keys) {
    var confirmed = new TreeSet<>(keys);
    confirmed.removeIf(key -> !rows.isConfirmed(key, Keyset.prefix(key)));
    return confirmed;
  }

  private void tellDamaged(long key) {
    LOG.error(
        "damaged: {} (at most {} of each table are named). Key {} stands beside what they hold, and"
            + " nothing is encrypted under it",
        rows.names(key, NAMED_MAX),
        NAMED_MAX,
        key);
  }

  /// The keys under which something stands in the database.
  @Transactional
  SortedSet<Long> used() {
    var keys = new TreeSet<Long>();
    addAll(keys, rows::nextOfGrants);
    addAll(keys, rows::nextOfOutbox);
    addAll(keys, rows::nextOfSetAside);
    return keys;
  }

  /// How many rows stand under a key; counts no further than `max` in each table.
  @Transactional
  long count(long key, int max) {
    return rows.count(key, max);
  }

  private static void addAll(SortedSet<Long> keys, LongFunction<Optional<Long>> next) {
    for (var key = next.apply(-1); key.isPresent(); key = next.apply(key.get())) {
      keys.add(key.get());
    }
  }
}
