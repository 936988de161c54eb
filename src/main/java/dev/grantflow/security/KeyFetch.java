package dev.grantflow.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where the issuer's keys come from. May be repeated, and takes its time.
@FunctionalInterface
interface KeyFetch {

  int BYTES_MAX = 256 * 1024;

  /// @throws IOException when there are none to be had, for now or at all
  JWKSet fetch() throws IOException;

  static KeyFetch of(SecuritySettings settings) {
    var file = settings.jwksFile();
    if (file != null) {
      return () -> parsed(Files.readString(file), file);
    }
    var uri = settings.jwksUri();
    if (uri == null) {
      throw new IllegalStateException("no issuer is configured");
    }
    return from(uri, settings.jwksTimeout());
  }

  private static KeyFetch from(URI uri, Duration timeout) {
    var retriever = new Direct(Math.toIntExact(timeout.toMillis()));
    var url = url(uri);
    return () -> parsed(within(timeout, retriever, url).getContent(), uri);
  }

  /// The retriever's own time-outs are for each read, so that a server which sends a byte now and
  /// then would be waited for without end.
  private static Resource within(Duration timeout, Direct retriever, URL url) throws IOException {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = thread.submit(() -> retriever.retrieveResource(url));
      try {
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        answer.cancel(true);
        throw new IOException("no whole answer within " + timeout, late);
      } catch (ExecutionException failure) {
        throw new IOException(String.valueOf(failure.getCause()), failure);
      } catch (InterruptedException interrupted) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  private static JWKSet parsed(String text, Object source) throws IOException {
    try {
      return JWKSet.parse(text).toPublicJWKSet();
    } catch (ParseException failure) {
      throw new IOException("%s holds no key set (RFC 7517)".formatted(source), failure);
    }
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException failure) {
      throw new IllegalArgumentException(
          "grantflow.security.jwks-uri is %s and must be an https URI".formatted(uri), failure);
    }
  }

  /// Follows no redirect: the address is configured, and so is who is believed.
  final class Direct extends DefaultResourceRetriever {

    Direct(int timeoutMillis) {
      super(timeoutMillis, timeoutMillis, BYTES_MAX);
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
      var connection = super.openHTTPConnection(url);
      connection.setInstanceFollowRedirects(false);
      return connection;
    }
  }
}
