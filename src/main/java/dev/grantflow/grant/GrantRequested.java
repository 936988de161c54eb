package dev.grantflow.grant;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The wish for a grant. Two of the same content are equal, which is how a repeated request is told
/// from another one under the same id.
///
/// @param client the client instance to act as; null means the only configured one
/// @param server where the grant is to be had
/// @param interact the interaction that is offered; null offers none
/// @param expiresIn how long after acceptance the grant may take to be decided; null means the
///   configured default
/// @param metadata echoed in every event of this grant
/// @param keepFresh whether its tokens are rotated before they expire; null means as configured
public record GrantRequested(
    GrantId grantId,
    @Nullable ClientName client,
    Server server,
    Wanted wanted,
    @Nullable Interact interact,
    @Nullable Duration expiresIn,
    @Nullable Json metadata,
    @Nullable Boolean keepFresh)
    implements GrantCommand {

  /// Where the resource owner lands afterwards, if anywhere.
  public @Nullable URI returnUri() {
    return interact == null ? null : interact.returnUri();
  }

  /// The same in the name of another, or of nobody.
  public GrantRequested by(@Nullable ClientName other) {
    return new GrantRequested(
        grantId, other, server, wanted, interact, expiresIn, metadata, keepFresh);
  }

  /// A request that leaves to the configuration whether tokens are kept fresh.
  public GrantRequested(
      GrantId grantId,
      @Nullable ClientName client,
      Server server,
      Wanted wanted,
      @Nullable Interact interact,
      @Nullable Duration expiresIn,
      @Nullable Json metadata) {
    this(grantId, client, server, wanted, interact, expiresIn, metadata, null);
  }

  /// How the authorization server is named.
  public sealed interface Server {
    /// By a wallet address, which knows its authorization server.
    record OfWalletAddress(URI walletAddress) implements Server {}

    /// By its grant endpoint URI (RFC 9635 §2).
    record GrantEndpoint(URI authServer) implements Server {}
  }

  /// What is asked for, in the words of RFC 9635 §2.1 and §2.2; at least one of the two.
  ///
  /// @param accessToken the `access_token` member, an object or an array of labelled objects
  /// @param subject the `subject` member
  public record Wanted(@Nullable Json accessToken, @Nullable Json subject) {

    /// @throws IllegalArgumentException when both are missing
    public Wanted {
      if (accessToken == null && subject == null) {
        throw new IllegalArgumentException("neither access_token nor subject is wanted");
      }
    }
  }
}
