package dev.grantflow;

/// How far two names are apart.
final class Letters {

  private Letters() {}

  /// How many letters have to be put in, taken out or changed to make one of the other
  /// (Levenshtein).
  static int between(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      var corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        var changed = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
