package dev.grantflow.security;

import dev.grantflow.settings.CheckedAtStart;
import dev.grantflow.settings.InvalidSettingsException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.ssl.SslConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.web.router.resource.StaticResourceConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees at the start that the guard stands, and says who is let in.
@Context
@CheckedAtStart
@Order(SecurityAtStart.SOON)
@Requires(beans = EmbeddedServer.class)
final class SecurityAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityAtStart.class);

  /// Behind the check of the settings themselves, ahead of what connects to somewhere.
  static final int SOON = Ordered.HIGHEST_PRECEDENCE + 100;

  /// @throws IllegalArgumentException when something would be served that nothing guards or where
  ///   strangers are, when the framework is told to guard, to move or to log what it must not, when
  ///   the API is to be there for nobody, or when the issuer's keys are not in the file that should
  ///   have them
  SecurityAtStart(ApplicationContext context, SecuritySettings settings) {
    var barred = FrameworkSettings.faults(context.getEnvironment().getPropertySources());
    if (!barred.isEmpty()) {
      throw new InvalidSettingsException(barred);
    }
    if (!context.containsBean(SecurityFilter.class)) {
      throw new IllegalStateException("grantflow.security guards every request, and is not there");
    }
    var faults =
        Stream.of(
                ofFiles(context),
                ofPorts(context),
                ofApi(context, settings),
                ofKeys(settings.jwksFile()))
            .flatMap(Optional::stream)
            .toList();
    if (!faults.isEmpty()) {
      throw new InvalidSettingsException(faults);
    }
    if (settings.isOn()) {
      LOG.info("Tokens of {} for {} are believed", settings.issuer(), settings.audience());
    } else {
      LOG.warn(
          "No identity provider is configured (grantflow.security.issuer): what is set aside, and"
              + " metrics unless grantflow.security.metrics-open, are shut to everybody; health is"
              + " open without its details");
    }
  }

  /// They are no operations, so that nobody would be asked for a scope.
  private static Optional<String> ofFiles(ApplicationContext context) {
    return context.getBeansOfType(StaticResourceConfiguration.class).stream()
            .anyMatch(StaticResourceConfiguration::isEnabled)
        ? Optional.of(
            "grantflow.security guards operations, and files would be served to everybody: leave"
                + " micronaut.router.static-resources out")
        : Optional.empty();
  }

  /// The framework would serve everything at both.
  private static Optional<String> ofPorts(ApplicationContext context) {
    var inner = context.getProperty("endpoints.all.port", Integer.class);
    if (inner.isEmpty()) {
      return Optional.of(
          "GRANTFLOW_MANAGEMENT_PORT is not set (endpoints.all.port) and must be another port than"
              + " those that strangers reach");
    }
    return inner
        .filter(port -> port > 0 && openPorts(context).anyMatch(port::equals))
        .map(
            ("GRANTFLOW_MANAGEMENT_PORT is %d and must be another port than GRANTFLOW_PORT, which"
                    + " strangers reach")
                ::formatted);
  }

  private static Optional<String> ofApi(ApplicationContext context, SecuritySettings settings) {
    var isOn = context.getProperty("grantflow.api.enabled", Boolean.class).orElse(false);
    return isOn && !settings.isOn()
        ? Optional.of(
            "grantflow.api.enabled is true and nobody could use it: set grantflow.security.issuer,"
                + " grantflow.security.audience and grantflow.security.jwks-uri to the identity"
                + " provider whose tokens are believed")
        : Optional.empty();
  }

  /// With that for TLS, which the framework serves beside or instead of the other.
  private static Stream<Integer> openPorts(ApplicationContext context) {
    var isTlsOn =
        Stream.of("micronaut.server.ssl.enabled", "micronaut.ssl.enabled")
            .anyMatch(it -> context.getProperty(it, Boolean.class).orElse(false));
    var usual = isTlsOn ? Stream.of(SslConfiguration.DEFAULT_PORT) : Stream.<Integer>empty();
    var set =
        Stream.of("micronaut.server.port", "micronaut.server.ssl.port", "micronaut.ssl.port")
            .flatMap(it -> context.getProperty(it, Integer.class).stream());
    return Stream.concat(set, usual);
  }

  /// A server may be away at the start; a file is there or a mistake.
  private static Optional<String> ofKeys(@Nullable Path file) {
    if (file == null) {
      return Optional.empty();
    }
    try {
      var _ = KeyFetch.ofFile(file).fetch();
      return Optional.empty();
    } catch (IOException fault) {
      return Optional.of("grantflow.security.jwks-file: " + fault.getMessage());
    }
  }
}
