package dev.grantflow.engine;

import dev.grantflow.grant.Secret;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import java.net.URI;

/// Where browsers reach this service.
///
/// @param publicUri absolute, http or https, without user information, query and fragment; finish
///   callbacks are `{publicUri}/finish/{callbackId}`
@Context
@ConfigurationProperties("grantflow")
public record PublicAddress(URI publicUri) {

  /// @throws IllegalArgumentException naming the property, its value and what it must be
  public PublicAddress {
    var scheme = publicUri.getScheme();
    var web = "https".equals(scheme) || "http".equals(scheme);
    var more = publicUri.getRawQuery() != null || publicUri.getRawFragment() != null;
    if (!web || publicUri.getHost() == null || publicUri.getRawUserInfo() != null || more) {
      throw new IllegalArgumentException(
          "grantflow.public-uri is %s and must be an absolute http or https URI without user"
                  .formatted(publicUri)
              + " information, query and fragment, such as https://grants.example.com");
    }
  }

  Secret finishUri(Secret callbackId) {
    var base = publicUri.toString();
    var trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return Secret.of(trimmed + "/finish/" + callbackId.reveal());
  }
}
