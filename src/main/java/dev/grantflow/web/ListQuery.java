package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.GrantRecords.Place;
import dev.grantflow.engine.GrantRecords.Query;
import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpParameters;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads which grants are to be listed. A parameter that is not known is refused: a filter with a
/// slip in its name would list everything.
sealed interface ListQuery {

  record Understood(Query query) implements ListQuery {}

  record Flawed(List<Problem> problems) implements ListQuery {}

  List<String> FILTERS =
      List.of(
          "state",
          "client",
          "server",
          "walletAddress",
          "subject",
          "acceptedFrom",
          "acceptedTo",
          "olderThan",
          "limit");

  String CURSOR = "cursor";

  int LIMIT = 50;

  int LIMIT_MAX = 200;

  Duration AGE_MAX = Duration.ofDays(36_525);

  /// @param now from which `olderThan` is counted
  static ListQuery read(HttpParameters parameters, Instant now) {
    var problems = new Problems();
    for (var name : parameters.names()) {
      if (!FILTERS.contains(name) && !name.equals(CURSOR)) {
        problems.add(
            Texts.name(name),
            "There is no such parameter. Use " + String.join(", ", FILTERS) + ", cursor.");
      } else if (parameters.getAll(name).size() > 1) {
        problems.add(name, "It is there more than once. Give it once.");
      }
    }
    var from = read(parameters, "acceptedFrom", Times::read, problems, TIME);
    var to = read(parameters, "acceptedTo", Times::read, problems, TIME);
    var age = read(parameters, "olderThan", ListQuery::age, problems, AGES);
    var state = read(parameters, "state", ListQuery::status, problems, STATES);
    var after = read(parameters, CURSOR, Cursor::read, problems, OURS);
    var limit = read(parameters, "limit", ListQuery::limit, problems, LIMITS);
    return problems.isEmpty()
        ? new Understood(
            new Query(
                state,
                parameters.get("client"),
                parameters.get("server"),
                parameters.get("walletAddress"),
                parameters.get("subject"),
                from,
                earlier(to, age == null ? null : now.minus(age)),
                after,
                limit == null ? LIMIT : limit))
        : new Flawed(problems.list());
  }

  /// Where the list goes on.
  ///
  /// @param path of the list
  static String next(String path, HttpParameters parameters, Place place) {
    var filters =
        FILTERS.stream()
            .filter(name -> parameters.get(name) != null)
            .map(name -> name + "=" + encoded(parameters.get(name)));
    return Stream.concat(filters, Stream.of(CURSOR + "=" + Cursor.of(place)))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  String TIME = "It is not a time of RFC 3339. Give one such as 2026-03-01T12:00:00Z.";

  String AGES = "It is not a duration of ISO 8601 up to 100 years. Give one such as PT15M or P2D.";

  String OURS = "It is not one of ours. Follow next, or begin without.";

  String LIMITS = "It is not a number from 1 to %d.".formatted(LIMIT_MAX);

  String STATES =
      "There is no such state. Give one of %s."
          .formatted(
              Stream.of(Status.values()).map(Status::name).collect(Collectors.joining(", ")));

  private static <T> @Nullable T read(
      HttpParameters parameters,
      String name,
      Function<String, Optional<T>> reading,
      Problems problems,
      String fault) {
    var text = parameters.get(name);
    if (text == null) {
      return null;
    }
    var value = reading.apply(text);
    if (value.isEmpty()) {
      problems.add(name, fault);
    }
    return value.orElse(null);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static Optional<Duration> age(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(it -> !it.isNegative() && it.compareTo(AGE_MAX) <= 0);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<Status> status(String text) {
    return Stream.of(Status.values()).filter(it -> it.name().equals(text)).findFirst();
  }

  private static Optional<Integer> limit(String text) {
    return text.matches("[0-9]{1,3}")
        ? Optional.of(Integer.valueOf(text)).filter(it -> it >= 1 && it <= LIMIT_MAX)
        : Optional.empty();
  }

  private static String encoded(@Nullable String value) {
    return value == null ? "" : URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }
}
