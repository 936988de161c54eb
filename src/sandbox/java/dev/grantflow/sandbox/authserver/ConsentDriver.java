package dev.grantflow.sandbox.authserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Plays the resource owner at a consent page: opens it, checks that it asks, and presses a button.
public final class ConsentDriver {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final HttpClient BROWSER =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  private ConsentDriver() {}

  /// Approves.
  ///
  /// @return the finish callback that the browser is sent to; it is not followed
  public static URI approve(URI interactRedirect) {
    return callback(press(interactRedirect, "approve"));
  }

  /// Denies.
  ///
  /// @return the finish callback that the browser is sent to; it is not followed
  public static URI deny(URI interactRedirect) {
    return callback(press(interactRedirect, "deny"));
  }

  /// Approves a grant that asked for no finish callback.
  public static void approveWithoutFinish(URI interactRedirect) {
    requireStatus(press(interactRedirect, "approve"), 200);
  }

  /// Denies a grant that asked for no finish callback.
  public static void denyWithoutFinish(URI interactRedirect) {
    requireStatus(press(interactRedirect, "deny"), 200);
  }

  /// Types a code where codes are typed.
  ///
  /// @return the consent page that the browser is sent to
  public static URI enter(URI codes, String code) {
    HttpResponse<String> shown = send(HttpRequest.newBuilder(codes));
    requireStatus(shown, 200);
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(codes)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("code=" + code)));
    return callback(answer);
  }

  private static HttpResponse<String> press(URI page, String choice) {
    HttpResponse<String> shown = send(HttpRequest.newBuilder(page));
    requireStatus(shown, 200);
    if (!shown.body().contains("id=\"" + choice + "\"")) {
      throw new IllegalStateException("the page has no button " + choice);
    }
    return send(
        HttpRequest.newBuilder(page)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("choice=" + choice)));
  }

  private static URI callback(HttpResponse<String> answer) {
    requireStatus(answer, 303);
    return answer
        .headers()
        .firstValue("Location")
        .map(URI::create)
        .orElseThrow(() -> new IllegalStateException("the redirection has no Location"));
  }

  private static void requireStatus(HttpResponse<String> response, int status) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(
          "the consent page answered " + response.statusCode() + " instead of " + status);
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return BROWSER.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the consent page", e);
    }
  }
}
