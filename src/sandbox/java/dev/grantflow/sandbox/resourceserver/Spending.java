package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What was spent under each grant, against its limits.
final class Spending {
  private final Map<String, List<Spent>> byGrant = new HashMap<>();

  private record Spent(Instant at, Amount debit, Amount receive) {}

  /// @param limits of the access item; missing where there are none
  /// @throws Refusal with 403 where the payment is not within them
  void spend(String grantId, JsonNode limits, String receiver, Amount amount, Instant now) {
    if (limits.has("receiver") && !limits.path("receiver").asText().equals(receiver)) {
      throw Refusal.notGranted("another receiver was granted");
    }
    Window window =
        limits.has("interval")
            ? Window.of(limits.path("interval").asText(), now)
                .orElseThrow(() -> Refusal.notGranted("not within the interval that was granted"))
            : Window.ALWAYS;
    requireWithin(grantId, limits, "debitAmount", window, Spent::debit, amount);
    requireWithin(grantId, limits, "receiveAmount", window, Spent::receive, amount);
    byGrant
        .computeIfAbsent(grantId, unknown -> new ArrayList<>())
        .add(new Spent(now, amount, amount));
  }

  private void requireWithin(
      String grantId,
      JsonNode limits,
      String limit,
      Window window,
      Function<Spent, Amount> part,
      Amount amount) {
    if (limits.has(limit)) {
      Amount granted = Amount.read(limits.path(limit), limit);
      if (total(grantId, window, part).plus(amount).exceeds(granted)) {
        throw Refusal.notGranted("the " + limit + " that was granted would be exceeded");
      }
    }
  }

  /// Everything that a grant has spent.
  Amount total(String grantId) {
    return total(grantId, Window.ALWAYS, Spent::debit);
  }

  private Amount total(String grantId, Window window, Function<Spent, Amount> part) {
    return byGrant.getOrDefault(grantId, List.of()).stream()
        .filter(spent -> window.holds(spent.at()))
        .map(part)
        .reduce(Amount.NONE, Amount::plus);
  }
}
