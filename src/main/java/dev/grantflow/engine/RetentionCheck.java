package dev.grantflow.engine;

import dev.grantflow.settings.CheckedAtStart;
import io.micronaut.context.annotation.Context;

/// Holds what is forgotten against what may still be repeated, see [RetentionSettings#atLeast].
@Context
@CheckedAtStart
final class RetentionCheck {

  /// @throws IllegalArgumentException naming the properties, their values and what they must be
  RetentionCheck(RetentionSettings retention, EngineSettings engine) {
    var _ = retention.atLeast(engine.expiresInMax());
  }
}
