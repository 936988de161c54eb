package dev.grantflow.log;

/// Text as it may stand on a line of a log: what a terminal, a viewer or a reader would take for
/// something else than a character of it is written as an escape.
///
/// That is every control character (the ends of lines, ANSI's escape and its eight-bit forms),
/// every format character (marks that turn the direction of writing, that join, and that do not
/// show), Unicode's own separators of lines and paragraphs, and halves of surrogate pairs.
final class Plain {

  private Plain() {}

  /// @param charactersMax what is longer is cut, and how much is told
  static String line(String text, int charactersMax) {
    var plain = new StringBuilder(Math.min(text.length(), charactersMax) + 16);
    int at = 0;
    while (at < text.length() && at < charactersMax) {
      int character = text.codePointAt(at);
      append(plain, character);
      at += Character.charCount(character);
    }
    if (at < text.length()) {
      plain.append("… and %d characters more".formatted(text.length() - at));
    }
    return plain.toString();
  }

  private static void append(StringBuilder plain, int character) {
    switch (character) {
      case '\n' -> plain.append("\\n");
      case '\r' -> plain.append("\\r");
      case '\t' -> plain.append("\\t");
      default -> {
        if (isPlain(character)) {
          plain.appendCodePoint(character);
        } else if (Character.isBmpCodePoint(character)) {
          plain.append("\\u%04X".formatted(character));
        } else {
          plain.append("\\u{%X}".formatted(character));
        }
      }
    }
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
