package dev.grantflow.web;

import dev.grantflow.contract.Problems;
import dev.grantflow.contract.Texts;
import dev.grantflow.engine.DeadLetters.Order;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpParameters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads which dead letters are to be listed. A parameter that is not known is refused: a slip in
/// its name would list others.
sealed interface DeadLetterQuery {

  record OfAll(Order order, int limit) implements DeadLetterQuery {}

  record OfPartition(int partition, long from, Order order, int limit) implements DeadLetterQuery {

    /// The address of what follows.
    String next(String path, long next) {
      return "%s?partition=%d&from=%d&order=%s&limit=%d"
          .formatted(path, partition, next, name(order), limit);
    }
  }

  record Flawed(List<Problem> problems) implements DeadLetterQuery {}

  int LIMIT = 20;

  int LIMIT_MAX = 100;

  /// No topic has so many.
  int PARTITION_MAX = 999_999_999;

  List<String> PARAMETERS = List.of("order", "limit", "partition", "from");

  static DeadLetterQuery read(HttpParameters parameters) {
    var problems = new Problems();
    for (var name : parameters.names()) {
      if (!PARAMETERS.contains(name)) {
        problems.add(
            Texts.name(name),
            "There is no such parameter. Use " + String.join(", ", PARAMETERS) + ".");
      } else if (parameters.getAll(name).size() > 1) {
        problems.add(name, "It is there more than once. Give it once.");
      }
    }
    var order = order(parameters.get("order"), problems);
    var limit = number("limit", parameters.get("limit"), 1, LIMIT_MAX, problems).orElse(LIMIT);
    var partition = number("partition", parameters.get("partition"), 0, PARTITION_MAX, problems);
    var from = offset(parameters.get("from"), problems);
    if (from.isPresent() && parameters.get("partition") == null) {
      problems.add("partition", "It is missing. An offset is one of a partition; say which.");
    }
    if (!problems.isEmpty()) {
      return new Flawed(problems.list());
    }
    return partition
        .<DeadLetterQuery>map(it -> new OfPartition(it, from.orElse(end(order)), order, limit))
        .orElseGet(() -> new OfAll(order, limit));
  }

  private static Order order(@Nullable String text, Problems problems) {
    if (text == null) {
      return Order.NEWEST;
    }
    var order = Stream.of(Order.values()).filter(it -> name(it).equals(text)).findFirst();
    if (order.isEmpty()) {
      problems.add("order", "There is none of this name. Give newest or oldest.");
    }
    return order.orElse(Order.NEWEST);
  }

  private static Optional<Integer> number(
      String name, @Nullable String text, int min, int max, Problems problems) {
    var number =
        Optional.ofNullable(text)
            .filter(it -> it.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(it -> it >= min && it <= max);
    if (text != null && number.isEmpty()) {
      problems.add(name, "It is not a number from %d to %d.".formatted(min, max));
    }
    return number;
  }

  private static Optional<Long> offset(@Nullable String text, Problems problems) {
    var offset =
        Optional.ofNullable(text).filter(it -> it.matches("[0-9]{1,18}")).map(Long::valueOf);
    if (text != null && offset.isEmpty()) {
      problems.add("from", "It is not an offset. Give a whole number from 0.");
    }
    return offset;
  }

  /// Where the order begins.
  private static long end(Order order) {
    return switch (order) {
      case NEWEST -> Long.MAX_VALUE;
      case OLDEST -> 0;
    };
  }

  private static String name(Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }
}
