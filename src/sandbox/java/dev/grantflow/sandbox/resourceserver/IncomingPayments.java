package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.ResourceCall.Answer;
import java.math.BigInteger;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What is to be received, and has been.
final class IncomingPayments {
  private final Shelf shelf;
  private final URI authServer;

  IncomingPayments(URI uri, URI authServer, Clock clock) {
    shelf = new Shelf(uri, "incoming-payment", clock);
    this.authServer = authServer;
  }

  Answer create(Rights rights, Form form) {
    form.allow(List.of("walletAddress", "incomingAmount", "expiresAt", "metadata"));
    Rights.Allowed allowed = rights.require("incoming-payment", "create", form.wallet());
    Optional<Amount> incoming = form.amount("incomingAmount");
    ObjectNode payment = shelf.add(allowed.caller().client(), form.wallet());
    incoming.ifPresent(amount -> payment.set("incomingAmount", amount.toJson()));
    payment.set("receivedAmount", Amount.NONE.toJson());
    payment.put("completed", false);
    form.copy("expiresAt", payment);
    form.copy("metadata", payment);
    ObjectNode created = payment.deepCopy();
    created
        .putArray("methods")
        .addObject()
        .put("type", "ilp")
        .put("ilpAddress", "test.sandbox.receiver")
        .put("sharedSecret", "bm90LWEtc2VjcmV0");
    return new Answer(201, created);
  }

  /// Without a token only the public part is shown.
  Answer read(Rights rights, String uri, String name) {
    if (rights.caller() != null) {
      return shelf.read(rights, name);
    }
    JsonNode payment = find(uri).orElseThrow(Refusal::notFound);
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.set("receivedAmount", payment.path("receivedAmount"));
    return new Answer(200, shown.put("authServer", authServer.toString()));
  }

  Answer list(Rights rights, String wallet) {
    return shelf.list(rights, wallet);
  }

  Answer complete(Rights rights, String name) {
    ObjectNode payment = shelf.require(rights, "complete", name).json();
    payment.put("completed", true);
    return new Answer(200, payment);
  }

  Optional<ObjectNode> find(String uri) {
    return shelf.find(uri).map(Shelf.Stored::json);
  }

  /// @throws Refusal where there is nothing to be paid into any more
  ObjectNode open(String uri) {
    return find(uri)
        .filter(payment -> !payment.path("completed").asBoolean())
        .orElseThrow(() -> Refusal.invalid("receiver is unknown or completed"));
  }

  /// @param amount arrives at once
  void pay(String uri, Amount amount) {
    ObjectNode payment = open(uri);
    Amount received = amountOf(payment, "receivedAmount").plus(amount);
    payment.set("receivedAmount", received.toJson());
    if (payment.has("incomingAmount") && !amountOf(payment, "incomingAmount").exceeds(received)) {
      payment.put("completed", true);
    }
  }

  static Amount amountOf(JsonNode resource, String member) {
    return new Amount(new BigInteger(resource.path(member).path("value").asText()));
  }
}
