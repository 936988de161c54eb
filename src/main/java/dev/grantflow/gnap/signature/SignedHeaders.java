package dev.grantflow.gnap.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// All headers of a signed request but `Host`, in the order in which they are to be sent.
public record SignedHeaders(SequencedMap<String, String> byName) {

  public SignedHeaders {
    byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
  }

  /// The names only: one of the values is the token.
  @Override
  public String toString() {
    return byName.sequencedKeySet().toString();
  }
}
