package dev.grantflow.contract;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rules of the schemas over several fields together. A validator answers each branch of such a
/// rule on its own; whoever sent the command is told the rule once.
///
/// @param location the rule's place in the schemas
/// @param names of the fields, beside each other
record Combination(String location, List<String> names, String message) {

  static final List<Combination> ALL =
      List.of(
          new Combination(
              "GrantRequested.json#/allOf/0",
              List.of("walletAddress", "authServer"),
              "Exactly one of the two says where the grant is to be had. Give walletAddress or"
                  + " authServer, not both and not neither."),
          new Combination(
              "GrantRequested.json#/allOf/1",
              List.of("access_token", "subject"),
              "Nothing is asked for. Give access_token, subject or both."),
          new Combination(
              "GrantRequested.json#/allOf/2",
              List.of("interact"),
              "A subject without access_token is confirmed by the resource owner only. Add interact"
                  + " with a returnUri."),
          new Combination(
              "GrantRequested.json#/properties/interact/allOf/1",
              List.of("returnUri"),
              "No browser comes back with finish push or none. Remove returnUri, or give finish"
                  + " redirect."),
          new Combination(
              "common.json#/$defs/limits/not",
              List.of("debitAmount", "receiveAmount"),
              "Only one of the two can limit a payment. Remove debitAmount or receiveAmount."));

  Combination {
    names = List.copyOf(names);
  }

  static @Nullable Combination of(String schemaLocation) {
    return ALL.stream()
        .filter(it -> (schemaLocation + "/").contains(it.location + "/"))
        .findFirst()
        .orElse(null);
  }

  /// The fields' paths, parted by commas.
  String fields(FieldPath parent) {
    return names.stream()
        .map(name -> parent.member(name).toString())
        .collect(Collectors.joining(", "));
  }
}
