package dev.grantflow.trace;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.naming.conventions.StringConvention;
import io.micronaut.core.order.Ordered;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.Map;

/// Makes [Traces] of OpenTelemetry's own settings, `otel.*` and `OTEL_*`, which its SDK reads; of
/// the configuration's files it learns here. Off unless an exporter is named: no part of the SDK is
/// loaded then.
@Factory
final class TraceExport {

  private static final String EXPORTER = "otel.traces.exporter";
  private static final String NONE = "none";
  private static final String OTLP = "otlp";

  /// Meters and log lines leave by other ways.
  private static final Map<String, String> ALWAYS =
      Map.of("otel.metrics.exporter", NONE, "otel.logs.exporter", NONE);

  private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
  private static final String UNNAMED = "unknown_service";

  /// @throws IllegalArgumentException naming the setting that it cannot use
  @Context
  @Order(Ordered.HIGHEST_PRECEDENCE + 2)
  @Bean(preDestroy = "close")
  Traces traces(Environment environment) {
    var exporter = environment.getProperty(EXPORTER, String.class).orElse(NONE);
    var isDisabled = environment.getProperty("otel.sdk.disabled", Boolean.class).orElse(false);
    if (isDisabled || exporter.equals(NONE)) {
      return Traces.OFF;
    }
    if (!exporter.equals(OTLP)) {
      throw new IllegalArgumentException(
          "otel.traces.exporter is %s and must be otlp or none".formatted(exporter));
    }
    OtelFaults.check(environment);
    return new OpenTelemetryTraces(sdk(environment).getOpenTelemetrySdk());
  }

  private static AutoConfiguredOpenTelemetrySdk sdk(Environment environment) {
    var settings = settings(environment);
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesSupplier(() -> settings)
          .addPropertiesCustomizer(_ -> ALWAYS)
          .addResourceCustomizer((resource, _) -> named(resource))
          .build();
    } catch (ConfigurationException mistake) {
      throw OtelFaults.of(mistake, environment);
    }
  }

  private static Map<String, String> settings(Environment environment) {
    var settings = new HashMap<String, String>();
    settings.put("otel.exporter.otlp.protocol", "http/protobuf");
    environment
        .getProperties("otel", StringConvention.RAW)
        .forEach((name, value) -> settings.put("otel." + name, value.toString()));
    return settings;
  }

  private static Resource named(Resource resource) {
    var name = resource.getAttribute(SERVICE_NAME);
    return name == null || name.startsWith(UNNAMED)
        ? resource.toBuilder().put(SERVICE_NAME, "grantflow").build()
        : resource;
  }
}
