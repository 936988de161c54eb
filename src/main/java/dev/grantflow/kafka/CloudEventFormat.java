package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.engine.EventFormat;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.engine.TokenDeliveries;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Events as CloudEvents 1.0 in the binary mode of the Kafka protocol binding. An `id` says of
/// which committed fact an event tells, so that a repetition has the same one: grant and version,
/// or the place of the refused record. Thread-safe.
@Singleton
final class CloudEventFormat implements EventFormat {

  private static final int KEY_BYTES_MAX = 1024;

  private final KafkaSettings settings;
  private final TokenDeliveries deliveries;

  CloudEventFormat(KafkaSettings settings, TokenDeliveries deliveries) {
    this.settings = settings;
    this.deliveries = deliveries;
  }

  @Override
  public OutboxMessage event(Grant grant, GrantEvent.OfGrant event, Instant at) {
    var id = grant.id().value();
    var builder = builder(id(grant), event, at, grant.traceparent()).withSubject(id);
    var content = EventContent.of(grant, event, at, deliveries.of(grant.client()));
    return message(id.getBytes(UTF_8), builder, content);
  }

  @Override
  public OutboxMessage rejection(RejectedCommand rejected, Instant at) {
    var event = rejected.event();
    var received = rejected.received();
    var source = event.source();
    var id = "%s:%d:%d".formatted(source.topic(), source.partition(), source.offset());
    var builder = builder(id, event, at, received.traceparent());
    var grantId = event.grantId();
    var content = EventContent.of(rejected);
    return grantId == null
        ? message(ownKey(received.key()), builder, content)
        : message(grantId.getBytes(UTF_8), builder.withSubject(grantId), content);
  }

  @Override
  public OutboxMessage deadLetter(RejectedCommand rejected, Instant at) {
    return DeadLetter.of(rejected, at, settings.deadLetterBytesMax());
  }

  /// The `id` of the event that tells of the grant's last change.
  static String id(Grant grant) {
    return grant.id().value() + ":" + grant.version();
  }

  /// A key of any size must not make an event too large to be published.
  private static byte @Nullable [] ownKey(byte @Nullable [] key) {
    return key != null && key.length > KEY_BYTES_MAX ? null : key;
  }

  private CloudEventBuilder builder(
      String id, GrantEvent event, Instant at, @Nullable String traceparent) {
    var builder =
        CloudEventBuilder.v1()
            .withId(id)
            .withSource(settings.source())
            .withType(event.getClass().getSimpleName())
            .withTime(at.atOffset(ZoneOffset.UTC));
    return traceparent == null ? builder : builder.withExtension("traceparent", traceparent);
  }

  private OutboxMessage message(byte @Nullable [] key, CloudEventBuilder builder, byte[] content) {
    var event = builder.withData("application/json", content).build();
    var record = KafkaMessageFactory.createWriter(settings.eventsTopic(), key).writeBinary(event);
    return new OutboxMessage(Kind.EVENT, key, content, headers(record.headers()));
  }

  private static List<Header> headers(Headers headers) {
    return Arrays.stream(headers.toArray())
        .map(header -> new Header(header.key(), header.value()))
        .toList();
  }
}
