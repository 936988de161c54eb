package dev.grantflow.sandbox.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.grantflow.sandbox.authserver.Books.TokenEntry;
import dev.grantflow.sandbox.authserver.Fingerprint;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A grant that is over has no secrets, and no secret stands in clear but in the events that bring
/// tokens.
final class SecretsAreGone implements Invariant {

  /// As long as anything that the authorization server keeps secret.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]{16,64}");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  @Override
  public String sentence() {
    return "secrets are gone from grants that are over, and stand nowhere else";
  }

  @Override
  public void check(Evidence evidence, Tally tally) {
    var secrets = evidence.books().secrets();
    var tokens =
        evidence.books().grants().stream()
            .flatMap(grant -> grant.tokens().stream())
            .map(TokenEntry::fingerprint)
            .collect(toSet());
    evidence.tables().grants().forEach(grant -> checkRow(grant, secrets, tally));
    for (var change : evidence.tables().history()) {
      checkText(change.eventId() + " in the history", change.cause(), secrets::contains, tally);
    }
    for (var event : evidence.log().events()) {
      Predicate<String> forbidden =
          event.mayHoldTokens()
              ? found -> secrets.contains(found) && !tokens.contains(found)
              : secrets::contains;
      checkText(event.toString(), text(event.message()), forbidden, tally);
    }
    for (var letter : evidence.log().deadLetters()) {
      checkText("dead letter " + letter, text(letter), secrets::contains, tally);
    }
  }

  private static void checkRow(GrantRecord grant, Set<String> secrets, Tally tally) {
    var key = grant.callbackKey();
    tally.check(!grant.isTerminal() || !grant.hasSecrets(), () -> grant + " still has its secrets");
    tally.check(
        key == null || DIGEST.matcher(key).matches(),
        () -> grant + " has a callback key that is no digest");
    checkText(grant + " in clear", grant.text(), secrets::contains, tally);
  }

  private static void checkText(
      String where, String text, Predicate<String> forbidden, Tally tally) {
    var found =
        WORD.matcher(text)
            .results()
            .map(MatchResult::group)
            .map(Fingerprint::of)
            .filter(forbidden)
            .collect(toSet());
    tally.check(found.isEmpty(), () -> "%s: secret %s".formatted(where, found));
  }

  private static String text(LoggedRecord message) {
    var value = message.value();
    return Stream.concat(
            Stream.of(value == null ? "" : new String(value, UTF_8)),
            message.headers().stream().map(LoggedRecord.Field::text))
        .collect(joining("\n"));
  }
}
