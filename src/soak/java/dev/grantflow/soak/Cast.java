package dev.grantflow.soak;

import dev.grantflow.sandbox.authserver.Behaviour;
import dev.grantflow.sandbox.authserver.Behaviour.Faulty;
import dev.grantflow.sandbox.authserver.Behaviour.Proper;
import dev.grantflow.sandbox.authserver.Behaviour.Quirky;
import dev.grantflow.sandbox.authserver.Fault;
import dev.grantflow.sandbox.authserver.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Who plays: a part is a wallet address of some behaviour and a kind of grant that meets it. Every
/// kind comes with a proper server, and every behaviour with a kind to which it matters.
record Cast(List<Part> proper, List<Part> awkward) {

  /// A grant to be played.
  record Part(Behaviour behaviour, Kind kind) {

    /// A rotation without an answer is repeated for ten leases, which nothing else takes.
    boolean takesLongest() {
      return behaviour instanceof Faulty(var at, _) && at == Point.ROTATE;
    }
  }

  /// So many that whoever dies dies with some in flight.
  private static final int SLOW_CONTINUATIONS = 50;

  static final Cast ALL =
      new Cast(
          kinds().map(kind -> new Part(new Proper(), kind)).toList(),
          Behaviour.all().flatMap(Cast::parts).toList());

  Cast {
    proper = List.copyOf(proper);
    awkward = List.copyOf(awkward);
  }

  /// As many parts as asked for, each as often as the others of its sort, in random order.
  ///
  /// @param awkwardShare of 1
  List<Part> choose(int count, double awkwardShare, RandomGenerator random) {
    var awkwardCount = (int) (count * awkwardShare);
    var chosen = new ArrayList<Part>(repeated(awkward, awkwardCount, random));
    chosen.addAll(repeated(proper, count - awkwardCount, random));
    return shuffled(chosen, random);
  }

  private static List<Part> repeated(List<Part> parts, int count, RandomGenerator random) {
    return Stream.generate(() -> shuffled(parts, random))
        .flatMap(List::stream)
        .limit(count)
        .toList();
  }

  private static List<Part> shuffled(List<Part> parts, RandomGenerator random) {
    var mixed = new ArrayList<>(parts);
    for (int i = mixed.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      mixed.set(i, mixed.set(other, mixed.get(i)));
    }
    return mixed;
  }

  private static Stream<Kind> kinds() {
    var payment = Kind.of(Ask.OUTGOING_PAYMENT);
    return Stream.of(
            Stream.of(Ask.values()).map(Kind::of),
            Stream.of(Owner.values()).map(payment::with),
            Stream.of(Undo.values()).map(payment::with),
            Stream.of(Sending.values()).map(payment::with),
            Stream.of(Undo.values()).map(Kind.of(Ask.INCOMING_PAYMENT)::with),
            Stream.of(Sending.values()).map(Kind.of(Ask.QUOTE)::with),
            Stream.of(
                payment.with(Owner.DENIES).with(Undo.WITH_THE_CALLBACK),
                payment.with(Owner.RELOADS).with(Undo.WITH_THE_CALLBACK),
                payment.with(Owner.COMES_TWICE_AT_ONCE).with(Undo.WITH_THE_CALLBACK),
                payment.with(Undo.BEFORE_THE_REQUEST).with(Sending.TWICE),
                Kind.of(Ask.SUBJECT).with(Undo.WHEN_DECIDED)))
        .flatMap(kinds -> kinds);
  }

  private static Stream<Part> parts(Behaviour behaviour) {
    return kindsFor(behaviour).map(kind -> new Part(behaviour, kind));
  }

  private static Stream<Kind> kindsFor(Behaviour behaviour) {
    var payment = Kind.of(Ask.OUTGOING_PAYMENT);
    var simple = Kind.of(Ask.INCOMING_PAYMENT);
    return switch (behaviour) {
      case Proper _, Behaviour.General _ -> Stream.of(payment);
      case Quirky _ ->
          Stream.of(
              payment,
              payment.with(Owner.DENIES),
              payment.with(Undo.WITH_THE_CALLBACK),
              simple.with(Undo.WHEN_DECIDED));
      case Faulty(var at, var fault) when at == Point.CONTINUE && fault == Fault.SLOW ->
          Stream.generate(() -> payment).limit(SLOW_CONTINUATIONS);
      case Faulty(var at, _) -> at(at, payment, simple);
    };
  }

  private static Stream<Kind> at(Point point, Kind payment, Kind simple) {
    return switch (point) {
      case REQUEST -> Stream.of(payment, simple, simple.with(Undo.BEHIND_THE_REQUEST));
      case CONTINUE -> Stream.of(payment, payment.with(Undo.WITH_THE_CALLBACK));
      case CANCEL ->
          Stream.of(payment.with(Undo.WHEN_PENDING), simple.with(Undo.TWICE_WHEN_DECIDED));
      case REVOKE -> Stream.of(simple.with(Undo.WHEN_DECIDED));
      case ROTATE ->
          Stream.of(
              simple.with(Sending.FOLLOWED_BY_A_ROTATION),
              simple.with(Sending.FOLLOWED_BY_A_ROTATION).with(Undo.WHEN_DECIDED));
      case WALLET, JWKS, INTERACT, REDIRECTED, OTHER -> Stream.of(simple);
    };
  }
}
