package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.ResourceCall.Answer;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/// What was sent. A payment is through as soon as it is made.
final class OutgoingPayments {
  private final Shelf shelf;
  private final IncomingPayments incoming;
  private final Quotes quotes;
  private final Spending spending = new Spending();
  private final Clock clock;

  OutgoingPayments(URI uri, IncomingPayments incoming, Quotes quotes, Clock clock) {
    shelf = new Shelf(uri, "outgoing-payment", clock);
    this.incoming = incoming;
    this.quotes = quotes;
    this.clock = clock;
  }

  /// By a quote, or by a receiver and an amount.
  private record Order(String receiver, Amount amount) {}

  Answer create(Rights rights, Form form) {
    Rights.Allowed allowed = rights.require("outgoing-payment", "create", form.wallet());
    Order order = order(form);
    String grantId = allowed.caller().grantId();
    incoming.open(order.receiver());
    spending.spend(
        grantId, allowed.item().path("limits"), order.receiver(), order.amount(), clock.instant());
    incoming.pay(order.receiver(), order.amount());
    ObjectNode payment = shelf.add(allowed.caller().client(), form.wallet());
    form.copy("quoteId", payment);
    payment.put("failed", false).put("receiver", order.receiver());
    payment.set("debitAmount", order.amount().toJson());
    payment.set("receiveAmount", order.amount().toJson());
    payment.set("sentAmount", order.amount().toJson());
    form.copy("metadata", payment);
    ObjectNode created = payment.deepCopy();
    created.set("grantSpentDebitAmount", spending.total(grantId).toJson());
    created.set("grantSpentReceiveAmount", spending.total(grantId).toJson());
    return new Answer(201, created);
  }

  private Order order(Form form) {
    if (form.has("quoteId")) {
      form.allow(List.of("walletAddress", "quoteId", "metadata"));
      ObjectNode quote = quotes.forPayment(form.text("quoteId"), form.wallet());
      return new Order(
          quote.path("receiver").asText(), IncomingPayments.amountOf(quote, "debitAmount"));
    }
    form.allow(List.of("walletAddress", "incomingPayment", "debitAmount", "metadata"));
    return new Order(
        form.text("incomingPayment"),
        form.amount("debitAmount")
            .orElseThrow(() -> Refusal.invalid("body must have property 'debitAmount'")));
  }

  Answer read(Rights rights, String name) {
    return shelf.read(rights, name);
  }

  Answer list(Rights rights, String wallet) {
    return shelf.list(rights, wallet);
  }
}
