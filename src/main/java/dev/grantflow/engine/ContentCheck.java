package dev.grantflow.engine;

import dev.grantflow.engine.ResourceSignatures.RequestContent;
import dev.grantflow.gnap.signature.ContentDigest;
import dev.grantflow.grant.Problem;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a body, or its absence, fits the call.
final class ContentCheck {

  static final long LENGTH_MAX = 16L * 1024 * 1024;

  /// A media type with its parameters (RFC 9110 §8.3.1), on one line.
  private static final Pattern TYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]{1,80}/[A-Za-z0-9!#$&^_.+-]{1,80}( ?;"
              + " ?[\\x21-\\x7e&&[^;]]{1,80}){0,3}");

  private ContentCheck() {}

  /// @return empty when it can be signed
  static Optional<Problem> objectionTo(
      @Nullable RequestContent content, String method, ResourceCall call) {
    return switch (content) {
      case null ->
          call.action().equals("create")
              ? problem(
                  "body", "is needed: what is to be created, or the digest and length of that")
              : Optional.empty();
      case RequestContent _ when method.equals("GET") ->
          problem("body", "must be left out, as its digest and length: a GET has no body");
      case RequestContent present when !TYPE.matcher(present.type()).matches() ->
          problem("contentType", "must be a media type, for example application/json");
      case RequestContent.Sent _ -> Optional.empty();
      case RequestContent.Digested(_, var digest, var lengthBytes) -> {
        if (!ContentDigest.isWellFormed(digest)) {
          yield problem(
              "contentDigest",
              "must be one digest as the header Content-Digest has it (RFC 9530): sha-512=:…: or"
                  + " sha-256=:…: with the bytes in base64");
        }
        yield lengthBytes < 1 || lengthBytes > LENGTH_MAX
            ? problem("contentLength", "must be from 1 to %d bytes".formatted(LENGTH_MAX))
            : Optional.empty();
      }
    };
  }

  private static Optional<Problem> problem(String field, String message) {
    return Optional.of(new Problem(field, message));
  }
}
