package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.PartialContexts;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.trace.Cause;
import dev.grantflow.trace.Kind;
import dev.grantflow.trace.ReceivedSpan;
import dev.grantflow.trace.SpanReceiver;
import dev.grantflow.trace.Traces;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrantSpansTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACE = "00-" + TRACE_ID + "-b7ad6b7169203331-01";
  private static final String OTHER = "00-a3ce929d0e0e47364bf92f3577b34da6-00f067aa0ba902b7-01";

  private final SpanReceiver receiver = SpanReceiver.start();
  private final MovableTime time = new MovableTime(Scene.NOW);
  private final Grant grant = Scene.grant(Scene.requesting()).tracedBy(TRACE);

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void a_step_soon_after_the_request_is_part_of_its_trace() {
    time.pass(GrantSpans.JOINED_MAX);

    var step = only((_, spans) -> spans.step(grant).close());

    assertThat(step.name()).isEqualTo("step request");
    assertThat(step.traceId()).isEqualTo(TRACE_ID);
    assertThat(step.parentId()).isEqualTo("b7ad6b7169203331");
    assertThat(step.links()).isEmpty();
    assertThat(step.attributes())
        .isEqualTo(
            Map.of(
                "grantflow.grant.id", grant.id().value(),
                "grantflow.client", "shop",
                "grantflow.server", "wallet.example"));
  }

  @Test
  void a_later_step_is_a_trace_of_its_own_that_refers_to_the_request() {
    time.pass(GrantSpans.JOINED_MAX.plusMillis(1));

    var step = only((_, spans) -> spans.step(grant).close());

    assertThat(step.traceId()).isNotEqualTo(TRACE_ID);
    assertThat(step.links()).containsExactly(TRACE_ID + "-b7ad6b7169203331");
  }

  @Test
  void a_later_command_refers_to_the_trace_of_the_request() {
    var revocation = new GrantRevokeRequested(grant.id(), "cancelled");

    var taken =
        only(
            (_, spans) -> {
              try (var span = spans.taken(revocation, OTHER)) {
                span.run(() -> spans.refer(grant));
              }
            });

    assertThat(taken.name()).isEqualTo("take GrantRevokeRequested");
    assertThat(taken.traceId()).isEqualTo("a3ce929d0e0e47364bf92f3577b34da6");
    assertThat(taken.links()).containsExactly(TRACE_ID + "-b7ad6b7169203331");
  }

  @Test
  void log_lines_tell_the_trace_of_the_step_else_that_of_the_request() {
    only(
        (traces, spans) -> {
          assertThat(spans.traceId(grant)).isEqualTo(TRACE_ID);
          assertThat(spans.traceId(Scene.grant(Scene.requesting()))).isNull();
          try (var span = traces.begin(Kind.INTERNAL, "step", new Cause.Within(OTHER))) {
            span.run(
                () ->
                    assertThat(spans.traceId(grant)).isEqualTo("a3ce929d0e0e47364bf92f3577b34da6"));
          }
        });
  }

  private interface Work {
    void with(Traces traces, GrantSpans spans);
  }

  private ReceivedSpan only(Work work) {
    try (var context = PartialContexts.of(Traces.class, receiver.settings()).start()) {
      var traces = context.getBean(Traces.class);
      work.with(traces, new GrantSpans(traces, time));
    }
    assertThat(receiver.spans()).hasSize(1);
    return receiver.spans().getFirst();
  }
}
