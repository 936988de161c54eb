package dev.grantflow.gnap.signature;

import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What is signed (RFC 9421 §2.5): one line for each covered component, and the signature
/// parameters. Holds the access token, so it is neither printed nor put into an exception.
final class SignatureBase {

  private final String parameters;
  private final String text;

  /// @param components values by component name, in the order in which they are covered
  /// @param parameters the signature parameters after the component list, from `;` on
  SignatureBase(SequencedMap<String, String> components, String parameters) {
    components.forEach(SignatureBase::check);
    check("@signature-params", parameters);
    this.parameters =
        components.sequencedKeySet().stream()
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(" ", "(", ")" + parameters));
    StringBuilder lines = new StringBuilder();
    components.forEach(
        (name, value) -> lines.append('"').append(name).append("\": ").append(value).append('\n'));
    this.text = lines.append("\"@signature-params\": ").append(this.parameters).toString();
  }

  /// A line break in a value would let it pass for another component.
  private static void check(String component, String value) {
    if (!value.chars().allMatch(it -> it >= ' ' && it <= '~')) {
      throw new IllegalArgumentException(
          "signature component " + component + " is not one line of ASCII");
    }
  }

  /// The value of `@signature-params`, which is the member of `Signature-Input` too.
  String parameters() {
    return parameters;
  }

  String text() {
    return text;
  }
}
