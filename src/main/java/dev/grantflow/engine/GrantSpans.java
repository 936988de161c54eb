package dev.grantflow.engine;

import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.trace.Cause;
import dev.grantflow.trace.Kind;
import dev.grantflow.trace.Span;
import dev.grantflow.trace.Traces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The spans of a grant's story. What comes soon after its request is part of the request's trace;
/// what comes later, such as a rotation after hours, is a trace of its own that refers to it, since
/// collectors and people take a trace for something that ends.
@Singleton
final class GrantSpans {

  /// As long as a grant has by default to be decided.
  static final Duration JOINED_MAX = Duration.ofMinutes(15);

  private static final String GRANT_ID = "grantflow.grant.id";
  private static final String CLIENT = "grantflow.client";
  private static final String COMMAND = "grantflow.command";

  /// In a `traceparent` (W3C Trace Context §3.2.2).
  private static final int TRACE_ID_BEGIN = 3;

  private static final int TRACE_ID_END = 35;

  private final Traces traces;
  private final InstantSource clock;

  GrantSpans(Traces traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /// A record that is being accepted.
  Span received(ReceivedCommand received) {
    var source = received.source();
    var span =
        traces
            .begin(
                Kind.CONSUMER,
                "process " + source.topic(),
                new Cause.Within(received.traceparent()))
            .with("messaging.system", "kafka")
            .with("messaging.operation.name", "process")
            .with("messaging.operation.type", "process")
            .with("messaging.destination.name", source.topic())
            .with("messaging.destination.partition.id", Integer.toString(source.partition()))
            .with("messaging.kafka.offset", source.offset());
    return switch (received.reading()) {
      case Reading.Valid(var command) -> about(span, command);
      case Reading.Invalid _ -> span;
    };
  }

  /// A command whose sender waits.
  Span taken(GrantCommand command, @Nullable String traceparent) {
    var name = "take " + command.getClass().getSimpleName();
    return about(traces.begin(Kind.SERVER, name, new Cause.Within(traceparent)), command);
  }

  private static Span about(Span span, GrantCommand command) {
    return span.with(GRANT_ID, command.grantId().value())
        .with(COMMAND, command.getClass().getSimpleName());
  }

  /// What is done for a claimed grant, by the names that metrics have for it.
  Span step(Grant claimed) {
    return of(claimed, Kind.INTERNAL, "step " + StepMeters.kind(claimed.state()).tag());
  }

  /// A finish callback that has come for the grant.
  Span callback(Grant grant) {
    return of(grant, Kind.SERVER, "finish callback");
  }

  /// Undoing at the server what could not be recorded.
  Span undoing(Grant grant) {
    return of(grant, Kind.INTERNAL, "undo late answer");
  }

  /// Tells the span that this thread is at what became of the grant.
  void tell(Grant changed) {
    traces.here().with("grantflow.grant.status", changed.state().status().name());
  }

  /// Has the span of a later command refer to the trace that the grant began with.
  void refer(Grant grant) {
    var here = traces.here();
    if (!Objects.equals(here.traceparent(), grant.traceparent())) {
      here.referringTo(grant.traceparent());
    }
  }

  /// Tells the span that this thread is at that its command is refused.
  void refused() {
    traces.here().failed("command_rejected");
  }

  /// The trace that this thread is at, else the one that the grant began with; null for none.
  @Nullable String traceId(Grant grant) {
    var here = traces.here().traceparent();
    var traceparent = here == null ? grant.traceparent() : here;
    return traceparent == null ? null : traceparent.substring(TRACE_ID_BEGIN, TRACE_ID_END);
  }

  private Span of(Grant grant, Kind kind, String name) {
    return traces
        .begin(kind, name, cause(grant))
        .with(GRANT_ID, grant.id().value())
        .with(CLIENT, grant.client().value())
        .with("grantflow.server", ServerHost.of(grant));
  }

  private Cause cause(Grant grant) {
    var latest = grant.acceptedAt().plus(JOINED_MAX);
    return clock.instant().isAfter(latest)
        ? new Cause.After(grant.traceparent())
        : new Cause.Within(grant.traceparent());
  }
}
