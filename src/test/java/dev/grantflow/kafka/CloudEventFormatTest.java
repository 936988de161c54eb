package dev.grantflow.kafka;

import static dev.grantflow.kafka.SampleGrants.NOW;
import static dev.grantflow.kafka.SampleGrants.TOKEN;
import static dev.grantflow.kafka.SampleGrants.TRACE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.OutboxMessage;
import dev.grantflow.engine.OutboxMessage.Header;
import dev.grantflow.engine.OutboxMessage.Kind;
import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import dev.grantflow.engine.RejectedCommand;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.GrantEvent;
import dev.grantflow.grant.GrantEvent.GrantCommandRejected;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.Trigger;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloudEventFormatTest {

  private final CloudEventFormat format =
      new CloudEventFormat(Records.SETTINGS, _ -> new TokenDelivery.Inline());

  static List<GrantEvent.OfGrant> events() {
    return SampleGrants.events();
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_event_fits_its_published_schema_and_has_no_other_members(GrantEvent.OfGrant event) {
    var message = format.event(SampleGrants.grant(), event, NOW);
    assertFits(event.getClass().getSimpleName(), message);
  }

  @Test
  void says_of_which_fact_it_tells() {
    var event = SampleGrants.events().getFirst();
    var message = format.event(SampleGrants.grant(), event, NOW);

    assertThat(message.kind()).isEqualTo(Kind.EVENT);
    assertThat(message.key()).asString(UTF_8).isEqualTo("g1");
    assertThat(texts(message))
        .isEqualTo(
            Map.of(
                "ce_specversion", "1.0",
                "ce_id", "g1:7",
                "ce_source", "/grantflow",
                "ce_type", "GrantPending",
                "ce_subject", "g1",
                "ce_time", "2026-03-01T12:00:00.123456Z",
                "ce_traceparent", TRACE,
                "content-type", "application/json"));
    assertThat(message.value())
        .asString(UTF_8)
        .isEqualTo(
            "{\"grantId\":\"g1\",\"client\":\"shop\",\"metadata\":{\"order\":1.10},\"interact\":"
                + "{\"redirect\":\"https://auth.example/interact/1\"},"
                + "\"expiresAt\":\"2026-03-01T12:00:00.123456Z\"}");
  }

  @Test
  void gives_one_token_verbatim_as_it_was_asked_for() {
    var event = new GrantFinalized(SampleGrants.issue(1), Trigger.CALLBACK);
    var single = SampleGrants.grant("g1", "{\"access\":[]}", null);
    var several = SampleGrants.grant("g1", "[{\"access\":[]}]", null);

    assertThat(format.event(single, event, NOW).value())
        .asString(UTF_8)
        .isEqualTo(
            "{\"grantId\":\"g1\",\"client\":\"shop\",\"access_token\":"
                + TOKEN
                + ",\"expiresAt\":\"2026-03-01T12:10:00.123456Z\",\"tokenVersion\":1,"
                + "\"trigger\":\"callback\"}");
    assertThat(format.event(several, event, NOW).value())
        .asString(UTF_8)
        .contains("\"access_token\":[" + TOKEN + "],");
  }

  @Test
  void prints_no_token() {
    var event = new GrantFinalized(SampleGrants.issue(1), Trigger.CALLBACK);
    assertThat(format.event(SampleGrants.grant(), event, NOW) + event.toString())
        .doesNotContain("s3cret");
  }

  @Test
  void tells_of_a_rejection_under_the_grant_or_else_the_records_own_key() {
    var known = format.rejection(rejected("{\"grantId\":\"g1\"}"), NOW);
    var unknown = format.rejection(rejected("{"), NOW);

    assertFits("GrantCommandRejected", known);
    assertFits("GrantCommandRejected", unknown);
    assertThat(known.key()).asString(UTF_8).isEqualTo("g1");
    assertThat(unknown.key()).asString(UTF_8).isEqualTo("own");
    assertThat(texts(known)).containsEntry("ce_id", "grants.commands:3:42");
    assertThat(texts(known)).containsEntry("ce_subject", "g1");
    assertThat(texts(unknown)).doesNotContainKey("ce_subject");
  }

  @Test
  void its_events_are_read_by_CloudEvents_own_reader() {
    var message = format.event(SampleGrants.grant(), SampleGrants.events().getFirst(), NOW);
    var headers = new RecordHeaders();
    message.headers().forEach(header -> headers.add(header.name(), header.value()));
    CloudEvent event = KafkaMessageFactory.createReader(headers, message.value()).toEvent();
    assertThat(event.getId()).isEqualTo("g1:7");
    assertThat(event.getTime()).isEqualTo("2026-03-01T12:00:00.123456Z");
  }

  @Test
  void a_dead_letter_is_the_record_with_reasons_behind_its_headers() {
    var rejected = rejected("{");
    var letter = format.deadLetter(rejected, NOW);
    var received = rejected.received();

    assertThat(letter.kind()).isEqualTo(Kind.DEAD_LETTER);
    assertThat(letter.key()).isSameAs(received.key());
    assertThat(letter.value()).isSameAs(received.value());
    assertThat(letter.headers()).startsWith(received.headers().toArray(Header[]::new));
    assertThat(texts(letter))
        .containsEntry("dlq-topic", "grants.commands")
        .containsEntry("dlq-partition", "3")
        .containsEntry("dlq-offset", "42")
        .containsEntry("dlq-time", "2026-03-01T12:00:00.123456Z")
        .doesNotContainKey("dlq-omitted");
    assertThat(texts(letter).get("dlq-reason")).startsWith("data: This is not JSON");
    assertThat(texts(letter).get("dlq-problems")).startsWith("[{\"field\":\"data\",\"message\":");
  }

  @Test
  void a_dead_letter_can_always_be_written() {
    var letter = format.deadLetter(rejected(" ".repeat(8192)), NOW);
    assertThat(letter.key()).asString(UTF_8).isEqualTo("own");
    assertThat(letter.value()).isNull();
    assertThat(texts(letter)).containsEntry("dlq-omitted", "value").containsKey("ce_type");
  }

  @Test
  void headers_count_in_bytes_with_their_frames() {
    var wide = Records.add(Records.binary("GrantRequested"), "€".repeat(2_800), "");
    var many = Records.binary("GrantRequested");
    Stream.generate(() -> "").limit(900).forEach(empty -> Records.add(many, empty, ""));

    assertThat(texts(format.deadLetter(rejected(wide, "{"), NOW)))
        .containsEntry("dlq-omitted", "headers, value");
    assertThat(texts(format.deadLetter(rejected(many, "{"), NOW)))
        .containsEntry("dlq-omitted", "headers, value");
  }

  private static RejectedCommand rejected(String value) {
    return rejected(Records.binary("GrantRequested"), value);
  }

  private static RejectedCommand rejected(Headers headers, String value) {
    var record = Records.of(headers, "own", value);
    var received = new CommandReader(Records.SETTINGS).read(record);
    var invalid = (Invalid) received.reading();
    var event = new GrantCommandRejected(invalid.grantId(), invalid.problems(), received.source());
    return new RejectedCommand(event, received);
  }

  private static Map<String, String> texts(OutboxMessage message) {
    return message.headers().stream()
        .collect(Collectors.toMap(Header::name, header -> new String(header.value(), UTF_8)));
  }

  private static void assertFits(String type, OutboxMessage message) {
    assertThat(texts(message)).containsEntry("ce_type", type);
    var data = DataJson.MAPPER.readTree(message.value());
    assertThat(PublishedSchemas.of(type).validate(data)).isEmpty();
    assertThat(new ArrayList<>(data.propertyNames()))
        .isSubsetOf(PublishedSchemas.of(type).getSchemaNode().get("properties").propertyNames());
  }
}
