package dev.grantflow.security;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.filters.SecurityFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees at the start that the guard stands, and says who is let in.
@Context
@Order(SecurityAtStart.SOON)
@Requires(beans = EmbeddedServer.class)
final class SecurityAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityAtStart.class);

  /// Behind the check of the settings themselves, ahead of what connects to somewhere.
  static final int SOON = Ordered.HIGHEST_PRECEDENCE + 100;

  private static final String EVERYWHERE = "/**";

  /// @throws IllegalArgumentException when something would be served that nothing guards, or when
  ///   the API is to be there for nobody
  SecurityAtStart(ApplicationContext context, SecuritySettings settings) {
    var pattern =
        context.getProperty("micronaut.security.filter.pattern", String.class).orElse(EVERYWHERE);
    if (!context.containsBean(SecurityFilter.class) || !pattern.equals(EVERYWHERE)) {
      throw new IllegalArgumentException(
          "grantflow.security guards every request: leave micronaut.security.enabled and"
              + " micronaut.security.filter as they are");
    }
    var isApiOn = context.getProperty("grantflow.api.enabled", Boolean.class).orElse(false);
    if (isApiOn && !settings.isOn()) {
      throw new IllegalArgumentException(
          "grantflow.api.enabled is true and nobody could use it: set grantflow.security.issuer,"
              + " grantflow.security.audience and grantflow.security.jwks-uri to the identity"
              + " provider whose tokens are believed");
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
}
