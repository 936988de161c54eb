package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Places for lookups: so many in all, and so many of one domain. Who waits for one of a domain
/// holds none. Thread-safe.
final class LookupPlaces {

  private final int ofADomainMax;
  private final Semaphore all;

  /// Kept by those who hold or want a place, and by nobody else.
  private final Cache<String, Semaphore> ofDomains = Caffeine.newBuilder().weakValues().build();

  /// Given back once.
  record Place(Semaphore ofDomain, Semaphore all) {
    void giveBack() {
      all.release();
      ofDomain.release();
    }
  }

  LookupPlaces(int max, int ofADomainMax) {
    this.ofADomainMax = ofADomainMax;
    this.all = new Semaphore(max, true);
  }

  /// Waits for a place of the domain first, so that of one domain only so many wait for the rest.
  ///
  /// @param until by [System#nanoTime()]
  /// @return empty where there is none in time
  Optional<Place> until(long until, String host) throws InterruptedException {
    var ofDomain = ofDomain(host);
    if (!ofDomain.tryAcquire(left(until), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    boolean isPlaced = false;
    try {
      isPlaced = all.tryAcquire(left(until), TimeUnit.NANOSECONDS);
    } finally {
      if (!isPlaced) {
        ofDomain.release();
      }
    }
    return isPlaced ? Optional.of(new Place(ofDomain, all)) : Optional.empty();
  }

  /// Empty where there is none at once.
  Optional<Place> now(String host) {
    var ofDomain = ofDomain(host);
    if (!ofDomain.tryAcquire()) {
      return Optional.empty();
    }
    if (!all.tryAcquire()) {
      ofDomain.release();
      return Optional.empty();
    }
    return Optional.of(new Place(ofDomain, all));
  }

  private Semaphore ofDomain(String host) {
    return ofDomains.get(HostName.domainOf(host), _ -> new Semaphore(ofADomainMax, true));
  }

  private static long left(long until) {
    return Math.max(0, until - System.nanoTime());
  }
}
