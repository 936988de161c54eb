package dev.grantflow.engine;

import dev.grantflow.grant.Secret;
import dev.grantflow.network.ThisMachine;
import dev.grantflow.settings.ShownUri;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import java.net.URI;

/// Where browsers reach this service.
///
/// @param publicUri where browsers reach Grantflow, such as `https://grants.example.com`: absolute,
///   without user information, query and fragment; plain `http` is for sandboxes. Finish callbacks
///   are below its `/finish/`, interactions begin below its `/start/`
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
                  .formatted(ShownUri.of(publicUri))
              + " information, query and fragment, such as https://grants.example.com");
    }
  }

  /// Whether what is sent to a browser reaches it over TLS.
  public boolean isSecure() {
    return "https".equals(publicUri.getScheme());
  }

  /// Whether browsers keep a cookie that only secure connections may carry: over TLS, and on the
  /// machine itself.
  boolean keepsSecureCookies() {
    return isSecure() || ThisMachine.isHostOf(publicUri);
  }

  Secret finishUri(Secret callbackId) {
    return Secret.of(base() + "/finish/" + callbackId.reveal());
  }

  URI startUri(Secret startId) {
    return URI.create(base() + "/start/" + startId.reveal());
  }

  private String base() {
    var base = publicUri.toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }
}
