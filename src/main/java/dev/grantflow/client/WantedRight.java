package dev.grantflow.client;

import dev.grantflow.grant.Amount;
import dev.grantflow.grant.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A right that is asked for (RFC 9635 §8), held against a client's limits. It has been found valid
/// before.
///
/// @param path where it stands in the request
/// @param json an object with a type, or a string that refers to rights
record WantedRight(String path, JsonNode json) {

  List<Problem> problems(ClientLimits limits) {
    var problems = new ArrayList<Problem>();
    typeProblem(limits).ifPresent(problems::add);
    if (limits.amountsMax().isEmpty()) {
      return problems;
    }
    if (json.isString() && problems.isEmpty() && !isNamedByOperator(limits)) {
      problems.add(unbounded(limits));
    }
    if (json.isObject() && type().equals("outgoing-payment")) {
      problems.addAll(amountProblems(limits));
    }
    return problems;
  }

  private String type() {
    return json.isString() ? json.stringValue() : json.path("type").asString("");
  }

  private Optional<Problem> typeProblem(ClientLimits limits) {
    return limits.allowsType(type())
        ? Optional.empty()
        : Optional.of(
            new Problem(
                json.isString() ? path : path + ".type",
                "Client %s may not ask for this. Use one of %s, or add it to %s."
                    .formatted(
                        limits.client(),
                        limits.accessTypes().stream().sorted().toList(),
                        limits.property("access-types"))));
  }

  private List<Problem> amountProblems(ClientLimits limits) {
    var names =
        Stream.of("debitAmount", "receiveAmount")
            .filter(name -> json.path("limits").has(name))
            .toList();
    return names.isEmpty() && paysMoney()
        ? List.of(unlimited(limits))
        : names.stream().flatMap(name -> amountProblem(name, limits).stream()).toList();
  }

  /// A reference stands for any right (RFC 9635 §8.1), one to pay without a limit too, unless
  /// whoever configures the client says by its name that it may be asked for.
  private boolean isNamedByOperator(ClientLimits limits) {
    return limits.accessTypes().contains(type()) && !type().equals("outgoing-payment");
  }

  private Problem unbounded(ClientLimits limits) {
    return new Problem(
        path,
        "A reference to rights says nothing of amounts, and client %s may ask for %s at most. Give an object with a type, or add the reference to %s."
            .formatted(limits.client(), limits.amounts(), limits.property("access-types")));
  }

  /// Who only looks at payments needs no limit.
  private boolean paysMoney() {
    return json.path("actions").valueStream().anyMatch(it -> it.asString("").equals("create"));
  }

  private Problem unlimited(ClientLimits limits) {
    return new Problem(
        path + ".limits",
        "Without debitAmount and receiveAmount there is no limit, and client %s may ask for %s at most. Give one of the two, or remove %s."
            .formatted(limits.client(), limits.amounts(), limits.property("amounts-max")));
  }

  private Optional<Problem> amountProblem(String name, ClientLimits limits) {
    var field = path + ".limits." + name;
    var amount = amount(json.path("limits").path(name));
    var max = limits.amountsMax().get(amount.assetCode());
    if (max == null) {
      return Optional.of(
          new Problem(
              field + ".assetCode",
              "Client %s may not ask for amounts in this asset, only for up to %s. Use one of these, or add it to %s."
                  .formatted(limits.client(), limits.amounts(), limits.property("amounts-max"))));
    }
    return worth(amount).compareTo(max) <= 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                field,
                "This is more than the %s %s that client %s may ask for. Ask for less, or raise %s."
                    .formatted(
                        max.toPlainString(),
                        amount.assetCode(),
                        limits.client(),
                        limits.property("amounts-max"))));
  }

  private static Amount amount(JsonNode amount) {
    return new Amount(
        new BigInteger(amount.path("value").stringValue()),
        amount.path("assetCode").stringValue(),
        amount.path("assetScale").intValue());
  }

  /// In whole units, so that amounts of different scales compare.
  private static BigDecimal worth(Amount amount) {
    return new BigDecimal(amount.value(), amount.assetScale());
  }
}
