package dev.grantflow.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.audit.SentCommands;
import dev.grantflow.sandbox.audit.SentCommands.Expectation;
import dev.grantflow.sandbox.authserver.Behaviour;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Sends commands that must be refused.
final class Mistakes {

  private final Plan plan;
  private final Servers servers;
  private final Topics topics;
  private final Commands commands;
  private final SentCommands sent;
  private final Chronicle chronicle;
  private final Tasks tasks;

  Mistakes(Plan plan, Stage stage, SentCommands sent, Chronicle chronicle) {
    this.plan = plan;
    this.servers = stage.servers();
    this.topics = stage.topics();
    this.commands = stage.commands();
    this.sent = sent;
    this.chronicle = chronicle;
    this.tasks = stage.tasks();
  }

  void perform() throws InterruptedException {
    for (var mistake : plan.mistakes()) {
      chronicle.await(mistake.at());
      tasks.start(() -> make(mistake));
    }
  }

  private void make(PlannedMistake planned) {
    var id = planned.id();
    switch (planned.mistake()) {
      case NOT_JSON -> send(null, id, "GrantRequested", "{\"grantId\": ");
      case NO_VALUE -> send(null, id, "GrantRequested", null);
      case NO_GRANT_ID -> {
        var data = payment(id);
        data.remove("grantId");
        send(null, null, "GrantRequested", data.toString());
      }
      case NO_ACCESS -> {
        var data = payment(id);
        data.remove("access_token");
        send(id, id, "GrantRequested", data.toString());
      }
      case UNKNOWN_TYPE -> send(id, id, "GrantWished", payment(id).toString());
      case UNKNOWN_MEMBER ->
          send(id, id, "GrantRequested", payment(id).put("walletAdress", "").toString());
      case FOREIGN_RETURN_URI -> {
        var data = payment(id);
        data.putObject("interact").put("returnUri", "https://elsewhere.example/return");
        send(id, id, "GrantRequested", data.toString());
      }
      case AMOUNT_BEYOND_64_BITS -> {
        var text = payment(id).toString().replace("\"500\"", "\"18446744073709551616\"");
        send(id, id, "GrantRequested", text);
      }
      case FOREIGN_KEY -> send(id, "another", "GrantRequested", payment(id).toString());
      case UNKNOWN_GRANT_REVOKED ->
          send(id, id, "GrantRevokeRequested", Requests.revocation(id).toString());
    }
  }

  private ObjectNode payment(String id) {
    var grant =
        new PlannedGrant(
            id,
            new Behaviour.Proper(),
            Kind.of(Ask.OUTGOING_PAYMENT),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);
    return Requests.request(grant, servers.walletAddress(grant), plan.lifetime());
  }

  private void send(
      @Nullable String grantId, @Nullable String key, String type, @Nullable String value) {
    var command =
        new ProducerRecord<String, byte[]>(
            topics.commands(), key, value == null ? null : value.getBytes(UTF_8));
    command.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    command.headers().add("ce_id", "1".getBytes(UTF_8));
    command.headers().add("ce_source", "/services/careless".getBytes(UTF_8));
    command.headers().add("ce_type", type.getBytes(UTF_8));
    command.headers().add("content-type", "application/json".getBytes(UTF_8));
    sent.publish(commands, grantId, type, command, Expectation.REJECTED);
  }
}
