package dev.grantflow.soak;

import java.util.Locale;

/// A kind of grant: what is asked for, and what everybody does to it.
record Kind(Ask ask, Owner owner, Undo undo, Sending sending) {

  static Kind of(Ask ask) {
    return new Kind(ask, Owner.APPROVES, Undo.NEVER, Sending.ONCE);
  }

  Kind with(Owner changed) {
    return new Kind(ask, changed, undo, sending);
  }

  Kind with(Undo changed) {
    return new Kind(ask, owner, changed, sending);
  }

  Kind with(Sending changed) {
    return new Kind(ask, owner, undo, changed);
  }

  /// Whether nobody revokes it before it is decided.
  boolean isLeftUntilDecided() {
    return switch (undo) {
      case NEVER, WHEN_DECIDED, TWICE_WHEN_DECIDED -> true;
      case BEFORE_THE_REQUEST, BEHIND_THE_REQUEST, WHEN_PENDING, WITH_THE_CALLBACK -> false;
    };
  }

  /// In one letter or two for each part, for the ids of grants.
  String letters() {
    return (initials(ask) + "." + initials(owner) + "." + initials(undo) + "." + initials(sending))
        .replace('.', '-');
  }

  private static String initials(Enum<?> constant) {
    var initials = new StringBuilder();
    for (var word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      initials.append(word.charAt(0));
    }
    return initials.toString();
  }
}
