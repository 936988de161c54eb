package dev.grantflow.web;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/// The clock where the engine, which has it otherwise, is not there.
@Singleton
@Replaces(InstantSource.class)
@Requires(property = SystemTime.WANTED)
final class SystemTime implements InstantSource {

  static final String WANTED = "web-server.system-time";

  @Override
  public Instant instant() {
    return Instant.now();
  }
}
