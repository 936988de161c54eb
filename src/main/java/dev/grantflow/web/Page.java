package dev.grantflow.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.MediaType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The one page there is: a heading and a text, without script and without anything to fetch.
final class Page {

  static final MediaType MEDIA_TYPE = MediaType.of("text/html;charset=utf-8");

  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center;
        font: 1rem/1.5 system-ui, sans-serif; color: #1c2430; background: #f3f5f8; }
      main { box-sizing: border-box; width: min(32rem, 100% - 2rem); padding: 2rem;
        background: #fff; border: 1px solid #dde2ea; border-radius: .75rem; }
      h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
      p { margin: 0; }
      @media (prefers-color-scheme: dark) {
        body { color: #e6e9ef; background: #12161c; }
        main { background: #1b212a; border-color: #303946; }
      }
      """;

  /// What the page may do, and where it may be shown: nothing, nowhere else, but its own style.
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
          .formatted(sha256(STYLE));

  private Page() {}

  static String of(Notice notice) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>%1$s</title>
    <style>%2$s</style>
    </head>
    <body>
    <main>
    <h1>%1$s</h1>
    <p>%3$s</p>
    </main>
    </body>
    </html>
    """
        .formatted(escape(notice.heading()), STYLE, escape(notice.text()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
