package dev.grantflow.egress;

import java.util.regex.Pattern;

/// One header field of a request, written as given. Values are printable ASCII, which shuts out
/// header injection (RFC 9110 §5.5).
public record Header(String name, String value) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern PRINTABLE =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

  public Header {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a header field: " + name);
    }
    if (!PRINTABLE.matcher(value).matches()) {
      throw new IllegalArgumentException("value of header " + name + " is not printable ASCII");
    }
  }

  /// The name only: values carry tokens.
  @Override
  public String toString() {
    return name;
  }
}
