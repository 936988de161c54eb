package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.TestcontainersConfiguration;

class DockerImagesTest {

  @Test
  void include_the_one_that_this_testcontainers_starts_first() throws IOException {
    try (InputStream code =
        TestcontainersConfiguration.class.getResourceAsStream("RyukContainer.class")) {
      assertThat(code).isNotNull();
      assertThat(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains(DockerImages.RYUK);
    }
  }

  @Test
  void have_the_versions_of_the_child_processes() throws IOException {
    assertThat(new DockerImages(new Versions("8.0.33.1", "4.2.0")).names())
        .containsExactly(DockerImages.RYUK, "mysql:8.0.33", "apache/kafka:4.2.0");
    assertThat(Versions.ofTheBuild().mysql()).matches("8\\.\\d+\\.\\d+");
  }

  @Test
  void are_cleaned_up_after_without_a_privileged_container() {
    assertThat(TestcontainersConfiguration.getInstance().isRyukPrivileged()).isFalse();
  }
}
