package dev.grantflow.sandbox.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grantflow.sandbox.authserver.Fingerprint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// A CloudEvent as it stands on the events topic.
///
/// @param subject empty where it has none
/// @param data missing where it is not JSON
public record LoggedEvent(
    LoggedRecord message, String id, String type, String subject, JsonNode data) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WITH_TOKENS = List.of("GrantFinalized", "GrantTokenRotated");

  static LoggedEvent of(LoggedRecord message) {
    return new LoggedEvent(
        message,
        message.header("ce_id"),
        message.header("ce_type"),
        message.header("ce_subject"),
        data(message));
  }

  public boolean is(String name) {
    return type.equals(name);
  }

  boolean mayHoldTokens() {
    return WITH_TOKENS.contains(type);
  }

  boolean isRejection() {
    return is("GrantCommandRejected");
  }

  /// The grant that it tells of; empty where none is named.
  public String grantId() {
    return data.path("grantId").asText();
  }

  /// The fingerprints of the access tokens in it.
  List<String> tokens() {
    return List.copyOf(tokensByLabel().values());
  }

  /// The same, each by its label; empty for a token that has none. A rotation says the label beside
  /// the token, which need not repeat it.
  Map<String, String> tokensByLabel() {
    var given = data.path("access_token");
    var tokens = given.isArray() ? given : List.of(given);
    var fingerprints = new LinkedHashMap<String, String>();
    for (var token : tokens) {
      var value = token.path("value");
      if (value.isTextual()) {
        var label = token.path("label").asText(data.path("label").asText());
        fingerprints.put(label, Fingerprint.of(value.textValue()));
      }
    }
    return fingerprints;
  }

  /// Where the command came from that a rejection tells of.
  Place source() {
    var source = data.path("source");
    return new Place(
        source.path("topic").asText(),
        source.path("partition").asInt(-1),
        source.path("offset").asLong(-1));
  }

  /// What a rejection says was wrong, one text for each problem.
  List<String> problems() {
    return StreamSupport.stream(data.path("problems").spliterator(), false)
        .map(problem -> problem.path("message").asText())
        .toList();
  }

  @Override
  public String toString() {
    return "%s %s at %s".formatted(type, id, message);
  }

  private static JsonNode data(LoggedRecord message) {
    var value = message.value();
    try {
      return value == null ? JSON.missingNode() : JSON.readTree(value);
    } catch (IOException notJson) {
      return JSON.missingNode();
    }
  }
}
