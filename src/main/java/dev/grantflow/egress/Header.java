package dev.grantflow.egress;

/// One header field of a request, written as given. Values are printable ASCII, which shuts out
/// header injection (RFC 9110 §5.5).
public record Header(String name, String value) {

  private static final String MARKS = "!#$%&'*+-.^_`|~";

  public Header {
    if (name.isEmpty() || !name.chars().allMatch(Header::isOfToken)) {
      throw new IllegalArgumentException("not the name of a header field: " + name);
    }
    if (value.isEmpty() || !value.chars().allMatch(Header::isPrintable) || hasSpaceAround(value)) {
      throw new IllegalArgumentException("value of header " + name + " is not printable ASCII");
    }
  }

  /// RFC 9110 §5.6.2.
  private static boolean isOfToken(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || MARKS.indexOf(character) >= 0;
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }

  private static boolean hasSpaceAround(String value) {
    return value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ';
  }

  /// The name only: values carry tokens.
  @Override
  public String toString() {
    return name;
  }
}
