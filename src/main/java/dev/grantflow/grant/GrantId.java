package dev.grantflow.grant;

import java.util.regex.Pattern;

/// The sender's name for a grant, and the idempotency key of its request.
///
/// @param value 1 to 64 of `A-Z a-z 0-9 . _ ~ -`, so that it needs no escaping in a URI, a header
///   or a record key
public record GrantId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

  /// @throws IllegalArgumentException when the value is of another form
  public GrantId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("grantId is not 1 to 64 of A-Z a-z 0-9 . _ ~ -");
    }
  }

  public static boolean isValid(String value) {
    return FORM.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
