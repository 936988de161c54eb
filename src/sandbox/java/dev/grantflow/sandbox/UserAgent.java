package dev.grantflow.sandbox;

import dev.grantflow.sandbox.authserver.ConsentDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// One user's browser: begins where `interact.redirect` says, presses a button at the consent page,
/// comes back with the cookies it was given, and goes no further by itself. Safe for use by several
/// threads.
public final class UserAgent {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private final CookieJar jar = new CookieJar();

  /// Begins.
  ///
  /// @param redirect as `GrantPending` tells it: of Grantflow, or of the authorization server
  ///   itself
  /// @return the consent page
  public URI open(URI redirect) {
    var answer = get(redirect);
    return switch (answer.statusCode()) {
      case 200 -> redirect;
      case 303 -> URI.create(answer.headers().firstValue("Location").orElseThrow());
      default ->
          throw new IllegalStateException(
              "the start answered " + answer.statusCode() + " instead of 303");
    };
  }

  /// Begins, approves and comes back.
  ///
  /// @return what the finish callback answered
  public HttpResponse<String> approve(URI redirect) {
    return get(ConsentDriver.approve(open(redirect)));
  }

  /// Begins, denies and comes back.
  ///
  /// @return what the finish callback answered
  public HttpResponse<String> deny(URI redirect) {
    return get(ConsentDriver.deny(open(redirect)));
  }

  /// @throws UncheckedIOException when nobody answers
  public HttpResponse<String> get(URI uri) {
    try {
      var request = jar.show(HttpRequest.newBuilder(uri)).timeout(PATIENCE).build();
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      jar.keep(response);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at " + uri.getHost(), e);
    }
  }

  public CookieJar jar() {
    return jar;
  }
}
