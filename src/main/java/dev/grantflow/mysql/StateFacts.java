package dev.grantflow.mysql;

import dev.grantflow.grant.HashMethod;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The column `facts`: everything about a state that is no secret. URIs of the server's making
/// stand in [StateSecrets]. Which members are there is [StateColumns]' business.
@Serdeable
record StateFacts(
    @Nullable Integer attempts,
    @Nullable ErrorFacts lastError,
    @Nullable Instant startExpiresAt,
    @Nullable HashMethod hashMethod,
    @Nullable URI grantEndpoint,
    @Nullable Instant notBefore,
    @Nullable List<TokenFacts> accessTokens,
    @Nullable CancellationKind cancellation,
    @Nullable Ending ending,
    @Nullable Instant since,
    @Nullable Integer place,
    @Nullable Integer tokenVersion) {

  @Serdeable
  record ErrorFacts(String code, String description, @Nullable Integer httpStatus) {}

  /// @param upkeep null where nothing is to be done about it
  @Serdeable
  record TokenFacts(
      @Nullable Instant expiresAt, @Nullable String label, @Nullable UpkeepFacts upkeep) {}

  /// What is still to be done about a token.
  @Serdeable
  record UpkeepFacts(
      int version,
      @Nullable Instant rotateAt,
      boolean asked,
      int attempts,
      boolean unanswered,
      @Nullable Instant expiryDueAt,
      @Nullable RemovalFacts removal) {}

  @Serdeable
  record RemovalFacts(@Nullable String reason, Instant since, int attempts, Instant dueAt) {}

  /// How the grant ends, or has ended.
  @Serdeable
  record Ending(String state, @Nullable ErrorFacts error, @Nullable String reason) {}

  enum CancellationKind {
    GRANT,
    TOKENS,
    UNANSWERED_REQUEST,
    UNANSWERED_CONTINUATION,
    UNANSWERED_ROTATION
  }
}
