package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The places that are searched. Another is a line in [#of]: its name, its text, and which secrets
/// are there by design.
final class Places {

  private static final Set<String> BRING_TOKENS = Set.of("GrantFinalized", "GrantTokenRotated");

  /// The one field that tells where a resource owner begins.
  private static final Pattern BEGIN =
      Pattern.compile("(\"redirect\":\"[^\"]*/start/)[A-Za-z0-9_-]{43}\"");

  private static final List<String> MANAGEMENT =
      List.of(
          "/prometheus",
          "/health",
          "/health/readiness",
          "/set-aside",
          "/pauses",
          "/loggers",
          "/dead-letters?limit=100");

  private final List<Place> places = new ArrayList<>();

  /// @param isMeantToBeThere secrets that stand here by design
  private record Place(String name, String text, Predicate<Canary> isMeantToBeThere) {

    Stream<String> hits(Set<Canary> canaries, Predicate<Canary> which) {
      var lower = text.toLowerCase(Locale.ROOT);
      var standard = text.replace('-', '+').replace('_', '/');
      return canaries.stream()
          .filter(which)
          .filter(canary -> canary.isIn(text, lower, standard))
          .map(canary -> name + " has " + canary);
    }
  }

  static Places of(Stage stage, CapturedLog log, Map<String, String> columns) {
    var places = new Places();
    places.add("log", log.text());
    places.add("traces", stage.spans().text());
    MANAGEMENT.forEach(path -> places.add(path, managed(stage, path)));
    places.add("/grants", withoutBegin(managed(stage, "/grants?limit=200")), Places::isTyped);
    stage.eventRecords().seen(_ -> true).stream()
        .map(ConsumerRecord::key)
        .distinct()
        .map(id -> withoutBegin(managed(stage, "/grants/" + id)))
        .forEach(text -> places.add("/grants/{grantId}", text, Places::isTyped));
    for (var answer : stage.caller().answers()) {
      places.addAnswer(answer);
    }
    columns.forEach((column, text) -> places.add(column, text));
    for (var event : stage.eventRecords().seen(_ -> true)) {
      places.addEvent(header(event, "ce_type"), text(event));
    }
    for (var letter : stage.deadLetters().seen(_ -> true)) {
      places.add("dead letter", text(letter));
    }
    return places;
  }

  private static String managed(Stage stage, String path) {
    var answer = stage.caller().get(stage.grantflow().managementUri().resolve(path));
    return answer.body() + answer.headers().map();
  }

  List<String> hits(Set<Canary> canaries) {
    return places.stream()
        .flatMap(place -> place.hits(canaries, place.isMeantToBeThere().negate()))
        .distinct()
        .toList();
  }

  /// What is found where it is by design.
  List<String> meant(Set<Canary> canaries) {
    return places.stream()
        .flatMap(place -> place.hits(canaries, place.isMeantToBeThere()))
        .distinct()
        .toList();
  }

  /// What the management port says.
  String metrics() {
    return places.stream()
        .filter(place -> place.name().startsWith("/"))
        .map(Place::text)
        .collect(Collectors.joining("\n"));
  }

  /// How much there was to search, by place.
  Map<String, Long> sizes() {
    return places.stream()
        .collect(
            Collectors.groupingBy(
                Place::name,
                LinkedHashMap::new,
                Collectors.summingLong(place -> place.text().length())));
  }

  private void add(String name, String text) {
    add(name, text, _ -> false);
  }

  private void add(String name, String text, Predicate<Canary> isMeantToBeThere) {
    places.add(new Place(name, text, isMeantToBeThere));
  }

  /// Whoever asks reads the code that has to be typed, and where to begin; the browser that begins
  /// is given what it is known by.
  private void addAnswer(Caller.Answer answer) {
    var name = "HTTP answer " + answer.of();
    switch (answer.of()) {
      case "v1", "grants" -> add(name, withoutBegin(answer.text()), Places::isTyped);
      case "start" -> add(name, answer.text(), canary -> canary.is("start id"));
      case String _ -> add(name, answer.text());
    }
  }

  /// Tokens are in events of the one client that has them there.
  private void addEvent(String type, String text) {
    var name = "event " + type;
    if (type.equals("GrantPending")) {
      add(name, withoutBegin(text), Places::isTyped);
    } else if (BRING_TOKENS.contains(type) && text.contains("\"client\":\"shop\"")) {
      add(name, text, canary -> canary.is("value"));
    } else {
      add(name, text);
    }
  }

  private static boolean isTyped(Canary canary) {
    return canary.is("user_code") || canary.is("code");
  }

  private static String withoutBegin(String text) {
    return BEGIN.matcher(text).replaceAll("$1\"");
  }

  private static String header(ConsumerRecord<String, byte[]> event, String name) {
    return new String(event.headers().lastHeader(name).value(), UTF_8);
  }

  private static String text(ConsumerRecord<String, byte[]> message) {
    return StreamSupport.stream(message.headers().spliterator(), false)
        .map(header -> header.key() + ": " + new String(header.value(), UTF_8))
        .collect(
            Collectors.joining(
                "\n", message.key() + "\n", "\n" + new String(message.value(), UTF_8)));
  }
}
