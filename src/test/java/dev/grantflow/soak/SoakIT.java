package dev.grantflow.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The short form of `./mvnw -Psoak`, with another seed each time: a failure prints it.
class SoakIT {

  @Test
  void nothing_is_lost_doubled_or_stuck_while_everything_around_breaks() throws Exception {
    var options = Options.of(Map.of("soak.duration", "60s", "soak.grants", "600")::get);

    var verdict =
        Soak.run(
            options,
            Path.of(System.getProperty("grantflow.jar")),
            Path.of(System.getProperty("grantflow.basedir"), "target", "soak"));

    assertThat(verdict.isClean()).as("%s%n%s", options.command(), verdict.lines()).isTrue();
  }
}
