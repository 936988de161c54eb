package dev.grantflow.grant;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// One thing that happens on a grant's random way.
sealed interface Act {

  record Pass(int seconds) implements Act {}

  /// @param jump whether time moves on to what is due; else the claim comes when it comes
  record Claim(boolean jump) implements Act {}

  /// @param fits whether it is an answer to the call in flight; else it may be one to another
  record Reply(Said said, boolean fits) implements Act {}

  record Callback() implements Act {}

  record Hint() implements Act {}

  record Revoke() implements Act {}

  static Arbitrary<Act> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.integers().between(0, 400).map(Pass::new)),
        Tuple.of(7, Arbitraries.of(true, true, true, false).map(Claim::new)),
        Tuple.of(9, reply()),
        Tuple.of(4, Arbitraries.just(new Callback())),
        Tuple.of(1, Arbitraries.just(new Hint())),
        Tuple.of(2, Arbitraries.just(new Revoke())));
  }

  private static Arbitrary<Act> reply() {
    return Combinators.combine(Said.any(), Arbitraries.of(true, true, false)).as(Reply::new);
  }
}
