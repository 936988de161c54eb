package dev.grantflow.engine;

import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands out tokens that no event carries. Nothing changes; each reading is recorded before
/// anything is handed out.
public interface TokenReads {

  /// @param label of the one token that is wanted; null means all that the grant brought and that
  ///   are usable now
  /// @param reader who asks, as far as that is known; for the record only
  Outcome read(GrantId grantId, @Nullable String label, @Nullable String reader);

  /// A token and which of its values it is.
  ///
  /// @param version 1 as issued, one more with each rotation
  record Held(AccessToken token, int version) {}

  /// What came of it.
  sealed interface Outcome {

    /// @param subject verbatim, its assertions included; null where one token alone is wanted
    record Read(GrantId grantId, ClientName client, List<Held> tokens, @Nullable Secret subject)
        implements Outcome {

      public Read {
        tokens = List.copyOf(tokens);
      }

      /// The subject's assertions are secrets as well.
      @Override
      public String toString() {
        return "Read[%s, %s tokens]".formatted(grantId, tokens.size());
      }
    }

    /// There is no such grant.
    record UnknownGrant() implements Outcome {}

    /// The grant has nothing to be fetched.
    ///
    /// @param why a sentence or two, with the remedy
    record Nothing(String why) implements Outcome {}

    /// The token is not, or for a moment not, to be used, and there is nothing else that was
    /// wanted.
    record NotUsable(String why) implements Outcome {}
  }
}
