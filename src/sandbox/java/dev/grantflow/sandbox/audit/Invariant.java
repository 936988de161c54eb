package dev.grantflow.sandbox.audit;

import java.util.List;

/// Something that must be true whatever has happened.
sealed interface Invariant
    permits CommandsTookEffect,
        RefusedCommandsAreTold,
        RefusedForCause,
        NothingUncommanded,
        NobodyWaitsForEver,
        EndsAreToldOnce,
        EventsMatchHistory,
        CopiesAreEqualAndInOrder,
        DuplicatesOnlyForCause,
        LiveTokensAreHeld,
        LiveGrantsAreHeld,
        ContinuedOnce,
        OneTokenEach,
        RotatedInOrder,
        NeverContinuedAndCancelledTogether,
        RevocationsTookEffect,
        OvertakenRequestsNeverSent,
        SecretsAreGone,
        HistoryIsGapless,
        NothingLeftBehind,
        NoCallWithoutIntent,
        WaitIsHonoured {

  /// In one sentence.
  String sentence();

  void check(Evidence evidence, Tally tally);

  default Finding find(Evidence evidence) {
    var tally = new Tally();
    check(evidence, tally);
    return tally.finding(sentence());
  }

  static List<Invariant> all() {
    return List.of(
        new CommandsTookEffect(),
        new RefusedCommandsAreTold(),
        new RefusedForCause(),
        new NothingUncommanded(),
        new NobodyWaitsForEver(),
        new EndsAreToldOnce(),
        new EventsMatchHistory(),
        new CopiesAreEqualAndInOrder(),
        new DuplicatesOnlyForCause(),
        new LiveTokensAreHeld(),
        new LiveGrantsAreHeld(),
        new ContinuedOnce(),
        new OneTokenEach(),
        new RotatedInOrder(),
        new NeverContinuedAndCancelledTogether(),
        new RevocationsTookEffect(),
        new OvertakenRequestsNeverSent(),
        new SecretsAreGone(),
        new HistoryIsGapless(),
        new NothingLeftBehind(),
        new NoCallWithoutIntent(),
        new WaitIsHonoured());
  }
}
