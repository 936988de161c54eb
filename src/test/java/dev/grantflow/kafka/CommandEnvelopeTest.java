package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import dev.grantflow.engine.ReceivedCommand.Reading.Valid;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.Problem;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Records as CloudEvents, in either mode, and what is not one.
class CommandEnvelopeTest {

  private final CommandReader reader = new CommandReader(Records.SETTINGS);

  @Test
  void reads_a_revocation_in_structured_mode() {
    var event =
        """
        {"specversion": "1.0", "id": "1", "source": "/shop", "type": "GrantRevokeRequested",
         "subject": "g1", "traceparent": "%s",
         "data": {"grantId": "g1", "reason": "not needed"}}
        """
            .formatted(Records.TRACE);
    var received = reader.read(Records.of(structured(), "g1", event));

    assertThat(received.traceparent()).isEqualTo(Records.TRACE);
    assertThat(received.reading())
        .isEqualTo(new Valid(new GrantRevokeRequested(new GrantId("g1"), "not needed")));
  }

  @Test
  void refuses_an_unknown_type() {
    var invalid = Records.invalid(reader.read(Records.of("GrantWanted", Records.REQUEST)));
    assertThat(invalid)
        .isEqualTo(
            new Invalid(
                "g1",
                List.of(
                    new Problem(
                        "ce_type",
                        "\"GrantWanted\" is not a command. Send GrantRequested or"
                            + " GrantRevokeRequested or GrantTokenRotateRequested or"
                            + " GrantTokenRevokeRequested."))));
  }

  @Test
  void refuses_malformed_JSON_in_structured_mode() {
    assertThat(Records.invalid(reader.read(Records.of(structured(), null, "{"))).problems())
        .extracting(Problem::field)
        .containsExactly("record.value");
    assertThat(Records.invalid(reader.read(Records.of(structured(), null, "[1]"))).problems())
        .extracting(Problem::field)
        .containsExactly("ce_specversion", "ce_id", "ce_source", "ce_type");
  }

  @Test
  void refuses_an_attribute_that_CloudEvents_does_not_allow() {
    var headers = Records.add(Records.binary("GrantRequested"), "ce_time", "yesterday");
    assertThat(Records.invalid(reader.read(Records.of(headers, null, Records.REQUEST))).problems())
        .extracting(Problem::field)
        .containsExactly("record.headers");
  }

  @Test
  void refuses_what_is_no_CloudEvent() {
    assertThat(
            Records.invalid(reader.read(Records.of(new RecordHeaders(), null, Records.REQUEST)))
                .problems())
        .extracting(Problem::field)
        .containsExactly("record.headers");
    var headers = Records.binary("GrantRequested");
    headers.remove("ce_id");
    headers.remove("ce_specversion");
    Records.add(headers, "ce_specversion", "0.3");
    assertThat(Records.invalid(reader.read(Records.of(headers, null, Records.REQUEST))).problems())
        .extracting(Problem::field)
        .containsExactly("ce_specversion", "ce_id");
  }

  @Test
  void refuses_another_content_type() {
    var headers = Records.binary("GrantRequested");
    headers.remove("content-type");
    Records.add(headers, "content-type", "application/xml");
    assertThat(Records.invalid(reader.read(Records.of(headers, null, Records.REQUEST))).problems())
        .containsExactly(
            new Problem(
                "ce_datacontenttype",
                "\"application/xml\" is not understood. Send the data as application/json."));
  }

  @Test
  void refuses_a_record_without_or_with_too_large_a_value() {
    var headers = Records.binary("GrantRequested");
    assertThat(Records.invalid(reader.read(Records.of(headers, null, null))).problems())
        .containsExactly(new Problem("record.value", "The record is empty. Send a CloudEvent."));
    assertThat(Records.invalid(reader.read(Records.of(headers, null, " ".repeat(4097)))).problems())
        .containsExactly(
            new Problem("record.value", "4097 bytes are too many. Send at most 4096."));
  }

  @Test
  void refuses_a_key_or_subject_that_is_not_the_grantId() {
    var headers = Records.add(Records.binary("GrantRequested"), "ce_subject", "g2");
    var invalid = Records.invalid(reader.read(Records.of(headers, "g3", Records.REQUEST)));
    assertThat(invalid.grantId()).isEqualTo("g1");
    assertThat(invalid.problems())
        .extracting(Problem::field)
        .containsExactly("record.key", "ce_subject");
  }

  @Test
  void names_the_grant_by_the_subject_where_the_data_cannot_be_read() {
    var headers = Records.add(Records.binary("GrantRequested"), "ce_subject", "g2");
    assertThat(Records.invalid(reader.read(Records.of(headers, null, "{"))).grantId())
        .isEqualTo("g2");
    assertThat(Records.invalid(reader.read(Records.of("GrantRequested", "{"))).grantId()).isNull();
  }

  @Test
  void takes_the_trace_from_the_plain_header_and_ignores_a_malformed_one() {
    var plain = Records.add(Records.binary("GrantRequested"), "traceparent", Records.TRACE);
    var malformed = Records.add(Records.binary("GrantRequested"), "ce_traceparent", "00-0-0-1");
    assertThat(reader.read(Records.of(plain, null, Records.REQUEST)).traceparent())
        .isEqualTo(Records.TRACE);
    assertThat(reader.read(Records.of(malformed, null, Records.REQUEST)).traceparent()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type",
        "ce_specversion",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_subject",
        "ce_time",
        "ce_datacontenttype",
        "ce_traceparent",
        "traceparent",
        "ce_other"
      })
  void a_header_without_a_value_breaks_nothing(String name) {
    var headers = Records.binary("GrantRequested");
    headers.remove(name);
    headers.add(name, null);

    var received = reader.read(Records.of(headers, "g1", Records.REQUEST));

    assertThat(received.headers()).anyMatch(header -> header.name().equals(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"data_base64\": \"no base64!\"",
        "\"data_base64\": 7",
        "\"data\": {\"grantId\": \"g1\", \"x\\ud800\": 1}",
        "\"data\": \"x\", \"data_base64\": \"eA==\"",
        "\"time\": \"yesterday\", \"data\": {}",
        "\"time\": {}, \"data\": {}",
        "\"extension\": {}, \"data\": {}",
        "\"dataschema\": \"a b\", \"data\": {}",
      })
  void a_strange_envelope_breaks_nothing(String member) {
    var event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"GrantRequested\","
            + member
            + "}";

    var reading = reader.read(Records.of(structured(), "g1", event)).reading();

    assertThat(reading).isInstanceOf(Invalid.class);
  }

  private static Headers structured() {
    return Records.add(
        new RecordHeaders(), "content-type", "application/cloudevents+json; charset=UTF-8");
  }
}
