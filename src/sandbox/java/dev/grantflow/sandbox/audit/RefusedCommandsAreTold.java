package dev.grantflow.sandbox.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.grantflow.sandbox.audit.SentCommands.Sent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who sends a bad command learns of it, and finds it again as it was.
final class RefusedCommandsAreTold implements Invariant {

  private static final List<String> HEADERS =
      List.of("dlq-reason", "dlq-problems", "dlq-topic", "dlq-partition", "dlq-offset", "dlq-time");

  @Override
  public String sentence() {
    return "every refused command has its event and its dead letter";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var letters = evidence.log().deadLetters().stream().collect(groupingBy(this::source));
    Map<Place, Sent> sent =
        evidence.acknowledged().stream()
            .collect(toMap(this::place, Function.identity(), (first, _) -> first));
    evidence
        .rejections()
        .forEach(
            (place, event) ->
                tally.check(letters.containsKey(place), () -> event + " has no dead letter"));
    letters.forEach(
        (place, copies) -> {
          tally.check(
              evidence.rejections().containsKey(place),
              () -> "dead letter %s has no event".formatted(copies.getFirst()));
          copies.forEach(letter -> checkLetter(letter, sent.get(place), tally));
        });
  }

  private static void checkLetter(LoggedRecord letter, @Nullable Sent sent, Tally tally) {
    var missing = HEADERS.stream().filter(name -> letter.header(name).isEmpty()).toList();
    tally.check(missing.isEmpty(), () -> "dead letter %s lacks %s".formatted(letter, missing));
    var isCut = !letter.header("dlq-omitted").isEmpty();
    var value = letter.value() == null ? new byte[0] : letter.value();
    tally.check(
        isCut || sent == null || Arrays.equals(value, sent.value()),
        () -> "dead letter %s is not what was sent: %s".formatted(letter, sent));
  }

  private Place place(Sent sent) {
    var place = sent.place();
    return place == null ? new Place("", -1, -1) : place;
  }

  private Place source(LoggedRecord letter) {
    return new Place(
        letter.header("dlq-topic"),
        (int) number(letter.header("dlq-partition")),
        number(letter.header("dlq-offset")));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
