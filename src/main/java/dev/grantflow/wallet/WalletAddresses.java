package dev.grantflow.wallet;

import dev.grantflow.grant.GrantError;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Looks wallet addresses up (Open Payments wallet address server, `GET /`). Thread-safe.
public interface WalletAddresses {

  /// Repeatable; answers from a cache where it may.
  Discovery discover(URI walletAddress);

  /// What a look-up brought.
  sealed interface Discovery {

    /// @param authServer the grant endpoint, byte for byte as the document has it
    /// @param resourceServer below which the account's payments and quotes are found, as the
    ///   document has it; null where it names none that could be called
    record Found(URI authServer, @Nullable URI resourceServer) implements Discovery {

      /// At a wallet that tells of no resource server.
      public Found(URI authServer) {
        this(authServer, null);
      }
    }

    /// There is no such wallet address, or its document is of no use; asking again does not mend
    /// it.
    record Refused(GrantError error) implements Discovery {}

    /// Nobody answered, or not for now.
    record Unavailable(GrantError error, @Nullable Duration retryAfter) implements Discovery {}
  }
}
