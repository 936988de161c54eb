package dev.grantflow.sandbox.authserver;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How the server behaves towards one grant, chosen by the name of a wallet address.
///
/// A wallet address `awkward-…`, `gnap` or `gnap-…` has an authorization server endpoint of its
/// own, which behaves that way. At the common endpoint the first access item's `identifier`
/// decides, then the client's wallet address. A name may go on with a dot and anything
/// (`awkward-error-500-once.7`, `bob.7`), which gives a fresh address of the same behaviour with an
/// endpoint of its own. All other names are served properly.
public sealed interface Behaviour {

  /// The name of the wallet address that asks for this behaviour.
  String walletName();

  /// As most deployed servers behave.
  record Proper() implements Behaviour {
    @Override
    public String walletName() {
      return "alice";
    }
  }

  /// One call goes wrong.
  record Faulty(Point at, Fault fault) implements Behaviour {
    @Override
    public String walletName() {
      return at == Point.REQUEST
          ? "awkward-" + kebab(fault)
          : "awkward-" + kebab(at) + "-" + kebab(fault);
    }
  }

  /// The protocol is spoken in another way.
  record Quirky(Quirk quirk) implements Behaviour {
    @Override
    public String walletName() {
      return "awkward-" + kebab(quirk);
    }
  }

  /// More of RFC 9635 is spoken than Open Payments has.
  record General(Dialect dialect) implements Behaviour {
    @Override
    public String walletName() {
      return dialect == Dialect.PLAIN ? "gnap" : "gnap-" + kebab(dialect);
    }

    @Override
    public boolean is(Quirk quirk) {
      return dialect.has(quirk);
    }
  }

  /// The behaviour that a wallet address name asks for; empty for an unknown `awkward-` or `gnap-`
  /// name.
  static Optional<Behaviour> named(String walletName) {
    int dot = walletName.indexOf('.');
    String name = dot < 0 ? walletName : walletName.substring(0, dot);
    if (name.equals("gnap") || name.startsWith("gnap-")) {
      return general().filter(behaviour -> behaviour.walletName().equals(name)).findFirst();
    }
    if (!walletName.startsWith("awkward-")) {
      return Optional.of(new Proper());
    }
    return all().filter(behaviour -> behaviour.walletName().equals(name)).findFirst();
  }

  /// The servers beyond Open Payments that can be asked for by name.
  static Stream<Behaviour> general() {
    return Arrays.stream(Dialect.values()).map(General::new);
  }

  /// Everything awkward that can be asked for by name.
  static Stream<Behaviour> all() {
    Stream<Behaviour> faulty =
        Stream.of(
                Point.REQUEST,
                Point.WALLET,
                Point.CONTINUE,
                Point.CANCEL,
                Point.ROTATE,
                Point.REVOKE)
            .flatMap(at -> Arrays.stream(Fault.values()).map(fault -> new Faulty(at, fault)));
    return Stream.concat(faulty, Arrays.stream(Quirk.values()).map(Quirky::new));
  }

  default boolean is(Quirk quirk) {
    return equals(new Quirky(quirk));
  }

  /// Whether more is understood than Open Payments has.
  default boolean isGeneral() {
    return this instanceof General;
  }

  default boolean speaks(Dialect dialect) {
    return equals(new General(dialect));
  }

  default Optional<Fault> faultAt(Point at) {
    return this instanceof Faulty(Point where, Fault fault) && where == at
        ? Optional.of(fault)
        : Optional.empty();
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
