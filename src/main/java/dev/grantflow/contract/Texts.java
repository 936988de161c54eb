package dev.grantflow.contract;

import tools.jackson.databind.JsonNode;

/// Foreign text in our own sentences: short, on one line, and only where it may be told.
public final class Texts {

  private static final int VALUE_CHARACTERS_MAX = 64;

  private Texts() {}

  public static String cut(String text, int charactersMax) {
    if (text.length() <= charactersMax) {
      return text;
    }
    var end = charactersMax - 1;
    var splitsPair = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splitsPair ? end - 1 : end) + "…";
  }

  /// Control and format characters, line ends and lone surrogates become `?`.
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }

  /// A member's or a parameter's name, which whoever sent it has chosen.
  public static String name(String name) {
    return cut(visible(name), VALUE_CHARACTERS_MAX);
  }

  public static String quoted(String text) {
    return '"' + cut(visible(text), VALUE_CHARACTERS_MAX) + '"';
  }

  /// One of our sentences without the values in it. From the first quotation mark to the last, as a
  /// value may have some itself.
  public static String withoutQuoted(String sentence) {
    var first = sentence.indexOf('"');
    var last = sentence.lastIndexOf('"');
    return last > first
        ? sentence.substring(0, first) + "\"…\"" + sentence.substring(last + 1)
        : sentence;
  }

  /// The value as a sentence's subject, or `This value` where it must not be told. What has an `@`
  /// may be a URI with a password in it.
  static String subject(FieldPath path, JsonNode value) {
    if (!path.mayBeTold() || value.isContainer()) {
      return "This value";
    }
    var text = value.asString();
    return text.indexOf('@') >= 0 ? "This value" : quoted(text);
  }
}
