package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.ResourceCall.Answer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What payments would cost: exactly what arrives.
final class Quotes {
  private static final Duration GOOD_FOR = Duration.ofMinutes(5);

  private final Shelf shelf;
  private final IncomingPayments incoming;
  private final Clock clock;

  Quotes(URI uri, IncomingPayments incoming, Clock clock) {
    shelf = new Shelf(uri, "quote", clock);
    this.incoming = incoming;
    this.clock = clock;
  }

  Answer create(Rights rights, Form form) {
    form.allow(List.of("walletAddress", "receiver", "method", "debitAmount", "receiveAmount"));
    Rights.Allowed allowed = rights.require("quote", "create", form.wallet());
    if (!form.text("method").equals("ilp")) {
      throw Refusal.invalid("body.method must be equal to one of the allowed values: ilp");
    }
    Amount amount = amount(form, incoming.open(form.text("receiver")));
    ObjectNode quote = shelf.add(allowed.caller().client(), form.wallet());
    quote.put("receiver", form.text("receiver"));
    quote.set("debitAmount", amount.toJson());
    quote.set("receiveAmount", amount.toJson());
    quote.put("method", "ilp").put("expiresAt", clock.instant().plus(GOOD_FOR).toString());
    return new Answer(201, quote);
  }

  private static Amount amount(Form form, ObjectNode receiver) {
    if (form.has("debitAmount") && form.has("receiveAmount")) {
      throw Refusal.invalid("body must match exactly one schema in oneOf");
    }
    Optional<Amount> given = form.amount("debitAmount").or(() -> form.amount("receiveAmount"));
    if (given.isEmpty() && !receiver.has("incomingAmount")) {
      throw Refusal.invalid("an amount is needed: the receiver names none");
    }
    return given.orElseGet(() -> IncomingPayments.amountOf(receiver, "incomingAmount"));
  }

  Answer read(Rights rights, String name) {
    return shelf.read(rights, name);
  }

  /// @throws Refusal where it is unknown, too old, or of another wallet address
  ObjectNode forPayment(String uri, String wallet) {
    return shelf
        .find(uri)
        .filter(stored -> stored.wallet().equals(wallet))
        .map(Shelf.Stored::json)
        .filter(quote -> clock.instant().isBefore(Instant.parse(quote.path("expiresAt").asText())))
        .orElseThrow(() -> Refusal.invalid("quote is unknown, expired or of another wallet"));
  }
}
