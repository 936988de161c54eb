package dev.grantflow.grant;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

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

  record RotateToken(@Nullable String label) implements Act {}

  record RevokeToken(@Nullable String label) implements Act {}

  static Arbitrary<Act> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.integers().between(0, 400).map(Pass::new)),
        Tuple.of(7, Arbitraries.of(true, true, true, false).map(Claim::new)),
        Tuple.of(9, reply()),
        Tuple.of(4, Arbitraries.just(new Callback())),
        Tuple.of(1, Arbitraries.just(new Hint())),
        Tuple.of(2, Arbitraries.just(new Revoke())),
        Tuple.of(2, label().map(RotateToken::new)),
        Tuple.of(1, label().map(RevokeToken::new)));
  }

  private static Arbitrary<@Nullable String> label() {
    return Arbitraries.of("t0", "t0", "t1", "t2").injectNull(0.3);
  }

  private static Arbitrary<Act> reply() {
    return Combinators.combine(Said.any(), Arbitraries.of(true, true, false)).as(Reply::new);
  }
}
