package dev.grantflow.egress;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// Apache HttpClient with everything switched off that would act on its own.
final class ApacheClient {

  /// Below the five seconds after which Node servers close idle connections: a request that meets
  /// the closing is lost, and most of ours must not be sent twice.
  private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(4);

  /// Lets changes of DNS and of certificates take effect.
  private static final TimeValue CONNECTION_AGE_MAX = TimeValue.ofMinutes(2);

  private static final Http1Config HTTP1 =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build();

  private ApacheClient() {}

  static CloseableHttpClient create(
      EgressSettings settings, GuardedResolver resolver, SSLContext trusted) {
    return HttpClients.custom()
        .setConnectionManager(connections(settings, resolver, trusted))
        .setDefaultRequestConfig(requests(settings))
        .setKeepAliveStrategy(ApacheClient::keepAlive)
        .evictIdleConnections(IDLE_MAX)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .disableConnectionState()
        .disableDefaultUserAgent()
        .addRequestInterceptorLast(
            (request, entity, _) ->
                request.setHeaders(
                    Call.current()
                        .headers(entity == null ? 0 : Math.toIntExact(entity.getContentLength()))))
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(),
            "sending",
            (request, scope, chain) -> {
              // The connection stands; no byte of the request has left yet.
              Call.current().startSending();
              return chain.proceed(request, scope);
            })
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      EgressSettings settings, GuardedResolver resolver, SSLContext trusted) {
    return new ConnectionsBuilder()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(
            ClientTlsStrategyBuilder.create()
                .setSslContext(trusted)
                .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
                .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
                .buildClassic())
        .setMaxConnTotal(settings.connectionsMax())
        .setMaxConnPerRoute(settings.connectionsPerHostMax())
        .setConnectionFactory(_ -> new CheckedConnection(HTTP1))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(settings.connectTimeout()))
                .setSocketTimeout(timeout(settings.deadline()))
                // Every connection is checked before it is used again.
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .setTimeToLive(CONNECTION_AGE_MAX)
                .build())
        .setDefaultTlsConfig(
            TlsConfig.custom().setHandshakeTimeout(timeout(settings.connectTimeout())).build())
        .setDefaultSocketConfig(
            SocketConfig.custom().setSoTimeout(timeout(settings.deadline())).build())
        .build();
  }

  private static RequestConfig requests(EgressSettings settings) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(timeout(settings.connectTimeout()))
        .setResponseTimeout(timeout(settings.deadline()))
        .setAuthenticationEnabled(false)
        .setRedirectsEnabled(false)
        .setContentCompressionEnabled(false)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setConnectionKeepAlive(IDLE_MAX)
        .build();
  }

  private static TimeValue keepAlive(HttpResponse response, HttpContext context) {
    TimeValue announced =
        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    return announced.compareTo(IDLE_MAX) < 0 ? announced : IDLE_MAX;
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  /// Connects the sockets that a [CheckedConnection] needs.
  private static final class ConnectionsBuilder extends PoolingHttpClientConnectionManagerBuilder {

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          _ -> CheckedConnection.socket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }
  }
}
