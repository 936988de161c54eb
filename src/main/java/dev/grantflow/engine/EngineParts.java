package dev.grantflow.engine;

import dev.grantflow.client.ClientInstances;
import dev.grantflow.grant.Backoff;
import dev.grantflow.grant.GrantLifecycle;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Wires the domain to time and chance.
@Factory
final class EngineParts {

  private static final Duration MICROSECOND = Duration.ofNanos(1_000);

  /// Ticks in microseconds, as the database does, so that an instant is the same before and after
  /// storage.
  @Primary
  @Singleton
  InstantSource clock() {
    return Clock.tick(Clock.systemUTC(), MICROSECOND);
  }

  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Singleton
  SigningKeys signingKeys(ClientInstances clients) {
    return (client, publicKey, now) ->
        clients.find(client).filter(it -> it.signsWith(publicKey, now)).isPresent();
  }

  @Singleton
  GrantLifecycle lifecycle(EngineSettings settings, TokenSettings tokens) {
    var backoff = new Backoff(settings.retryBase(), settings.retryCap());
    return new GrantLifecycle(backoff, settings.revocationLimit(), tokens.rules());
  }
}
