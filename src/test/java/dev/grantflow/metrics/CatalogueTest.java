package dev.grantflow.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void filter() {
    meters.config().meterFilter(new Catalogue());
  }

  @Test
  void a_metric_has_its_help_text_however_it_is_registered() {
    var id = meters.counter("grantflow.dead.letters").getId();

    assertThat(id.getDescription()).isEqualTo(Metric.DEAD_LETTERS.help());
  }

  @Test
  void a_timer_has_its_buckets() {
    var timer = meters.timer("grantflow.step", "step", "request");

    assertThat(Stream.of(timer.takeSnapshot().histogramCounts()))
        .extracting((CountAtBucket it) -> it.bucket(TimeUnit.MILLISECONDS))
        .containsExactly(50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0);
  }

  @Test
  void what_is_of_a_library_is_left_as_it_is() {
    var timer = meters.timer("http.server.requests");

    assertThat(timer.getId().getDescription()).isNull();
    assertThat(timer.takeSnapshot().histogramCounts()).isEmpty();
  }
}
