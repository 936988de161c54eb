package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Books.GrantEntry;
import dev.grantflow.sandbox.authserver.Books.TokenEntry;
import dev.grantflow.sandbox.authserver.GrantState;
import dev.grantflow.sandbox.authserver.Point;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A grant as its authorization server's books show it.
///
/// @param calls on it after the request that made it, in the order of their arrival
/// @param now by the server's clock
record ServerGrant(GrantEntry entry, List<CallEntry> calls, List<TokenEntry> tokens, Instant now) {

  /// Whether anything was ever done with it after its request.
  boolean isUntouched() {
    return calls.isEmpty() && !entry.visited();
  }

  /// Whether nobody outside Grantflow ever learnt of it.
  ///
  /// @param told the tokens that the services were told of
  boolean isUnseen(Set<String> told) {
    return !entry.visited() && !holdsAny(told) && calls(Point.CONTINUE).isEmpty();
  }

  List<TokenEntry> liveTokens() {
    return tokens.stream()
        .filter(token -> !token.ended() && now.isBefore(token.expiresAt()))
        .toList();
  }

  /// Whether somebody who holds its secrets could still get something out of it, as far as somebody
  /// was shown it.
  boolean isAlive() {
    return switch (entry.state()) {
      case PENDING -> entry.visited() && !entry.expired();
      case APPROVED -> true;
      case ISSUED -> tokens.isEmpty() || !liveTokens().isEmpty();
      case REJECTED, CANCELLED -> !liveTokens().isEmpty();
    };
  }

  boolean isCancelled() {
    return entry.state() == GrantState.CANCELLED;
  }

  List<CallEntry> calls(Point first, Point... more) {
    var wanted = EnumSet.of(first, more);
    return calls.stream().filter(call -> wanted.contains(call.what())).toList();
  }

  Behaviour behaviour() {
    return Behaviour.named(entry.walletName()).orElseGet(Behaviour.Proper::new);
  }

  /// The status of the last such call's answer; 0 where there was none.
  int lastStatus(Point first, Point... more) {
    return last(first, more).map(CallEntry::status).orElse(0);
  }

  Optional<CallEntry> last(Point first, Point... more) {
    return calls(first, more).stream().reduce((_, last) -> last);
  }

  Optional<TokenEntry> token(String fingerprint) {
    return tokens.stream().filter(token -> token.fingerprint().equals(fingerprint)).findFirst();
  }

  boolean holdsAny(Set<String> fingerprints) {
    return tokens.stream().anyMatch(token -> fingerprints.contains(token.fingerprint()));
  }

  /// The `grantId` behind the dot of a wallet address' name; empty where there is none.
  static String owner(String walletName) {
    var dot = walletName.indexOf('.');
    return dot < 0 ? "" : walletName.substring(dot + 1);
  }

  @Override
  public String toString() {
    return "grant %s of %s at the server (%s)"
        .formatted(entry.id(), entry.walletName(), entry.state());
  }
}
