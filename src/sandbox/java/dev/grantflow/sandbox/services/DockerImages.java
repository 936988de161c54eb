package dev.grantflow.sandbox.services;

import java.util.List;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// The images that the containers need, under the names that the user's Testcontainers settings
/// give them.
record DockerImages(Versions versions) {

  /// Fixed by the version of Testcontainers, which starts it before anything else.
  static final String RYUK = "testcontainers/ryuk:0.14.0";

  DockerImageName mysql() {
    return DockerImageName.parse("mysql:" + versions.mysql());
  }

  DockerImageName kafka() {
    return DockerImageName.parse("apache/kafka:" + versions.kafka());
  }

  List<String> names() {
    ImageNameSubstitutor names = ImageNameSubstitutor.instance();
    return List.of(DockerImageName.parse(RYUK), mysql(), kafka()).stream()
        .map(image -> names.apply(image).asCanonicalNameString())
        .toList();
  }
}
