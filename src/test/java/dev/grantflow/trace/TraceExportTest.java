package dev.grantflow.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.PartialContexts;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class TraceExportTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PRODUCER = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

  private final SpanReceiver receiver = SpanReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void nothing_is_traced_unless_an_exporter_is_named() {
    try (var context = PartialContexts.of(Traces.class, Map.of()).start()) {
      assertThat(context.getBean(Traces.class)).isSameAs(Traces.OFF);
    }
  }

  @Test
  void nothing_is_traced_where_the_sdk_is_disabled() {
    try (var context = PartialContexts.of(Traces.class, with("otel.sdk.disabled", true)).start()) {
      assertThat(context.getBean(Traces.class)).isSameAs(Traces.OFF);
    }
  }

  @Test
  void untraced_work_is_done_all_the_same() {
    try (var span = Traces.OFF.begin(Kind.INTERNAL, "step", new Cause.Within(PRODUCER))) {
      assertThat(span.with("key", "value").during(() -> "done")).isEqualTo("done");
      assertThat(span.traceparent()).isNull();
    }
  }

  @Test
  void a_span_is_part_of_the_trace_that_came_and_its_children_are_too() {
    try (var context = PartialContexts.of(Traces.class, receiver.settings()).start()) {
      var traces = context.getBean(Traces.class);
      try (var step = traces.begin(Kind.CONSUMER, "process", new Cause.Within(PRODUCER))) {
        step.with("text", "value").with("number", 7).with("missing", null);
        step.run(() -> traces.begin(Kind.CLIENT, "POST", new Cause.Here()).close());
        assertThat(traces.here().traceparent()).isNull();
      }
    }

    var process = named("process");
    assertThat(process.traceId()).isEqualTo(TRACE_ID);
    assertThat(process.parentId()).isEqualTo("b7ad6b7169203331");
    assertThat(process.kind()).isEqualTo(ReceivedSpan.CONSUMER);
    assertThat(process.attributes()).isEqualTo(Map.of("text", "value", "number", "7"));
    assertThat(process.isFailed()).isFalse();
    assertThat(named("POST").parentId()).isEqualTo(process.spanId());
    assertThat(named("POST").traceId()).isEqualTo(TRACE_ID);
  }

  @Test
  void what_comes_later_is_a_trace_of_its_own_that_refers_to_the_other() {
    try (var context = PartialContexts.of(Traces.class, receiver.settings()).start()) {
      context.getBean(Traces.class).begin(Kind.INTERNAL, "step", new Cause.After(PRODUCER)).close();
    }

    assertThat(named("step").traceId()).isNotEqualTo(TRACE_ID);
    assertThat(named("step").parentId()).isEmpty();
    assertThat(named("step").links()).containsExactly(TRACE_ID + "-b7ad6b7169203331");
  }

  @Test
  void of_what_is_thrown_the_class_is_told_and_not_the_text() {
    try (var context = PartialContexts.of(Traces.class, receiver.settings()).start();
        var span =
            context.getBean(Traces.class).begin(Kind.INTERNAL, "step", new Cause.Within(null))) {
      assertThatThrownBy(
              () ->
                  span.during(
                      () -> {
                        throw new IllegalStateException("s3cret");
                      }))
          .hasMessage("s3cret");
    }

    assertThat(named("step").isFailed()).isTrue();
    assertThat(named("step").attributes())
        .isEqualTo(Map.of("error.type", "java.lang.IllegalStateException"));
    assertThat(receiver.text()).doesNotContain("s3cret");
  }

  @Test
  void a_trace_that_is_not_sampled_is_not_sent_and_goes_on() {
    var settings = with("otel.traces.sampler", "parentbased_traceidratio");
    settings.put("otel.traces.sampler.arg", "0.0");
    try (var context = PartialContexts.of(Traces.class, settings).start()) {
      var traces = context.getBean(Traces.class);
      try (var begun = traces.begin(Kind.SERVER, "begun", new Cause.Within(null));
          var joined = traces.begin(Kind.CONSUMER, "joined", new Cause.Within(PRODUCER))) {
        assertThat(begun.traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
        assertThat(joined.traceparent()).matches("00-" + TRACE_ID + "-[0-9a-f]{16}-0[13]");
      }
    }

    assertThat(receiver.spans()).extracting(ReceivedSpan::name).containsExactly("joined");
  }

  @Test
  void the_service_has_its_name_unless_another_is_set() {
    try (var context = PartialContexts.of(Traces.class, receiver.settings()).start()) {
      context.getBean(Traces.class).begin(Kind.SERVER, "one", new Cause.Within(null)).close();
    }
    var settings = with("otel.service.name", "grants-eu");
    settings.put("otel.resource.attributes", "deployment.environment.name=prod");
    try (var context = PartialContexts.of(Traces.class, settings).start()) {
      context.getBean(Traces.class).begin(Kind.SERVER, "two", new Cause.Within(null)).close();
    }

    assertThat(named("one").resource()).containsEntry("service.name", "grantflow");
    assertThat(named("two").resource())
        .containsEntry("service.name", "grants-eu")
        .containsEntry("deployment.environment.name", "prod");
  }

  @ParameterizedTest
  @CsvSource({
    "otel.traces.exporter, zipkin, otel.traces.exporter is zipkin and must be otlp or none",
    "otel.exporter.otlp.endpoint, nowhere, otel.exporter.otlp.endpoint cannot be used",
    "otel.exporter.otlp.endpoint, http://otel.s3cret/?s3cret, otel.exporter.otlp.endpoint cannot be"
        + " used",
    "otel.exporter.otlp.endpoint, http://grants:s3cret@127.0.0.1:4317, otel.exporter.otlp.endpoint"
        + " holds user information",
    "otel.exporter.otlp.headers, Bearer s3cret, otel.exporter.otlp.headers cannot be used",
    "otel.exporter.otlp.traces.headers, otel.s3cret, otel.exporter.otlp.traces.headers cannot be"
        + " used",
    "otel.exporter.otlp.certificate, s3cret, otel.* cannot be used",
    "otel.traces.sampler, some, otel.traces.sampler cannot be used",
    "otel.bsp.schedule.delay, soon, otel.bsp.schedule.delay cannot be used"
  })
  void a_setting_that_cannot_be_used_stops_the_start_and_is_named_without_its_value(
      String name, String value, String told) {
    assertThatThrownBy(() -> PartialContexts.of(Traces.class, with(name, value)).start())
        .satisfies(
            thrown ->
                assertThat(Stream.iterate(thrown, Objects::nonNull, Throwable::getCause))
                    .extracting(Throwable::getMessage)
                    .anyMatch(message -> message != null && message.startsWith(told))
                    .noneMatch(message -> message != null && message.contains("s3cret")));
  }

  private Map<String, Object> with(String name, Object value) {
    var settings = new HashMap<>(receiver.settings());
    settings.put(name, value);
    return settings;
  }

  private ReceivedSpan named(String name) {
    return receiver.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
