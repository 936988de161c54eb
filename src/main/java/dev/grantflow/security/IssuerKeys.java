package dev.grantflow.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The issuer's keys, remembered. Old ones are used while new ones are fetched, and as long as they
/// cannot be, so that the issuer's outage is nobody's until the configured end, which is counted
/// from the last time that somebody had them fetched: [#refresh], whether or not tokens come. A key
/// that is not among them has them fetched again, as after a rotation, but no oftener than the
/// configured pause allows: anybody can name keys that there are not. Thread-safe.
final class IssuerKeys implements JWKSource<SecurityContext> {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
  private static final double NANOS_PER_SECOND = 1e9;

  private final KeyFetch fetch;
  private final SecuritySettings settings;
  private final LongSupplier nanoTime;
  private final Executor background;
  private final ReentrantLock fetching = new ReentrantLock();
  private final AtomicBoolean isRefreshing = new AtomicBoolean();
  private volatile @Nullable Known known;

  /// Guarded by the lock.
  private @Nullable Long triedAt;

  private record Known(JWKSet keys, long since) {}

  /// @param background where keys are fetched for which nobody waits
  IssuerKeys(
      KeyFetch fetch, SecuritySettings settings, LongSupplier nanoTime, Executor background) {
    this.fetch = fetch;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.background = background;
  }

  /// Shows how old they are for as long as they are used.
  void measure(MeterRegistry meters) {
    Gauge.builder("grantflow.issuer.keys.age", this, IssuerKeys::ageSeconds)
        .baseUnit("seconds")
        .register(meters);
  }

  private double ageSeconds() {
    var present = known;
    return present == null ? Double.NaN : age(present) / NANOS_PER_SECOND;
  }

  /// Waits for the issuer only where the key is not known yet.
  ///
  /// @param context [Haste#CANNOT_WAIT] for a caller who does not wait then either
  /// @throws KeySourceException when no keys are known that may still be used
  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws KeySourceException {
    var present = usable();
    if (present != null) {
      if (age(present) >= settings.jwksMaxAge().toNanos()) {
        refresh();
      }
      var found = selector.select(present.keys());
      if (!found.isEmpty()) {
        return found;
      }
    }
    if (context == Haste.CANNOT_WAIT) {
      refresh();
      return List.of();
    }
    var latest = fetchedAfter(present);
    if (latest == null) {
      throw new KeySourceException("the issuer's keys are out of reach");
    }
    return selector.select(latest.keys());
  }

  private @Nullable Known usable() {
    var present = known;
    return present == null || age(present) >= settings.jwksOutageMax().toNanos() ? null : present;
  }

  private long age(Known present) {
    return nanoTime.getAsLong() - present.since();
  }

  /// Has the keys fetched in the background, unless that is under way. Nobody waits.
  void refresh() {
    if (isRefreshing.compareAndSet(false, true)) {
      var seen = usable();
      background.execute(
          () -> {
            try {
              fetchedAfter(seen);
            } finally {
              isRefreshing.set(false);
            }
          });
    }
  }

  /// What somebody else has fetched meanwhile will do.
  @SuppressWarnings("ReferenceEquality") // whether it is the very one
  private @Nullable Known fetchedAfter(@Nullable Known seen) {
    fetching.lock();
    try {
      if (known == seen || usable() == null) {
        tryFetch();
      }
      return usable();
    } finally {
      fetching.unlock();
    }
  }

  private void tryFetch() {
    var now = nanoTime.getAsLong();
    var tried = triedAt;
    if (tried != null && now - tried < settings.jwksPause().toNanos()) {
      return;
    }
    try {
      known = new Known(fetch.fetch(), nanoTime.getAsLong());
    } catch (IOException | RuntimeException failure) {
      LOG.warn(
          "the identity provider's keys could not be fetched ({}: {}); those that are known go on"
              + " counting for grantflow.security.jwks-outage-max",
          failure.getClass().getSimpleName(),
          failure.getMessage());
    } finally {
      triedAt = nanoTime.getAsLong();
    }
  }
}
