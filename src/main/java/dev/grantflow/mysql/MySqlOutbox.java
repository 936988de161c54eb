package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.mysql.encryption.DamagedSecretException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables `outbox`, `outbox_relay` and `outbox_set_aside`.
@Singleton
class MySqlOutbox implements Outbox {

  private static final Logger LOG = LoggerFactory.getLogger(MySqlOutbox.class);
  private static final int COUNTED_MAX = 1_000;
  private static final int ERROR_CHARACTERS_MAX = 512;
  private static final String DAMAGED = "it was damaged in the database and does not decrypt";
  private static final Settled NOTHING = new Settled(0, Map.of());

  private final OutboxRows rows;
  private final OutboxRowMapping mapping;

  MySqlOutbox(OutboxRows rows, OutboxRowMapping mapping) {
    this.rows = rows;
    this.mapping = mapping;
  }

  /// A message that was damaged in the database can never be published and is set aside. One whose
  /// key this replica lacks makes the turn fail: it waits for a replica that has the key.
  @Override
  @Transactional
  public Turn drain(int max, Function<List<OutboxMessage>, Settled> publish) {
    if (rows.lockRelay().isEmpty()) {
      return new Turn.Elsewhere();
    }
    var oldest = rows.oldest(max);
    if (oldest.isEmpty()) {
      return new Turn.Ours(0);
    }
    var readable = new ArrayList<OutboxRow>();
    var damaged = new ArrayList<OutboxRow>();
    var messages = new ArrayList<OutboxMessage>();
    for (var row : oldest) {
      try {
        messages.add(mapping.toMessage(row));
        readable.add(row);
      } catch (DamagedSecretException _) {
        damaged.add(row);
      }
    }
    var settled = messages.isEmpty() ? NOTHING : publish.apply(messages);
    settled
        .unpublishable()
        .forEach((place, error) -> rows.putAside(number(readable.get(place)), cut(error)));
    damaged.forEach(MySqlOutbox::tell);
    damaged.forEach(row -> rows.putAside(number(row), DAMAGED));
    var gone =
        Stream.concat(damaged.stream(), readable.stream().limit(settled.count()))
            .map(MySqlOutbox::number)
            .toList();
    if (!gone.isEmpty()) {
      rows.deleteByNumberIn(Padded.of(gone));
    }
    return new Turn.Ours(gone.size());
  }

  /// Numbers have gaps where transactions failed, hence an estimate above what can be counted.
  @Override
  @Transactional(readOnly = true)
  public Backlog backlog() {
    var counted = rows.countUpTo(COUNTED_MAX);
    var estimated =
        counted < COUNTED_MAX
            ? counted
            : Math.max(counted, rows.lastNumber().orElse(0L) - rows.firstNumber().orElse(0L) + 1);
    return new Backlog(estimated, rows.oldestCreatedAt().orElse(null), rows.countSetAside());
  }

  private static long number(OutboxRow row) {
    return requireNonNull(row.number(), "number");
  }

  private static String cut(String error) {
    return error.substring(0, Math.min(error.length(), ERROR_CHARACTERS_MAX));
  }

  private static void tell(OutboxRow row) {
    LOG.error(
        "message {} of the outbox was damaged in the database and is set aside", row.number());
  }
}
