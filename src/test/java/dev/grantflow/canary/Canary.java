package dev.grantflow.canary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A secret that is looked for, whatever it was written as.
final class Canary {

  private final String what;
  private final byte[] value;
  private final Set<String> forms;

  private Canary(String what, byte[] value) {
    this.what = what;
    this.value = value.clone();
    this.forms = forms(this.value);
  }

  /// @param what it is, for people
  static Canary of(String what, String value) {
    return new Canary(what, value.getBytes(UTF_8));
  }

  static Canary of(String what, byte[] value) {
    return new Canary(what, value);
  }

  /// @param text as it stands; of bytes that are no text, as ISO 8859-1
  /// @param lower the same in small letters, for hexadecimal
  /// @param standard the same in base64's standard alphabet
  boolean isIn(String text, String lower, String standard) {
    return forms.stream()
        .anyMatch(form -> text.contains(form) || lower.contains(form) || standard.contains(form));
  }

  boolean isIn(String text) {
    return isIn(text, text.toLowerCase(Locale.ROOT), text.replace('-', '+').replace('_', '/'));
  }

  /// All that [#isIn] finds, byte by byte.
  Set<String> exactForms() {
    return forms.stream()
        .flatMap(
            form ->
                Stream.of(
                    form, form.toUpperCase(Locale.ROOT), form.replace('+', '-').replace('/', '_')))
        .collect(Collectors.toSet());
  }

  private static Set<String> forms(byte[] value) {
    var forms = new LinkedHashSet<String>();
    var text = new String(value, UTF_8);
    if (Arrays.equals(text.getBytes(UTF_8), value)) {
      forms.add(text);
      forms.add(URLEncoder.encode(text, UTF_8));
      forms.add(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
      forms.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
    }
    forms.add(HexFormat.of().formatHex(value));
    forms.add(HexFormat.ofDelimiter(":").formatHex(value));
    var decimal = Arrays.toString(value);
    forms.add(decimal.substring(1, decimal.length() - 1));
    for (int before = 0; before < 3; before++) {
      forms.add(withinBase64(value, before));
    }
    forms.add(new String(value, ISO_8859_1));
    return forms;
  }

  /// What base64 of any text has in it that holds the value behind so many bytes of a group.
  private static String withinBase64(byte[] value, int before) {
    var shifted = new byte[before + value.length];
    System.arraycopy(value, 0, shifted, before, value.length);
    var encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    return encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
  }

  boolean is(String something) {
    return what.startsWith(something);
  }

  String value() {
    return new String(value, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Canary canary && Arrays.equals(value, canary.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /// Enough to find it.
  @Override
  public String toString() {
    return what + " " + forms.iterator().next();
  }
}
