package dev.grantflow.mysql;

import dev.grantflow.engine.Outbox;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The table `outbox`.
@Singleton
class MySqlOutbox implements Outbox {

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
  public int drain(int max, Consumer<List<OutboxMessage>> publish) {
    if (rows.lockRelay().isEmpty()) {
      return 0;
    }
    var oldest = rows.oldest(max);
    if (!oldest.isEmpty()) {
      publish.accept(oldest.stream().map(this::toMessage).toList());
      rows.deleteByNumberIn(oldest.stream().map(OutboxRow::number).toList());
    }
    return oldest.size();
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
