package dev.grantflow.sandbox.services;

import java.util.Locale;

/// The names that the MySQL server archive has for operating systems and processors.
final class Platform {

  private Platform() {}

  /// @param os as in the property `os.name`
  /// @param arch as in the property `os.arch`
  static String classifier(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    String family = system.startsWith("linux") ? "linux" : system.startsWith("mac") ? "mac" : "";
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          case String _ -> "";
        };
    if (family.isEmpty() || processor.isEmpty()) {
      throw new ServicesUnavailable(
          "There is no MySQL server archive for %s on %s: start Docker, or set %s=addresses and name running servers"
              .formatted(os, arch, Settings.SERVICES));
    }
    return family + "-" + processor;
  }
}
