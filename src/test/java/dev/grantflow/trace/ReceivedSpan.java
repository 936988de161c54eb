package dev.grantflow.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A span as a collector is told of it, read by the numbers of OTLP's fields.
///
/// @param parentId empty for one that begins a trace
/// @param attributes numbers as they are written
/// @param links `traceId-spanId` of each
public record ReceivedSpan(
    String traceId,
    String spanId,
    String parentId,
    String name,
    long kind,
    Map<String, String> attributes,
    List<String> links,
    boolean isFailed,
    Map<String, String> resource) {

  /// Of OTLP's `Span.SpanKind`.
  public static final long SERVER = 2;

  public static final long CLIENT = 3;
  public static final long PRODUCER = 4;
  public static final long CONSUMER = 5;

  private static final long ERROR = 2;

  /// @param request an `ExportTraceServiceRequest`
  static Stream<ReceivedSpan> in(byte[] request) {
    return messages(parsed(ByteString.copyFrom(request)), 1).flatMap(ReceivedSpan::inResource);
  }

  private static Stream<ReceivedSpan> inResource(UnknownFieldSet resourceSpans) {
    var resource =
        messages(resourceSpans, 1).findFirst().map(it -> attributes(it, 1)).orElse(Map.of());
    return messages(resourceSpans, 2)
        .flatMap(scope -> messages(scope, 2))
        .map(span -> of(span, resource));
  }

  private static ReceivedSpan of(UnknownFieldSet span, Map<String, String> resource) {
    return new ReceivedSpan(
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(span, 5),
        number(span, 6),
        attributes(span, 9),
        messages(span, 13).map(link -> hex(link, 1) + "-" + hex(link, 2)).toList(),
        messages(span, 15).anyMatch(status -> number(status, 3) == ERROR),
        resource);
  }

  private static Map<String, String> attributes(UnknownFieldSet message, int field) {
    var attributes = new TreeMap<String, String>();
    messages(message, field)
        .forEach(
            pair ->
                messages(pair, 2)
                    .forEach(
                        value ->
                            attributes.put(
                                text(pair, 1),
                                value.hasField(1)
                                    ? text(value, 1)
                                    : Long.toString(number(value, 3)))));
    return attributes;
  }

  private static Stream<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
    return bytes(message, field).map(ReceivedSpan::parsed);
  }

  private static Stream<ByteString> bytes(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream();
  }

  private static String hex(UnknownFieldSet message, int field) {
    return bytes(message, field)
        .findFirst()
        .map(id -> HexFormat.of().formatHex(id.toByteArray()))
        .orElse("");
  }

  private static String text(UnknownFieldSet message, int field) {
    return bytes(message, field).findFirst().map(ByteString::toStringUtf8).orElse("");
  }

  private static long number(UnknownFieldSet message, int field) {
    return message.getField(field).getVarintList().stream().findFirst().orElse(0L);
  }

  private static UnknownFieldSet parsed(ByteString message) {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }
}
