package dev.grantflow.sandbox.services;

/// Whether containers can be had, found out within seconds.
sealed interface DockerAnswer {

  /// A daemon answers at the address and every image is there.
  record Usable(String address) implements DockerAnswer {}

  /// No daemon answers, or an image is missing.
  ///
  /// @param reason continues a sentence after "because"
  record Unusable(String reason) implements DockerAnswer {}
}
