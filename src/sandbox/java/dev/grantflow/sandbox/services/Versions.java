package dev.grantflow.sandbox.services;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

/// The versions of the servers, which the build alone decides.
///
/// @param mysqlArchive MySQL's version and the archive's own release number behind it
record Versions(String mysqlArchive, String kafka) {

  static Versions ofTheBuild() throws IOException {
    Properties versions = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Versions.class.getResourceAsStream("versions.properties"))) {
      versions.load(in);
    }
    return new Versions(
        Objects.requireNonNull(versions.getProperty("mysql.server")),
        Objects.requireNonNull(versions.getProperty("kafka")));
  }

  String mysql() {
    return mysqlArchive.replaceFirst("\\.\\d+$", "");
  }
}
