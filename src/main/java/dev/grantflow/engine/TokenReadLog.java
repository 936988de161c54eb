package dev.grantflow.engine;

import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who was given which token: append-only, kept as long as an ended grant is and no longer than the
/// grant.
@FunctionalInterface
public interface TokenReadLog {

  /// All or none; throws an unchecked exception when the database is out of reach.
  void record(List<TokenRead> reads);

  /// @param label null for the only token
  /// @param tokenVersion null where it is the subject that was read
  /// @param reader null where nobody said who they are
  record TokenRead(
      GrantId grantId,
      ClientName client,
      @Nullable String label,
      @Nullable Integer tokenVersion,
      @Nullable String reader,
      Instant at) {}
}
