package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Verifies HTTP message signatures (RFC 9421) as RFC 9635 §7.3.1 uses them, in two steps: between
/// them the reference server looks up whose key it needs, and an unknown grant is answered before a
/// bad signature.
///
/// Stricter than the reference server in three things, so that a client's mistake shows: the age of
/// a signature, the parameter `alg`, which must not be there, and another `tag` than `gnap`.
final class SignatureVerifier {
  static final Duration CREATED_WITHIN = Duration.ofSeconds(60);

  /// One signature only: a second member of the field is not skipped but refused.
  private static final Pattern SIGNATURE = Pattern.compile("sig1=:([A-Za-z0-9+/]{86}==):");

  private final Clock clock;

  SignatureVerifier(Clock clock) {
    this.clock = clock;
  }

  /// Everything that can be said without the key: what is covered, when it was signed, the digest.
  ///
  /// @throws Refused with 401 `invalid_client`
  SignatureInput read(SignedMessage message) {
    SignatureInput input =
        SignatureInput.parse(
            message
                .header("signature-input")
                .orElseThrow(() -> refused("missing signature headers")));
    requireCoverage(message, input);
    requireParameters(input);
    if (!message.body().isEmpty()
        && !ContentDigest.matches(message.header("content-digest").orElse(""), message.body())) {
      throw refused("content digest does not match");
    }
    return input;
  }

  /// @throws Refused with 401 `invalid_client`
  void check(SignedMessage message, SignatureInput input, PublicKey key) {
    Matcher signature =
        SIGNATURE.matcher(
            message.header("signature").orElseThrow(() -> refused("missing signature headers")));
    if (!signature.matches()
        || !Ed25519.verifies(
            key,
            base(message, input).getBytes(UTF_8),
            Base64.getDecoder().decode(signature.group(1)))) {
      throw refused("invalid signature");
    }
  }

  private static void requireCoverage(SignedMessage message, SignatureInput input) {
    requireCovered(input, "@method");
    requireCovered(input, "@target-uri");
    if (message.header("authorization").isPresent()) {
      requireCovered(input, "authorization");
    }
    if (!message.body().isEmpty()) {
      requireCovered(input, "content-digest");
    }
    if (input.components().stream().distinct().count() != input.components().size()) {
      throw refused("a component is covered twice");
    }
  }

  private static void requireCovered(SignatureInput input, String component) {
    if (!input.components().contains(component)) {
      throw refused("signature does not cover " + component);
    }
  }

  private void requireParameters(SignatureInput input) {
    String created =
        input
            .parameter("created")
            .filter(seconds -> seconds.matches("[0-9]{1,12}"))
            .orElseThrow(() -> refused("signature lacks created"));
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(created)), clock.instant());
    if (age.abs().compareTo(CREATED_WITHIN) > 0) {
      throw refused("signature was created too long ago or in the future");
    }
    if (input.parameter("alg").isPresent()) {
      throw refused("signature must not name its algorithm");
    }
    if (!input.parameter("tag").orElse("gnap").equals("gnap")) {
      throw refused("signature has another tag than gnap");
    }
  }

  /// RFC 9421 §2.5.
  private static String base(SignedMessage message, SignatureInput input) {
    StringBuilder base = new StringBuilder();
    for (String component : input.components()) {
      base.append('"').append(component).append("\": ").append(value(message, component));
      base.append('\n');
    }
    return base.append("\"@signature-params\": ").append(input.value()).toString();
  }

  private static String value(SignedMessage message, String component) {
    return switch (component) {
      case "@method" -> message.method();
      case "@target-uri" -> message.targetUri();
      default ->
          message
              .header(component)
              .orElseThrow(() -> refused("signature covers a field that is not there"));
    };
  }

  private static Refused refused(String description) {
    return new Refused(401, "invalid_client", description);
  }
}
