package dev.grantflow.soak;

import java.util.List;

/// What is wrong with a command that must be refused.
enum Mistake {
  NOT_JSON,
  NO_VALUE,
  NO_GRANT_ID,
  NO_ACCESS,
  UNKNOWN_TYPE,
  UNKNOWN_MEMBER,
  FOREIGN_RETURN_URI,
  AMOUNT_BEYOND_64_BITS,
  FOREIGN_KEY,
  UNKNOWN_GRANT_REVOKED;

  static final List<Mistake> ALL = List.of(values());
}
