package dev.grantflow.soak;

/// What a grant is wanted for.
enum Ask {
  /// No consent is needed.
  INCOMING_PAYMENT,
  /// No consent is needed.
  QUOTE,
  /// The resource owner has to consent.
  OUTGOING_PAYMENT,
  /// Nothing but to know who the resource owner is, who has to consent.
  SUBJECT,
  /// Several labelled tokens at once.
  SEVERAL_TOKENS;

  boolean needsConsent() {
    return switch (this) {
      case INCOMING_PAYMENT, QUOTE, SEVERAL_TOKENS -> false;
      case OUTGOING_PAYMENT, SUBJECT -> true;
    };
  }
}
