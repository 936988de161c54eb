package dev.grantflow.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Gives each metric its help text, and timers their buckets, when it is registered.
@Singleton
final class Catalogue implements MeterFilter {

  /// In seconds. A call has its deadline at some seconds; until a grant is pending nobody has to do
  /// anything but the service and the server; and a decision may take an answer at once or a user
  /// who comes back the next day.
  private static final Map<Metric, double[]> BUCKETS =
      Map.of(
          Metric.STEP,
          new double[] {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
          Metric.GRANT_PENDING,
          new double[] {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300},
          Metric.GRANT_DECIDED,
          new double[] {0.25, 1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 86_400});

  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  @Override
  public Meter.Id map(Meter.Id id) {
    return Metric.of(id.getName()).map(metric -> withHelp(id, metric.help())).orElse(id);
  }

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return Metric.of(id.getName())
        .map(BUCKETS::get)
        .map(
            seconds ->
                DistributionStatisticConfig.builder()
                    .serviceLevelObjectives(nanos(seconds))
                    .build()
                    .merge(config))
        .orElse(config);
  }

  private static Meter.Id withHelp(Meter.Id id, String help) {
    return new Meter.Id(id.getName(), Tags.of(id.getTags()), id.getBaseUnit(), help, id.getType());
  }

  private static double[] nanos(double... seconds) {
    return DoubleStream.of(seconds).map(it -> it * NANOS).toArray();
  }
}
