package dev.grantflow.sandbox.services;

import java.util.List;
import java.util.Optional;

/// A library that MySQL expects from the system and that bare images lack, with the packages that
/// hold it.
///
/// @param deb one name per generation of the distributions
record SystemLibrary(String soname, List<String> deb, String rpm, String arch) {

  static final List<SystemLibrary> KNOWN =
      List.of(
          new SystemLibrary("libaio.so.1", List.of("libaio1", "libaio1t64"), "libaio", "libaio"),
          new SystemLibrary("libnuma.so.1", List.of("libnuma1"), "numactl-libs", "numactl"));

  SystemLibrary {
    deb = List.copyOf(deb);
  }

  static Optional<SystemLibrary> of(String soname) {
    return KNOWN.stream().filter(library -> library.soname.equals(soname)).findFirst();
  }

  /// Continues a sentence that says what is missing.
  String remedy() {
    return "install it with \"sudo apt-get update && sudo apt-get install %s\" (Debian, Ubuntu), \"sudo dnf install %s\" (Fedora, RHEL) or \"sudo pacman -S %s\" (Arch); Alpine has no glibc, which this server needs: use Docker there, or name running servers with %s=addresses"
        .formatted(String.join("\" or \"", deb), rpm, arch, Settings.SERVICES);
  }
}
