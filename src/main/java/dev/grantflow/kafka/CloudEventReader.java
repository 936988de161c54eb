package dev.grantflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.contract.TraceContext;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a record as a CloudEvent 1.0, in the binary or the structured mode of the Kafka protocol
/// binding.
final class CloudEventReader {

  private static final List<String> REQUIRED = List.of("id", "source", "type");

  private CloudEventReader() {}

  static Decoded read(ConsumerRecord<byte[], byte[]> record, byte[] value, Problems problems) {
    var traceparent = Traceparent.of(record.headers());
    try {
      var reader = KafkaMessageFactory.createReader(withValue(record.headers()), value);
      if (reader.getEncoding() == Encoding.STRUCTURED) {
        var envelope = DataJson.read("record.value", value, problems);
        if (envelope == null || !areRequiredThere(name -> text(envelope, name), problems)) {
          return new Decoded(null, null, traceparent, null);
        }
      } else if (!areRequiredThere(name -> text(record.headers(), name), problems)) {
        var type = text(record.headers(), "type").orElse(null);
        var subject = text(record.headers(), "subject").orElse(null);
        return new Decoded(type, subject, traceparent, null);
      }
      return decoded(reader.toEvent(), traceparent, problems);
    } catch (CloudEventRWException e) {
      tell(e, problems);
    } catch (EventDeserializationException | IllegalStateException e) {
      problems.add(
          "record.value",
          "This is not a CloudEvent 1.0 in JSON format. Compare it with the schema.");
    }
    return new Decoded(null, null, traceparent, null);
  }

  /// A header may be there without a value, which the library takes for a bug of the caller.
  private static Headers withValue(Headers headers) {
    return new RecordHeaders(
        Arrays.stream(headers.toArray()).filter(header -> header.value() != null).toList());
  }

  private static Decoded decoded(
      CloudEvent event, @Nullable String headerTraceparent, Problems problems) {
    var extension = TraceContext.valid(event.getExtension("traceparent"));
    return new Decoded(
        event.getType(),
        event.getSubject(),
        extension == null ? headerTraceparent : extension,
        data(event, problems));
  }

  private static @Nullable JsonNode data(CloudEvent event, Problems problems) {
    var contentType = event.getDataContentType();
    if (contentType != null && !isJson(contentType)) {
      problems.add(
          "ce_datacontenttype",
          "%s is not understood. Send the data as application/json."
              .formatted(Texts.quoted(contentType)));
      return null;
    }
    var data = event.getData();
    if (data == null || data.toBytes().length == 0) {
      problems.add("data", "The event has no data. Give an object.");
      return null;
    }
    return DataJson.read("data", data.toBytes(), problems);
  }

  private static boolean isJson(String contentType) {
    var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
  }

  private static boolean areRequiredThere(Attributes attributes, Problems problems) {
    var version = attributes.find("specversion");
    if (!version.equals(Optional.of("1.0"))) {
      problems.add("ce_specversion", "This is not a CloudEvent 1.0. Set specversion to 1.0.");
    }
    for (var name : REQUIRED) {
      if (attributes.find(name).filter(it -> !it.isBlank()).isEmpty()) {
        problems.add("ce_" + name, "A CloudEvent needs this attribute. Add it, with some text.");
      }
    }
    return problems.isEmpty();
  }

  private static Optional<String> text(JsonNode envelope, String name) {
    return envelope.path(name).stringValueOpt();
  }

  private static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader("ce_" + name))
        .map(header -> header.value())
        .map(value -> new String(value, UTF_8));
  }

  private static void tell(CloudEventRWException e, Problems problems) {
    switch (e.getKind()) {
      case UNKNOWN_ENCODING ->
          problems.add(
              "record.headers",
              "This is not a CloudEvent. Send one in binary mode (header ce_specversion and its"
                  + " like) or in structured mode (header content-type:"
                  + " application/cloudevents+json).");
      case INVALID_SPEC_VERSION ->
          problems.add("ce_specversion", "This is not a CloudEvent 1.0. Set specversion to 1.0.");
      case INVALID_ATTRIBUTE_NAME,
          INVALID_EXTENSION_NAME,
          INVALID_ATTRIBUTE_TYPE,
          INVALID_ATTRIBUTE_VALUE,
          INVALID_DATA_TYPE,
          DATA_CONVERSION,
          OTHER ->
          problems.add(
              "record.headers",
              "An attribute of the CloudEvent has a name or a value that CloudEvents 1.0 does not"
                  + " allow. Names are lower-case letters and digits, time is as RFC 3339 has it,"
                  + " source and dataschema are URIs.");
    }
  }

  /// Where attributes come from.
  @FunctionalInterface
  private interface Attributes {
    Optional<String> find(String name);
  }
}
