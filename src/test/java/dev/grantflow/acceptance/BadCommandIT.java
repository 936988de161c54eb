package dev.grantflow.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A command that cannot be accepted is answered with the field named, goes byte for byte to the
/// dead letters, and does not stop the command behind it.
class BadCommandIT {

  private static final String WALLET = "\"walletAddress\": \"https://wallet.example/alice\"";
  private static final String QUOTE =
      "\"access_token\": {\"access\": [{\"type\": \"quote\", \"actions\": [\"read\"]}]}";

  private final Platform platform = Platform.shared();
  private final String grantId = Platform.newGrantId();

  static Stream<Arguments> badRequests() {
    return Stream.of(
        arguments("neither walletAddress nor authServer", QUOTE, "walletAddress"),
        arguments(
            "both walletAddress and authServer",
            WALLET + ", \"authServer\": \"https://as.example/\", " + QUOTE,
            "walletAddress"),
        arguments("unknown client", "\"client\": \"stranger\", " + WALLET + ", " + QUOTE, "client"),
        arguments("nothing wanted", WALLET, "access_token"),
        arguments("misspelt member", WALLET + ", " + QUOTE + ", \"expiresin\": 1", "expiresin"),
        arguments(
            "debitAmount with receiveAmount",
            WALLET
                + ","
                + outgoing(
                    "{\"debitAmount\": %1$s, \"receiveAmount\": %1$s}".formatted(amount("1"))),
            "access_token.access[0].limits"),
        arguments(
            "amount beyond 64 bits",
            WALLET
                + ","
                + outgoing("{\"debitAmount\": %s}".formatted(amount("18446744073709551616"))),
            "access_token.access[0].limits.debitAmount.value"),
        arguments(
            "negative amount",
            WALLET + "," + outgoing("{\"debitAmount\": %s}".formatted(amount("-1"))),
            "access_token.access[0].limits.debitAmount.value"),
        arguments(
            "bad interval",
            WALLET + "," + outgoing("{\"interval\": \"every month\"}"),
            "access_token.access[0].limits.interval"),
        arguments(
            "unknown action",
            WALLET
                + ",\"access_token\": {\"access\": [{\"type\": \"quote\", \"actions\":"
                + " [\"steal\"]}]}",
            "access_token.access[0].actions[0]"),
        arguments(
            "return URI outside the allow-list",
            WALLET
                + ","
                + QUOTE
                + ", \"interact\": {\"returnUri\": \"https://shop.example.evil.example/return\"}",
            "interact.returnUri"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRequests")
  void a_request_with_a_fault_names_the_field(String fault, String members, String field) {
    var data = "{\"grantId\": \"%s\", %s}".formatted(grantId, members);

    platform.commands().publish(grantId, "GrantRequested", data);

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/field").textValue()).startsWith(field);
    assertThat(rejected.data().at("/problems/0/message").textValue()).endsWith(".");
    assertThat(rejected.data().at("/source/topic").textValue()).isEqualTo(Commands.TOPIC);
    assertDeadLetter(grantId, data);
    assertNextCommandIsServed(grantId);
  }

  @Test
  void malformed_json_is_answered_under_its_record_key() {
    var command = command(grantId, "GrantRequested", "{\"grantId\": ");

    platform.commands().send(command);

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/message").textValue()).contains("JSON");
    assertDeadLetter(grantId, "{\"grantId\": ");
    assertNextCommandIsServed(grantId);
  }

  @Test
  void a_missing_grant_id_is_asked_for() {
    platform.commands().send(command(grantId, "GrantRequested", "{" + WALLET + "," + QUOTE + "}"));

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/field").textValue()).isEqualTo("grantId");
    assertNextCommandIsServed(grantId);
  }

  @Test
  void an_unknown_event_type_is_named() {
    platform
        .commands()
        .send(command(grantId, "GrantWished", "{\"grantId\": \"%s\"}".formatted(grantId)));

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/field").textValue()).isEqualTo("ce_type");
    assertThat(rejected.data().at("/problems/0/message").textValue()).contains("GrantRequested");
    assertNextCommandIsServed(grantId);
  }

  @Test
  void another_request_under_the_same_id_is_refused_and_the_same_one_changes_nothing() {
    var bob = platform.wallet("bob").toString();
    var first = Samples.incomingPayment(grantId, bob);
    platform.commands().publish(grantId, "GrantRequested", first);
    platform.events().await(grantId, "GrantFinalized", Platform.PATIENCE);

    platform.commands().publish(grantId, "GrantRequested", first);
    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.incomingPayment(grantId, platform.wallet("carol").toString()));

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/field").textValue()).isEqualTo("grantId");
    assertThat(platform.events().of(grantId))
        .extracting(SeenEvent::type)
        .containsExactly("GrantFinalized", "GrantCommandRejected");
  }

  @Test
  void revoking_an_unknown_grant_is_refused_and_remembered() {
    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "too early"));
    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);

    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.incomingPayment(grantId, platform.wallet("bob").toString()));

    platform.events().await(grantId, "GrantRevoked", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/field").textValue()).isEqualTo("grantId");
    assertThat(platform.events().of(grantId))
        .extracting(SeenEvent::type)
        .containsExactly("GrantCommandRejected", "GrantRevoked");
  }

  @Test
  void revoking_a_failed_grant_is_refused() {
    platform
        .commands()
        .publish(
            grantId,
            "GrantRequested",
            Samples.incomingPayment(
                grantId, platform.wallet("awkward-wallet-not-found").toString()));
    platform.events().await(grantId, "GrantFailed", Platform.PATIENCE);

    platform
        .commands()
        .publish(grantId, "GrantRevokeRequested", Samples.revocation(grantId, "too late"));

    var rejected = platform.events().await(grantId, "GrantCommandRejected", Platform.PATIENCE);
    assertThat(rejected.data().at("/problems/0/message").textValue()).contains("FAILED");
  }

  private void assertDeadLetter(String key, String value) {
    var deadLetter =
        platform
            .deadLetters()
            .await(
                message -> key.equals(message.key()),
                Platform.PATIENCE,
                "the dead letter of " + key);
    assertThat(deadLetter.value()).isEqualTo(value.getBytes(UTF_8));
    assertThat(deadLetter.headers().lastHeader("ce_type").value()).asString().startsWith("Grant");
    assertThat(deadLetter.headers())
        .extracting(header -> header.key())
        .contains("dlq-reason", "dlq-topic", "dlq-partition", "dlq-offset");
  }

  /// Same key, hence same partition: what stands behind the bad record.
  private void assertNextCommandIsServed(String key) {
    var bob = platform.wallet("bob").toString();
    platform.commands().publish(key, "GrantRequested", Samples.incomingPayment(key, bob));
    platform.events().await(key, "GrantFinalized", Platform.PATIENCE);
  }

  private static ProducerRecord<String, byte[]> command(String key, String type, String value) {
    var command = new ProducerRecord<>(Commands.TOPIC, key, value.getBytes(UTF_8));
    command.headers().add("ce_specversion", "1.0".getBytes(UTF_8));
    command.headers().add("ce_id", "1".getBytes(UTF_8));
    command.headers().add("ce_source", "/test".getBytes(UTF_8));
    command.headers().add("ce_type", type.getBytes(UTF_8));
    command.headers().add("content-type", "application/json".getBytes(UTF_8));
    return command;
  }

  private static String outgoing(String limits) {
    return """
    "access_token": {"access": [{"type": "outgoing-payment", "actions": ["create"],
      "identifier": "https://wallet.example/alice", "limits": %s}]}
    """
        .formatted(limits);
  }

  private static String amount(String value) {
    return "{\"value\": \"%s\", \"assetCode\": \"USD\", \"assetScale\": 2}".formatted(value);
  }
}
