package dev.grantflow.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.mysql.encryption.Keyset;
import dev.grantflow.mysql.encryption.Place;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Messages to rows and back. All that a message holds is encrypted: events bring tokens, and a
/// refused record may hold anything anywhere.
@Singleton
final class OutboxRowMapping {

  private final ColumnJson json;
  private final Keyring keyring;

  OutboxRowMapping(ColumnJson json, Keyring keyring) {
    this.json = json;
    this.keyring = keyring;
  }

  /// The row's number is not known yet, so what binds the ciphertexts to the row is an id of its
  /// own.
  OutboxRow toRow(OutboxMessage message, Instant at) {
    var kind = message.kind().name();
    var id = UUID.randomUUID().toString();
    var headers = message.headers().stream().map(StoredHeader::of).toArray(StoredHeader[]::new);
    var plain = new Content(message.key(), message.value(), json.write(headers).getBytes(UTF_8));
    var keyset = keyring.current();
    var sealed = plain.sealed(keyset, kind, id);
    return new OutboxRow(
        null, kind, id, sealed.key(), sealed.value(), sealed.headers(), at, keyset.primary());
  }

  OutboxMessage toMessage(OutboxRow row) {
    var plain = content(row).opened(keyring.current(), row);
    var headers = json.read(new String(plain.headers(), UTF_8), StoredHeader[].class);
    return new OutboxMessage(
        OutboxMessage.Kind.valueOf(row.kind()),
        plain.key(),
        plain.value(),
        List.of(headers).stream()
            .map(header -> new Header(header.name(), header.value()))
            .toList());
  }

  /// The same row under the primary key.
  OutboxRow renewed(OutboxRow row) {
    var keyset = keyring.current();
    var sealed = content(row).opened(keyset, row).sealed(keyset, row.kind(), row.messageId());
    return new OutboxRow(
        row.number(),
        row.kind(),
        row.messageId(),
        sealed.key(),
        sealed.value(),
        sealed.headers(),
        row.createdAt(),
        keyset.primary());
  }

  private static Content content(OutboxRow row) {
    return new Content(row.recordKey(), row.value(), row.headers());
  }

  /// A message's bytes, all of them encrypted or none.
  private record Content(byte @Nullable [] key, byte @Nullable [] value, byte[] headers) {

    Content sealed(Keyset keyset, String kind, String id) {
      return new Content(
          key == null ? null : keyset.encrypt(key, place("record_key", kind, id)),
          value == null ? null : keyset.encrypt(value, place("value", kind, id)),
          keyset.encrypt(headers, place("headers", kind, id)));
    }

    /// @param row that they stand in
    Content opened(Keyset keyset, OutboxRow row) {
      var kind = row.kind();
      var id = row.messageId();
      var named = row.secretsKey();
      return new Content(
          key == null ? null : keyset.decrypt(key, named, place("record_key", kind, id)),
          value == null ? null : keyset.decrypt(value, named, place("value", kind, id)),
          keyset.decrypt(headers, named, place("headers", kind, id)));
    }

    /// A message is the same in both tables, so that it can be put aside and back.
    private static Place place(String column, String kind, String id) {
      return new Place("outbox", column, kind + " " + id);
    }
  }

  @Serdeable
  record StoredHeader(String name, byte @Nullable [] value) {

    static StoredHeader of(Header header) {
      return new StoredHeader(header.name(), header.value());
    }
  }
}
