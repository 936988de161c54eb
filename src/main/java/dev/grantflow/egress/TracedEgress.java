package dev.grantflow.egress;

import dev.grantflow.trace.Cause;
import dev.grantflow.trace.Kind;
import dev.grantflow.trace.Traces;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.util.Locale;

/// [Egress] whose calls are told to whoever traces the work that they are part of. Of a URI only
/// the server is told: paths and queries lead to grants and tokens. Nothing of a trace goes to the
/// server, which would learn from it how we work inside.
@Primary
@Singleton
final class TracedEgress implements Egress {

  private final LimitedEgress egress;
  private final Traces traces;

  TracedEgress(LimitedEgress egress, Traces traces) {
    this.egress = egress;
    this.traces = traces;
  }

  /// A call that is part of no traced work is not traced.
  @Override
  public Exchange send(OutboundRequest request) {
    return traces.here().traceparent() == null ? egress.send(request) : traced(request);
  }

  private Exchange traced(OutboundRequest request) {
    try (var span = traces.begin(Kind.CLIENT, request.method(), new Cause.Here())) {
      span.with("http.request.method", request.method());
      Origin.of(request.uri())
          .ifPresent(
              server ->
                  span.with("url.scheme", server.scheme())
                      .with("server.address", server.host())
                      .with("server.port", server.port()));
      var exchange = span.during(() -> egress.send(request));
      switch (exchange) {
        case Exchange.Reply reply -> {
          span.with("http.response.status_code", reply.status());
          if (reply.status() >= 400) {
            span.failed(Integer.toString(reply.status()));
          }
        }
        case Exchange.Refused _ -> span.failed("refused");
        case Exchange.NotSent _ -> span.failed("not_sent");
        case Exchange.HeldBack(var limit, _, _) ->
            span.failed("held_back_" + limit.name().toLowerCase(Locale.ROOT));
        case Exchange.Unanswered _ -> span.failed("unanswered");
      }
      return exchange;
    }
  }
}
