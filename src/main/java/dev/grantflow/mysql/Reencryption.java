package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import dev.grantflow.mysql.encryption.DamagedSecretException;
import dev.grantflow.mysql.encryption.Keyset;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/// Brings what stands under an older key under the primary one, in transactions of one batch each.
/// Messages of the outbox are left alone: they are gone once they are published.
@Singleton
class Reencryption {

  /// A refused record is kept whole, and each of a batch is in memory more than once.
  private static final int MESSAGES_MAX = 10;

  private final ReencryptionRows rows;
  private final OutboxRowMapping messages;
  private final Keyring keyring;

  Reencryption(ReencryptionRows rows, OutboxRowMapping messages, Keyring keyring) {
    this.rows = rows;
    this.messages = messages;
    this.keyring = keyring;
  }

  /// @param after the last row of the batch before, or 0
  @Transactional
  Batch grants(long key, long after, int max) {
    var keyset = keyring.current();
    var locked = rows.lockGrants(key, after, max);
    var damaged = new ArrayList<String>();
    for (var grant : locked) {
      try {
        var place = GrantRowMapping.place(grant.grantId());
        var sealed = keyset.encrypt(keyset.decrypt(grant.secrets(), key, place), place);
        rows.update(grant.number(), sealed, Keyset.keyOf(sealed));
      } catch (DamagedSecretException _) {
        damaged.add("grant " + grant.grantId());
      }
    }
    return Batch.of(locked.stream().map(SealedGrant::number).toList(), damaged, max);
  }

  /// Few at a time, whatever is wanted: messages are long.
  ///
  /// @param after the last row of the batch before, or 0
  @Transactional
  Batch messages(long key, long after, int wanted) {
    var max = Math.min(wanted, MESSAGES_MAX);
    var locked = rows.lockSetAside(key, after, max);
    var damaged = new ArrayList<String>();
    for (var row : locked) {
      try {
        var renewed = messages.renewed(row);
        rows.updateSetAside(
            number(row),
            renewed.recordKey(),
            renewed.value(),
            renewed.headers(),
            renewed.secretsKey());
      } catch (DamagedSecretException _) {
        damaged.add("message %d of outbox_set_aside".formatted(number(row)));
      }
    }
    return Batch.of(locked.stream().map(Reencryption::number).toList(), damaged, max);
  }

  private static long number(OutboxRow row) {
    return requireNonNull(row.number(), "number");
  }

  /// @param rows how many were looked at
  /// @param last the number of the last of them
  /// @param damaged those that do not decrypt, which are left as they are
  /// @param isFull false when no more are left that nobody else has locked
  record Batch(int rows, long last, List<String> damaged, boolean isFull) {

    private static Batch of(List<Long> numbers, List<String> damaged, int max) {
      return new Batch(
          numbers.size(),
          numbers.isEmpty() ? 0 : numbers.getLast(),
          List.copyOf(damaged),
          numbers.size() == max);
    }
  }
}
