package dev.grantflow.mysql;

import static java.util.Objects.requireNonNull;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tables `outbox`, `outbox_relay` and `outbox_set_aside`.
@Singleton
class MySqlOutbox implements Outbox {

  private static final int COUNTED_MAX = 1_000;
  private static final int ERROR_CHARACTERS_MAX = 512;

  private final OutboxRows rows;
  private final ColumnJson json;

  MySqlOutbox(OutboxRows rows, ColumnJson json) {
    this.rows = rows;
    this.json = json;
  }

  /// Takes part in the transaction that changes the state.
  @Transactional(propagation = TransactionDefinition.Propagation.MANDATORY)
  void add(OutboxMessage message, Instant at) {
    var headers = message.headers().stream().map(StoredHeader::of).toList();
    rows.save(
        new OutboxRow(
            null,
            message.kind().name(),
            message.key(),
            message.value(),
            json.write(headers.toArray(StoredHeader[]::new)),
            at));
  }

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
    var settled = publish.apply(oldest.stream().map(this::toMessage).toList());
    settled
        .unpublishable()
        .forEach((place, error) -> rows.putAside(number(oldest.get(place)), cut(error)));
    if (settled.count() > 0) {
      rows.deleteByNumberIn(
          oldest.stream().limit(settled.count()).map(MySqlOutbox::number).toList());
    }
    return new Turn.Ours(settled.count());
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

  private OutboxMessage toMessage(OutboxRow row) {
    var headers = json.read(row.headers(), StoredHeader[].class);
    return new OutboxMessage(
        OutboxMessage.Kind.valueOf(row.kind()),
        row.recordKey(),
        row.value(),
        List.of(headers).stream()
            .map(header -> new Header(header.name(), header.value()))
            .toList());
  }

  @Serdeable
  record StoredHeader(String name, byte @Nullable [] value) {

    static StoredHeader of(Header header) {
      return new StoredHeader(header.name(), header.value());
    }
  }
}
