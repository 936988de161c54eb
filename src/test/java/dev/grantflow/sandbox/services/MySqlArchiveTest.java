package dev.grantflow.sandbox.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlArchiveTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, x86_64, mac-x86_64",
    "Mac OS X, aarch64, mac-aarch64",
  })
  void is_there_for_the_platform(String os, String arch, String classifier) {
    assertThat(Platform.classifier(os, arch)).isEqualTo(classifier);
  }

  @Test
  void names_the_way_out_where_there_is_none() {
    assertThatThrownBy(() -> Platform.classifier("Windows 11", "amd64"))
        .isInstanceOf(ServicesUnavailable.class)
        .hasMessage(
            "There is no MySQL server archive for Windows 11 on amd64: start Docker, or set"
                + " grantflow.services=addresses and name running servers");
  }

  @Test
  void tells_every_tenth_part_of_its_download_and_nothing_of_small_files() {
    List<String> told = new ArrayList<>();
    DownloadProgress progress = new DownloadProgress(told::add);

    progress.line("Progress (1): 0.5/1.2 MB");
    progress.line("Progress (1): 4.1/6.1 kB");
    IntStream.rangeClosed(1, 40)
        .forEach(mb -> progress.line("Progress (1): %d/40 MB".formatted(mb)));

    assertThat(told).hasSize(10).startsWith("  4 of 40 MB").endsWith("  40 of 40 MB");
  }
}
