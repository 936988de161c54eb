package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.engine.RejectedCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A refused record as it came, with `dlq-*` headers after its own.
///
/// A record too large to be written once more with headers beside it would stop the relay for ever.
/// Of such a one the value stays away, then the headers, then the key, and `dlq-omitted` says so.
/// The record itself stays readable where `dlq-topic`, `dlq-partition` and `dlq-offset` point to,
/// for as long as that topic keeps it.
final class DeadLetter {

  private static final int REASON_CHARACTERS_MAX = 512;

  /// Two lengths of up to five bytes each stand before a header's name and value.
  private static final int HEADER_FRAME_BYTES = 10;

  private DeadLetter() {}

  static OutboxMessage of(RejectedCommand rejected, Instant at, int bytesMax) {
    var received = rejected.received();
    var event = rejected.event();
    var reason =
        event.problems().stream()
            .map(problem -> problem.field() + ": " + problem.message())
            .collect(Collectors.joining(" "));
    var keySize = size(received.key());
    var headersSize = received.headers().stream().mapToInt(DeadLetter::size).sum();
    var hasKey = keySize <= bytesMax;
    var hasHeaders = keySize + headersSize <= bytesMax;
    var hasValue = keySize + headersSize + size(received.value()) <= bytesMax;
    var headers = new ArrayList<>(hasHeaders ? received.headers() : List.of());
    headers.add(header("dlq-reason", Texts.cut(reason, REASON_CHARACTERS_MAX)));
    headers.add(
        new Header(
            "dlq-problems",
            DataJson.MAPPER.writeValueAsBytes(EventContent.problems(event.problems()))));
    headers.add(header("dlq-topic", event.source().topic()));
    headers.add(header("dlq-partition", Integer.toString(event.source().partition())));
    headers.add(header("dlq-offset", Long.toString(event.source().offset())));
    headers.add(header("dlq-time", at.toString()));
    if (!hasValue) {
      headers.add(header("dlq-omitted", hasHeaders ? "value" : hasKey ? "headers, value" : "all"));
    }
    return new OutboxMessage(
        Kind.DEAD_LETTER,
        hasKey ? received.key() : null,
        hasValue ? received.value() : null,
        headers);
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static int size(Header header) {
    return HEADER_FRAME_BYTES + size(header.name().getBytes(UTF_8)) + size(header.value());
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
