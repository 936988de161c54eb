package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.CommandContent;
import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Problem;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Makes of any record whatever a command, or the list of what is wrong with it. Never throws on
/// account of a record. Thread-safe.
@Singleton
final class CommandReader {

  private final int bytesMax;

  CommandReader(KafkaSettings settings) {
    this.bytesMax = settings.commandBytesMax();
  }

  ReceivedCommand read(ConsumerRecord<byte[], byte[]> record) {
    var problems = new Problems();
    var decoded = decode(record, problems);
    var command = command(decoded, problems);
    checkNames(record, decoded, problems);
    return received(
        record,
        decoded.traceparent(),
        command != null && problems.isEmpty()
            ? new Reading.Valid(command)
            : new Reading.Invalid(grantId(decoded), problems.list()));
  }

  /// For a record that makes the service fail. Its value is not looked into again.
  ReceivedCommand internalError(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    var name = key == null ? null : new String(key, UTF_8);
    var problem =
        new Problem(
            "record",
            "internal_error: the service failed at this command each time it tried. Send it again"
                + " from the dead letters once the service is mended.");
    return received(
        record,
        null,
        new Reading.Invalid(name != null && GrantId.isValid(name) ? name : null, List.of(problem)));
  }

  private static ReceivedCommand received(
      ConsumerRecord<byte[], byte[]> record, @Nullable String traceparent, Reading reading) {
    return new ReceivedCommand(
        new Source(record.topic(), record.partition(), record.offset()),
        record.key(),
        record.value(),
        Arrays.stream(record.headers().toArray())
            .map(header -> new Header(header.key(), header.value()))
            .toList(),
        traceparent,
        reading);
  }

  private Decoded decode(ConsumerRecord<byte[], byte[]> record, Problems problems) {
    byte @Nullable [] value = record.value();
    if (value == null || value.length == 0) {
      problems.add("record.value", "The record is empty. Send a CloudEvent.");
    } else if (value.length > bytesMax) {
      problems.add(
          "record.value",
          "%d bytes are too many. Send at most %d.".formatted(value.length, bytesMax));
    } else {
      return CloudEventReader.read(record, value, problems);
    }
    return new Decoded(null, null, Traceparent.of(record.headers()), null);
  }

  private @Nullable GrantCommand command(Decoded decoded, Problems problems) {
    var type = decoded.type();
    var data = decoded.data();
    if (type == null) {
      return null;
    }
    if (!CommandContent.types().contains(type)) {
      problems.add(
          "ce_type",
          "%s is not a command. Send %s."
              .formatted(Texts.quoted(type), String.join(" or ", CommandContent.types())));
      return null;
    }
    return data == null ? null : CommandContent.read(type, data, problems);
  }

  /// The key decides the partition, and with it the order of one grant's commands: it may be
  /// missing, but not be another's.
  private static void checkNames(
      ConsumerRecord<byte[], byte[]> record, Decoded decoded, Problems problems) {
    var grantId = decoded.data() == null ? null : CommandContent.grantId(decoded.data());
    if (grantId == null) {
      return;
    }
    if (record.key() != null && !Arrays.equals(record.key(), grantId.getBytes(UTF_8))) {
      problems.add(
          "record.key",
          "The record's key is not the grantId %s. Send each record under its grantId as key, which"
                  .formatted(Texts.quoted(grantId))
              + " keeps a grant's commands in order, or without a key.");
    }
    if (decoded.subject() != null && !decoded.subject().equals(grantId)) {
      problems.add(
          "ce_subject",
          "%s is not the grantId %s. Make them equal or leave the subject out."
              .formatted(Texts.quoted(decoded.subject()), Texts.quoted(grantId)));
    }
  }

  /// As far as it could be read: of the data, else of the attribute that equals it.
  private static @Nullable String grantId(Decoded decoded) {
    var ofData = decoded.data() == null ? null : CommandContent.grantId(decoded.data());
    var subject = decoded.subject();
    if (ofData == null && subject != null && GrantId.isValid(subject)) {
      return subject;
    }
    return ofData;
  }
}
