package dev.grantflow.web;

import dev.grantflow.contract.CommandContent;
import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.Problems;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantId;
import dev.grantflow.security.Caller;
import io.micronaut.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a command of a request, by the same rules as one from Kafka.
sealed interface CommandBody {

  /// Which grant it is about, as far as it says so; it may be no id.
  @Nullable String grantId();

  record Understood(GrantCommand command) implements CommandBody {

    @Override
    public String grantId() {
      return command.grantId().value();
    }
  }

  record Flawed(ApiProblem problem, @Nullable String grantId) implements CommandBody {}

  String KEY = "Idempotency-Key";

  byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  /// A `GrantRequested`.
  ///
  /// @param key of [#key]; names the grant where the body does not
  /// @param caller acts for the client instance that is named; where none is, and there is only one
  ///   that it may act for, for that
  static CommandBody requested(byte[] body, @Nullable String key, Caller caller) {
    var problems = new Problems();
    if (!(object(body, problems) instanceof ObjectNode data)) {
      return flawed(problems);
    }
    checkName(data, key, problems);
    if (!problems.isEmpty()) {
      return new Flawed(ApiProblem.unreadable(problems.list()), grantId(data));
    }
    checkClient(data, caller, problems);
    return problems.isEmpty()
        ? read("GrantRequested", data)
        : new Flawed(ApiProblem.invalid(problems.list()), grantId(data));
  }

  /// A `GrantRevokeRequested`. The body is that command's data, which may leave the `grantId` to
  /// the address; there may be none.
  ///
  /// @param reason from the query
  static CommandBody revokeRequested(GrantId id, byte[] body, @Nullable String reason) {
    var problems = new Problems();
    var json = body.length == 0 ? EMPTY_OBJECT : body;
    if (!(object(json, problems) instanceof ObjectNode data)) {
      return flawed(problems);
    }
    if (data.has("grantId") && !data.path("grantId").equals(text(id.value()))) {
      problems.add(
          "grantId", "It is not the grant of the address. Make them equal or leave it out.");
    }
    if (data.has("reason") && reason != null) {
      problems.add("reason", "It is in the query and in the body. Give it once.");
    }
    data.put("grantId", id.value());
    if (reason != null && !data.has("reason")) {
      data.put("reason", reason);
    }
    return problems.isEmpty() ? read("GrantRevokeRequested", data) : flawed(problems);
  }

  private static @Nullable JsonNode object(byte[] body, Problems problems) {
    var data = DataJson.read("body", body, problems);
    if (data != null && !data.isObject()) {
      problems.add("body", "This is not a JSON object. Give one.");
    }
    return data;
  }

  private static void checkName(ObjectNode data, @Nullable String key, Problems problems) {
    if (key == null) {
      if (!data.has("grantId")) {
        problems.add(
            "grantId",
            "It is missing. Choose an id for the grant and give it here, or as the header field"
                + " Idempotency-Key.");
      }
      return;
    }
    if (!GrantId.isValid(key)) {
      problems.add(KEY, "It is not an id for a grant. Give 1 to 64 of A-Z a-z 0-9 . _ ~ -");
    } else if (!data.has("grantId")) {
      data.put("grantId", key);
    } else if (!data.path("grantId").equals(text(key))) {
      problems.add(KEY, "It is not the grantId of the body. Make them equal or leave one out.");
    }
  }

  /// Says the same of a client instance that is another's as of one that there is not. What is no
  /// name is left to the reading of the command.
  private static void checkClient(ObjectNode data, Caller caller, Problems problems) {
    var own = caller.clients();
    if (own == null) {
      return;
    }
    if (!data.has("client")) {
      if (own.size() == 1) {
        data.put("client", own.iterator().next());
      } else {
        problems.add(
            "client",
            "It is missing, and the token names %s. Name one that the token names."
                .formatted(own.isEmpty() ? "none" : "several"));
      }
    } else if (data.path("client").isString() && !own.contains(data.path("client").stringValue())) {
      problems.add(
          "client",
          "No client instance of this name is configured. Use a name under grantflow.clients.");
    }
  }

  private static CommandBody read(String type, JsonNode data) {
    var problems = new Problems();
    var command = CommandContent.read(type, data, problems);
    return command == null
        ? new Flawed(ApiProblem.invalid(problems.list()), grantId(data))
        : new Understood(command);
  }

  private static CommandBody flawed(Problems problems) {
    return new Flawed(ApiProblem.unreadable(problems.list()), null);
  }

  private static @Nullable String grantId(JsonNode data) {
    var named = data.path("grantId");
    return named.isString() ? named.stringValue() : null;
  }

  /// What `Idempotency-Key` says; null where it is not there.
  static @Nullable String key(HttpHeaders headers) {
    var key = headers.get(KEY);
    return key == null ? null : unquoted(key);
  }

  private static JsonNode text(String value) {
    return DataJson.MAPPER.getNodeFactory().stringNode(value);
  }

  /// Some write it as a structured field, in quotes.
  private static String unquoted(String key) {
    return key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }
}
