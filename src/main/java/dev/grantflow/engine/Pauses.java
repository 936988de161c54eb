package dev.grantflow.engine;

import dev.grantflow.engine.Pause.Kind;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is paused, as this replica knows it: looked up every few seconds, so that no call waits for
/// it. While the database is away what was known last holds; a replica that has never known sends
/// nothing. Thread-safe.
@Context
@Requires(beans = PauseStore.class)
class Pauses {

  /// More than anybody pauses by hand; a replica keeps to all of them.
  static final int MAX = 200;

  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

  /// To this, up to as much again is added, so that what was held back does not come all at once.
  private static final Duration TRY_AGAIN = Duration.ofSeconds(20);

  private final PauseStore store;
  private final RandomGenerator random;
  private final MultiGauge gauge;
  private volatile @Nullable List<Pause> known;

  Pauses(PauseStore store, RandomGenerator random, MeterRegistry meters) {
    this.store = store;
    this.random = random;
    this.gauge = MultiGauge.builder("grantflow.paused").register(meters);
  }

  @Scheduled(initialDelay = "1s", fixedDelay = "5s")
  void lookAgain() {
    try {
      look();
    } catch (RuntimeException away) {
      LOG.debug("cannot look what is paused", away);
    }
  }

  /// @throws RuntimeException when the database is out of reach
  synchronized void look() {
    var present = store.all(MAX);
    if (!present.equals(known)) {
      known = present;
      gauge.register(present.stream().<Row<?>>map(Pauses::row).toList(), true);
      LOG.info("paused are {}", present.stream().map(Pauses::name).toList());
    }
  }

  /// As it was known last; empty as long as nothing is known.
  Optional<List<Pause>> latest() {
    return Optional.ofNullable(known);
  }

  /// @param server null where it is not known yet
  /// @return what is to be said instead of making a call; empty where it may be made
  Optional<Answer.NotNow> hold(ClientName client, @Nullable URI server) {
    if (known == null) {
      lookAgain();
    }
    var present = known;
    if (present == null) {
      return Optional.of(held("Nobody knows yet what is paused; nothing was sent."));
    }
    return present.stream()
        .filter(it -> isOf(it, client, server))
        .findFirst()
        .map(it -> held("An operator has paused the %s; nothing was sent.".formatted(name(it))));
  }

  private static boolean isOf(Pause pause, ClientName client, @Nullable URI server) {
    return switch (pause.kind()) {
      case CLIENT -> pause.name().equals(client.value());
      case SERVER -> server != null && pause.name().equals(Pause.host(server));
    };
  }

  private Answer.NotNow held(String description) {
    var jitter = (long) (TRY_AGAIN.toMillis() * random.nextDouble());
    return new Answer.NotNow(GrantError.paused(description), TRY_AGAIN.plusMillis(jitter));
  }

  private static String name(Pause pause) {
    return "%s %s".formatted(kind(pause.kind()), pause.name());
  }

  private static Row<?> row(Pause pause) {
    return Row.of(Tags.of("kind", kind(pause.kind()), "name", pause.name()), 1);
  }

  private static String kind(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
