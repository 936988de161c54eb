package dev.grantflow.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.grant.Amount;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.FinishMethod;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Interval;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.StartMode;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the data of a `GrantRequested`: holds it against the rules that a schema cannot say, and
/// makes the domain's command of it.
final class GrantRequestedReader {

  private static final int METADATA_BYTES_MAX = 256 * 1024;

  private GrantRequestedReader() {}

  /// Looks only at values of the right kind: the schema has told of the others.
  static void check(JsonNode data, Problems problems) {
    for (var name : List.of("walletAddress", "authServer")) {
      checkUri(FieldPath.ROOT.member(name), data.path(name), problems);
    }
    checkUri(
        FieldPath.ROOT.member("interact").member("returnUri"),
        data.path("interact").path("returnUri"),
        problems);
    data.path("expiresIn").stringValueOpt().ifPresent(text -> checkExpiresIn(text, problems));
    checkTokens(FieldPath.ROOT.member("access_token"), data.path("access_token"), problems);
    for (var name : List.of("access_token", "subject", "metadata")) {
      PortableJson.check(FieldPath.ROOT.member(name), data.path(name), problems);
    }
    if (problems.isEmpty() && data.path("metadata").isObject()) {
      checkSize(data.path("metadata"), problems);
    }
  }

  /// It comes with every event. Numbers grow up to fivefold in canonical form (`1e20`), and an
  /// event larger than the topic takes would stop the relay for ever.
  private static void checkSize(JsonNode metadata, Problems problems) {
    var bytes = DataJson.canonical(metadata).canonical().getBytes(UTF_8).length;
    if (bytes > METADATA_BYTES_MAX) {
      problems.add(
          FieldPath.ROOT.member("metadata"),
          "In canonical form these are %d bytes, which are too many. Send at most %d."
              .formatted(bytes, METADATA_BYTES_MAX));
    }
  }

  /// @param data in which neither the schema nor [#check] found a fault
  static GrantRequested read(JsonNode data) {
    return new GrantRequested(
        new GrantId(data.path("grantId").stringValue()),
        data.path("client").stringValueOpt().map(ClientName::new).orElse(null),
        server(data),
        new Wanted(canonical(data, "access_token"), canonical(data, "subject")),
        data.has("interact") ? interact(data.path("interact")) : null,
        data.path("expiresIn").stringValueOpt().map(Duration::parse).orElse(null),
        canonical(data, "metadata"),
        data.has("keepFresh") ? data.path("keepFresh").booleanValue() : null);
  }

  private static Interact interact(JsonNode interact) {
    var start =
        interact
            .path("start")
            .valueStream()
            .map(mode -> StartMode.valueOf(mode.stringValue().toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    return new Interact(
        interact.path("returnUri").stringValueOpt().map(URI::create).orElse(null),
        start.isEmpty() ? Interact.START : start,
        interact
            .path("finish")
            .stringValueOpt()
            .map(method -> FinishMethod.valueOf(method.toUpperCase(Locale.ROOT)))
            .orElse(FinishMethod.REDIRECT));
  }

  private static Server server(JsonNode data) {
    return data.has("walletAddress")
        ? new Server.OfWalletAddress(URI.create(data.path("walletAddress").stringValue()))
        : new Server.GrantEndpoint(URI.create(data.path("authServer").stringValue()));
  }

  private static @Nullable Json canonical(JsonNode data, String name) {
    return data.has(name) ? DataJson.canonical(data.path(name)) : null;
  }

  private static void checkUri(FieldPath path, JsonNode node, Problems problems) {
    node.stringValueOpt()
        .flatMap(HttpUri::fault)
        .ifPresent(
            fault -> problems.add(path, "%s %s.".formatted(Texts.subject(path, node), fault)));
  }

  private static void checkExpiresIn(String text, Problems problems) {
    var isPositive = duration(text).filter(Duration::isPositive).isPresent();
    if (!isPositive) {
      problems.add(
          "expiresIn",
          "%s is not a positive ISO 8601 duration in days, hours, minutes and seconds."
                  .formatted(Texts.quoted(text))
              + " Give one such as PT15M.");
    }
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static void checkTokens(FieldPath path, JsonNode tokens, Problems problems) {
    if (!tokens.isArray()) {
      checkRights(path.member("access"), tokens.path("access"), problems);
      return;
    }
    var labels = new HashSet<String>();
    for (int i = 0; i < tokens.size(); i++) {
      var label = tokens.get(i).path("label");
      if (label.isString() && !labels.add(label.stringValue())) {
        problems.add(
            path.item(i).member("label"),
            "Another of the tokens has this label already. Give each a label of its own.");
      }
      checkRights(path.item(i).member("access"), tokens.get(i).path("access"), problems);
    }
  }

  private static void checkRights(FieldPath path, JsonNode rights, Problems problems) {
    for (int i = 0; i < rights.size(); i++) {
      var right = rights.path(i);
      var type = right.path("type").asString("");
      if (type.equals("outgoing-payment") || type.equals("incoming-payment")) {
        checkUri(path.item(i).member("identifier"), right.path("identifier"), problems);
      }
      if (type.equals("outgoing-payment")) {
        checkLimits(path.item(i).member("limits"), right.path("limits"), problems);
      }
    }
  }

  private static void checkLimits(FieldPath path, JsonNode limits, Problems problems) {
    checkUri(path.member("receiver"), limits.path("receiver"), problems);
    var interval = limits.path("interval");
    if (interval.isString() && !Interval.isValid(interval.stringValue())) {
      var at = path.member("interval");
      problems.add(
          at,
          "%s is not an ISO 8601 repeating interval. Give one such as R12/2026-01-31T00:00:00Z/P1M:"
                  .formatted(Texts.subject(at, interval))
              + " repetitions, then start and end, start and duration, or duration and end.");
    }
    for (var name : List.of("debitAmount", "receiveAmount")) {
      var value = limits.path(name).path("value");
      if (value.isString() && !Amount.isValue(value.stringValue())) {
        var at = path.member(name).member("value");
        problems.add(
            at,
            "%s does not fit. %s."
                .formatted(Texts.subject(at, value), Sentences.PATTERNS.get("amount")));
      }
    }
  }
}
