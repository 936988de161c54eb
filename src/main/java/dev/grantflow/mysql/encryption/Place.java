package dev.grantflow.mysql.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Where a ciphertext stands, which it is bound to as associated data. No part may hold a slash.
///
/// @param row what is unique in the table and never changes
public record Place(String table, String column, String row) {

  public Place {
    if (table.contains("/") || column.contains("/") || row.contains("/")) {
      throw new IllegalArgumentException("a slash in the place of a ciphertext");
    }
  }

  byte[] bytes() {
    return (table + "/" + column + "/" + row).getBytes(UTF_8);
  }
}
