package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.RecordTail;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.UserAgent;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.FreePorts;
import dev.grantflow.sandbox.services.LocalServices;
import dev.grantflow.trace.ReceivedSpan;
import dev.grantflow.trace.SpanReceiver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One grant as a collector is told of it.
@Timeout(120)
class TracedGrantIT {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PRODUCER_ID = "b7ad6b7169203331";
  private static final Pattern REDIRECT = Pattern.compile("\"redirect\":\"([^\"]+)\"");

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();
  private final String grantId = Platform.newGrantId();
  private final SpanReceiver receiver = SpanReceiver.start();

  @Test
  void is_one_trace_from_the_command_by_way_of_calls_and_callback_to_the_event() throws Exception {
    var settings = Settings.usual().withMinWait(Duration.ofSeconds(1));
    try (receiver;
        var server = SandboxAuthorizationServer.start(settings);
        var _ = traced(server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new RecordTail(services.bootstrapServers(), topics.events(), event -> {})) {
      commands.send(request(server));
      var pending = await(events, "GrantPending");
      var redirect = REDIRECT.matcher(new String(pending.value(), UTF_8));
      assertThat(redirect.find()).isTrue();
      new UserAgent().approve(URI.create(redirect.group(1)));
      var finalized = await(events, "GrantFinalized");
      var told = sending(finalized);

      var process = ofGrant("process " + topics.commands());
      assertThat(process.parentId()).isEqualTo(PRODUCER_ID);
      assertThat(process.kind()).isEqualTo(ReceivedSpan.CONSUMER);
      assertThat(process.attributes())
          .containsEntry("messaging.system", "kafka")
          .containsEntry("messaging.destination.name", topics.commands())
          .containsEntry("grantflow.command", "GrantRequested")
          .containsEntry("grantflow.grant.status", "REQUESTED")
          .containsEntry("grantflow.grant.id", grantId);

      var asking = ofGrant("step request");
      var continuing = ofGrant("step continue");
      var callback = ofGrant("finish callback");
      assertThat(List.of(asking, continuing, callback))
          .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(process.spanId()))
          .allSatisfy(
              span -> assertThat(span.attributes()).containsEntry("grantflow.client", "shop"));
      assertThat(asking.attributes()).containsEntry("grantflow.grant.status", "PENDING");
      assertThat(continuing.attributes()).containsEntry("grantflow.grant.status", "FINALIZED");
      assertThat(callback.attributes()).containsEntry("grantflow.callback.outcome", "settled");

      assertThat(childrenOf(asking))
          .extracting(ReceivedSpan::name)
          .contains("GET", "POST", "send " + topics.events());
      assertThat(childrenOf(continuing))
          .filteredOn(span -> span.kind() == ReceivedSpan.CLIENT)
          .extracting(ReceivedSpan::name, span -> span.attributes().get("server.address"))
          .containsExactly(tuple("POST", "127.0.0.1"));

      assertThat(header(pending, "ce_traceparent")).startsWith(traceparent(asking));
      assertThat(header(finalized, "ce_traceparent")).startsWith(traceparent(continuing));
      assertThat(header(finalized, "traceparent")).startsWith(traceparent(told));
      assertThat(told.parentId()).isEqualTo(continuing.spanId());
      assertThat(told.kind()).isEqualTo(ReceivedSpan.PRODUCER);
      assertThat(receiver.spans()).extracting(ReceivedSpan::traceId).containsOnly(TRACE_ID);
      assertThat(receiver.text()).doesNotContain("/finish/", "/start/", "interact_ref", "/alice");
    }
  }

  private GrantflowService traced(SandboxAuthorizationServer server) throws IOException {
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.properties());
    properties.putAll(receiver.settings());
    return GrantflowService.start(
        services.newDatabase(),
        services.bootstrapServers(),
        FreePorts.choose(1).getFirst(),
        properties);
  }

  private ProducerRecord<String, byte[]> request(SandboxAuthorizationServer server) {
    var alice = server.walletAddress("alice").toString();
    var data = Samples.outgoingPayment(grantId, alice, Platform.RETURN_URI);
    var command = new ProducerRecord<>(topics.commands(), grantId, data.getBytes(UTF_8));
    command.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    command.headers().add("ce_id", grantId.getBytes(UTF_8));
    command.headers().add("ce_source", "/services/shop".getBytes(UTF_8));
    command.headers().add("ce_type", "GrantRequested".getBytes(UTF_8));
    command.headers().add("content-type", "application/json".getBytes(UTF_8));
    var traceparent = "00-" + TRACE_ID + "-" + PRODUCER_ID + "-01";
    command.headers().add("traceparent", traceparent.getBytes(UTF_8));
    return command;
  }

  private static ConsumerRecord<String, byte[]> await(RecordTail events, String type) {
    return events.await(event -> header(event, "ce_type").equals(type), Platform.PATIENCE, type);
  }

  private ReceivedSpan ofGrant(String name) throws InterruptedException {
    return receiver.await(
        span ->
            span.name().equals(name) && grantId.equals(span.attributes().get("grantflow.grant.id")),
        Platform.PATIENCE);
  }

  private ReceivedSpan sending(ConsumerRecord<String, byte[]> event) throws InterruptedException {
    return receiver.await(
        span ->
            span.name().equals("send " + topics.events())
                && Long.toString(event.offset())
                    .equals(span.attributes().get("messaging.kafka.offset")),
        Platform.PATIENCE);
  }

  private List<ReceivedSpan> childrenOf(ReceivedSpan parent) {
    return receiver.spans().stream()
        .filter(span -> span.parentId().equals(parent.spanId()))
        .toList();
  }

  /// Without its flags.
  private static String traceparent(ReceivedSpan span) {
    return "00-" + span.traceId() + "-" + span.spanId() + "-";
  }

  private static String header(ConsumerRecord<String, byte[]> event, String name) {
    return new String(event.headers().lastHeader(name).value(), UTF_8);
  }
}
