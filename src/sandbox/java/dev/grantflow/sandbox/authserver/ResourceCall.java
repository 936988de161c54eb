package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A call below the resource server's URI whose token and signature are right, or which brought no
/// token at all.
///
/// @param path the segments below the resource server
/// @param query raw; null where there is none
/// @param body null where there is none
/// @param caller null without a token
public record ResourceCall(
    String method,
    List<String> path,
    @Nullable String query,
    @Nullable JsonNode body,
    @Nullable Caller caller) {

  /// Whose token it is, and what for.
  ///
  /// @param grantId as in the books
  /// @param client its wallet address, or `jwk`
  /// @param grantedAt when the grant was asked for
  public record Caller(String grantId, String client, List<JsonNode> access, Instant grantedAt) {}

  /// What goes back.
  ///
  /// @param body null for none
  public record Answer(int status, @Nullable JsonNode body) {}

  /// Answers calls.
  @FunctionalInterface
  public interface Handler {
    /// Called by several threads at a time.
    Answer answer(ResourceCall call);
  }

  /// The resource server's own URI, and all that is below it.
  static final String PATH = "/resources";

  static URI uri(URI base) {
    return base.resolve(PATH);
  }
}
