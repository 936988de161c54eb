package dev.grantflow.grant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What is still to be done about the tokens of a granted grant.
///
/// @param tokens in the order of the issue's; none where there is nothing to do about any
public record Upkeep(List<TokenUpkeep> tokens) {

  public static final Upkeep NONE = new Upkeep(List.of());

  /// Two that demand the same are equal.
  public Upkeep {
    var idle = tokens.stream().allMatch(TokenUpkeep.NONE::equals);
    tokens = idle ? List.of() : List.copyOf(tokens);
  }

  TokenUpkeep of(int place) {
    return tokens.isEmpty() ? TokenUpkeep.NONE : tokens.get(place);
  }

  /// When the first of it is due.
  Optional<Instant> due() {
    return tokens.stream().flatMap(token -> token.due().stream()).min(Instant::compareTo);
  }

  /// @param size how many tokens the issue has
  Upkeep with(int place, TokenUpkeep next, int size) {
    var changed =
        new ArrayList<>(tokens.isEmpty() ? Collections.nCopies(size, TokenUpkeep.NONE) : tokens);
    changed.set(place, next);
    return new Upkeep(changed);
  }

  Upkeep without(int place) {
    if (tokens.isEmpty()) {
      return this;
    }
    var rest = new ArrayList<>(tokens);
    rest.remove(place);
    return new Upkeep(rest);
  }
}
