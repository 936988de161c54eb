package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A signed call to the server, written for these tests from RFC 9421 and RFC 9635 §7.3.1. What was
/// signed can be changed before it is sent.
public final class SignedCall {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String method;
  private final URI uri;
  private final String body;
  private final PrivateKey key;
  private final Clock clock;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String parameters = ";tag=\"gnap\";nonce=\"n-1\"";
  private boolean chunked;

  SignedCall(
      String method, URI uri, String body, @Nullable String token, PrivateKey key, Clock clock) {
    this.method = method;
    this.uri = uri;
    this.body = body;
    this.key = key;
    this.clock = clock;
    headers.put("accept", "application/json");
    if (token != null) {
      headers.put("authorization", "GNAP " + token);
    }
    if (!body.isEmpty()) {
      headers.put("content-digest", "sha-512=:" + sha512(body) + ":");
      headers.put("content-length", Integer.toString(body.getBytes(UTF_8).length));
      headers.put("content-type", "application/json");
    }
  }

  /// Parameters beside `keyid` and `created`.
  SignedCall parameters(String parameters) {
    this.parameters = parameters;
    return this;
  }

  SignedCall chunked() {
    chunked = true;
    return this;
  }

  /// Set before signing.
  SignedCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public SignedCall sign() {
    List<String> components = new ArrayList<>(List.of("@method", "@target-uri"));
    for (String name :
        List.of("authorization", "content-digest", "content-length", "content-type")) {
      if (headers.containsKey(name)) {
        components.add(name);
      }
    }
    String input =
        "(\""
            + String.join("\" \"", components)
            + "\");keyid=\"key-1\";created="
            + clock.instant().getEpochSecond()
            + parameters;
    StringBuilder base = new StringBuilder();
    for (String component : components) {
      String value =
          switch (component) {
            case "@method" -> method;
            case "@target-uri" -> uri.toString();
            default -> headers.getOrDefault(component, "");
          };
      base.append('"').append(component).append("\": ").append(value).append('\n');
    }
    base.append("\"@signature-params\": ").append(input);
    headers.put("signature-input", "sig1=" + input);
    headers.put("signature", "sig1=:" + signature(base.toString()) + ":");
    return this;
  }

  String signed(String header) {
    return headers.getOrDefault(header, "");
  }

  public HttpResponse<String> send() {
    return send(body);
  }

  /// Sends another body than was signed.
  public HttpResponse<String> send(String sentBody) {
    try {
      return HTTP.send(request(sentBody), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpRequest request(String sentBody) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(10))
            .method(method, publisher(sentBody));
    headers.forEach(
        (name, value) -> {
          if (!name.equals("content-length")) {
            request.header(name, value);
          }
        });
    return request.build();
  }

  HttpClient http() {
    return HTTP;
  }

  private BodyPublisher publisher(String sentBody) {
    if (chunked) {
      return BodyPublishers.fromPublisher(BodyPublishers.ofString(sentBody));
    }
    return sentBody.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(sentBody);
  }

  private String signature(String base) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(base.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha512(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-512").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
