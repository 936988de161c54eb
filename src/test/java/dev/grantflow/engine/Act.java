package dev.grantflow.engine;

import dev.grantflow.grant.Said;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// One thing that happens at some replica.
sealed interface Act {

  record Pass(int seconds) implements Act {}

  /// @param times how often the record is delivered, in one batch
  record Send(Word word, int times) implements Act {}

  /// @param jump whether time moves on to what is due
  record Claim(boolean jump) implements Act {}

  /// @param call which of all the calls ever made is answered, however late
  /// @param twice whether the answer is recorded again, as after a commit whose success was lost
  record Reply(int call, Said said, boolean twice) implements Act {}

  record Callback() implements Act {}

  record Hint() implements Act {}

  /// `by` is committed just before the first commit of `act`.
  record Overtaken(Act act, Act by) implements Act {}

  enum Word {
    REQUEST,
    /// Another request under the same id.
    OTHER,
    REVOKE,
    ROTATE_TOKEN,
    REVOKE_TOKEN
  }

  static Arbitrary<Act> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, alone()),
        Tuple.of(1, Combinators.combine(alone(), alone()).as(Overtaken::new)));
  }

  private static Arbitrary<Act> alone() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.integers().between(0, 400).map(Pass::new)),
        Tuple.of(3, send()),
        Tuple.of(7, Arbitraries.of(true, true, true, false).map(Claim::new)),
        Tuple.of(9, reply()),
        Tuple.of(4, Arbitraries.just(new Callback())),
        Tuple.of(1, Arbitraries.just(new Hint())));
  }

  private static Arbitrary<Act> send() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, Word.REQUEST),
                Tuple.of(2, Word.OTHER),
                Tuple.of(2, Word.REVOKE),
                Tuple.of(2, Word.ROTATE_TOKEN),
                Tuple.of(1, Word.REVOKE_TOKEN)),
            Arbitraries.integers().between(1, 2))
        .as(Send::new);
  }

  private static Arbitrary<Act> reply() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1), Tuple.of(1, 2)),
            Said.any(),
            Arbitraries.of(true, false))
        .as(Reply::new);
  }
}
