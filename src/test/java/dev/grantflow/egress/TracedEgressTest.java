package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.grantflow.PartialContexts;
import dev.grantflow.trace.Cause;
import dev.grantflow.trace.Kind;
import dev.grantflow.trace.ReceivedSpan;
import dev.grantflow.trace.SpanReceiver;
import dev.grantflow.trace.Traces;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TracedEgressTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  /// No server listens there.
  private static final int NOBODY = 1;

  private final SpanReceiver receiver = SpanReceiver.start();
  private final Set<String> headers = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private final ApplicationContext context;

  TracedEgressTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getRequestHeaders()
              .keySet()
              .forEach(it -> headers.add(it.toLowerCase(Locale.ROOT)));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    var settings = new HashMap<>(receiver.settings());
    settings.put("grantflow.egress.allow-http", true);
    settings.put("grantflow.egress.allow-loopback", true);
    settings.put("grantflow.egress.ports", "any");
    context = PartialContexts.of(Egress.class, settings).start();
  }

  @AfterEach
  void stop() {
    context.close();
    server.stop(0);
    receiver.close();
  }

  @Test
  void of_a_call_the_server_and_the_outcome_are_told_and_nothing_that_is_secret() {
    callFromWithin(request());
    context.close();

    var call = spans("GET").getFirst();
    assertThat(call.kind()).isEqualTo(ReceivedSpan.CLIENT);
    assertThat(call.parentId()).isEqualTo(spans("step").getFirst().spanId());
    assertThat(call.attributes())
        .isEqualTo(
            Map.of(
                "http.request.method", "GET",
                "url.scheme", "http",
                "server.address", "127.0.0.1",
                "server.port", Integer.toString(server.getAddress().getPort()),
                "http.response.status_code", "404",
                "error.type", "404"));
    assertThat(call.isFailed()).isTrue();
    assertThat(receiver.text()).doesNotContain("s3cret");
  }

  @Test
  void a_server_is_told_nothing_of_the_trace() {
    callFromWithin(request());

    assertThat(headers).contains("host").doesNotContain("traceparent", "tracestate", "baggage");
  }

  @Test
  void a_call_that_is_not_made_is_told_by_its_reason() {
    callFromWithin(request(NOBODY));
    context.close();

    assertThat(spans("GET").getFirst().attributes()).containsEntry("error.type", "not_sent");
  }

  @Test
  void a_call_outside_of_traced_work_is_not_traced() {
    context.getBean(Egress.class).send(request());
    context.close();

    assertThat(headers).contains("host");
    assertThat(receiver.spans()).isEmpty();
  }

  private OutboundRequest request() {
    return request(server.getAddress().getPort());
  }

  private static OutboundRequest request(int port) {
    var uri = "http://127.0.0.1:%d/continue/s3cret?interact_ref=s3cret".formatted(port);
    return new OutboundRequest(
        "GET", URI.create(uri), List.of(new Header("Authorization", "GNAP s3cret")));
  }

  private void callFromWithin(OutboundRequest request) {
    var egress = context.getBean(Egress.class);
    try (var step =
        context.getBean(Traces.class).begin(Kind.INTERNAL, "step", new Cause.Within(TRACE))) {
      step.during(() -> egress.send(request));
    }
  }

  private List<ReceivedSpan> spans(String name) {
    return receiver.spans().stream().filter(span -> span.name().equals(name)).toList();
  }
}
