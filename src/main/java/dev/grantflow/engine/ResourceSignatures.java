package dev.grantflow.engine;

import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Signs calls to resource servers for services that do not have the key (RFC 9635 §7.3.1).
public interface ResourceSignatures {

  /// Signs one call within a grant. Nothing is sent and nothing changes; each call gives another
  /// signature. May ask a wallet address for its document, and then takes as long as that.
  Outcome sign(GrantId grantId, RequestToSign request);

  /// A request that somebody else is going to make.
  ///
  /// @param targetUri byte for byte as it will be requested
  /// @param content null where there is no body
  /// @param label of the token to use; null means the only one
  record RequestToSign(
      String method, String targetUri, @Nullable RequestContent content, @Nullable String label) {}

  /// A body as it will be sent, or what is to be known of it.
  sealed interface RequestContent {

    String type();

    /// @param bytes of which the digest is taken
    // Ours alone, and never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(String type, byte[] bytes) implements RequestContent {
      @Override
      public String toString() {
        return type + ", " + bytes.length + " B";
      }
    }

    /// @param digest the value of `Content-Digest` (RFC 9530 §2)
    record Digested(String type, String digest, long lengthBytes) implements RequestContent {}
  }

  /// What came of it.
  sealed interface Outcome {

    /// @param headers to be sent as they are; one of the values is the token
    record Signed(SequencedMap<String, String> headers) implements Outcome {

      public Signed {
        headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
      }

      /// The names only.
      @Override
      public String toString() {
        return headers.sequencedKeySet().toString();
      }
    }

    /// There is no such grant.
    record UnknownGrant() implements Outcome {}

    /// The grant, or its token, is not or no longer to be used.
    ///
    /// @param why a sentence or two, with the remedy
    record NotUsable(String why) implements Outcome {}

    /// The request is not one that the grant allows, or not one that can be signed.
    record Refused(List<Problem> problems) implements Outcome {

      public Refused {
        problems = List.copyOf(problems);
      }

      static Refused of(String field, String message) {
        return new Refused(List.of(new Problem(field, message)));
      }
    }

    /// Where the resource server is cannot be learned for now.
    record Unavailable(String why, @Nullable Duration retryAfter) implements Outcome {}
  }
}
