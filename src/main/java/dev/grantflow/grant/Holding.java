package dev.grantflow.grant;

import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.RevokingToken;
import dev.grantflow.grant.GrantState.Rotating;
import org.jspecify.annotations.Nullable;

/// What a granted grant holds, also while a call about one of its tokens is in flight.
final class Holding {

  private Holding() {}

  /// @return null in a state that holds no issue, or only what is to be undone of it
  static @Nullable Finalized of(GrantState state) {
    return switch (state) {
      case Finalized held -> held;
      case Rotating(var held, _, _) -> held;
      case RevokingToken(var held, _, _) -> held;
      case GrantState _ -> null;
    };
  }
}
