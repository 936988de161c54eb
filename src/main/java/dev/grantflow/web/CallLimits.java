package dev.grantflow.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// How often browsers and servers may come to what is public, each replica for itself: to one id,
/// whoever comes, and in vain from one source. An id cannot be guessed, so a source pays for its
/// misses alone; those who come with what they were given are never too many for it, be they ever
/// so many behind one address. What misses and what does not are counted apart for an id: who knows
/// it, and has neither cookie nor hash, takes nothing from whoever has both. Thread-safe.
@Singleton
final class CallLimits {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Of each sort. What is forgotten begins anew, so whoever comes from so many sources is not
  /// stopped here.
  private static final int REMEMBERED_MAX = 50_000;

  /// A longer id is none of ours, and is found nowhere.
  private static final int ID_MAX = 64;

  private final Sources sources;
  private final HttpSettings settings;
  private final Replies replies;
  private final MeterRegistry meters;
  private final Cache<String, Bucket> bySource = remembered();
  private final Cache<String, Bucket> hitsById = remembered();
  private final Cache<String, Bucket> missesById = remembered();

  CallLimits(Sources sources, HttpSettings settings, Replies replies, MeterRegistry meters) {
    this.sources = sources;
    this.settings = settings;
    this.replies = replies;
    this.meters = meters;
  }

  /// Counts a call for its id before it is heard, so that calls at once are not all heard; what
  /// proves to be in vain is not left on that count.
  ///
  /// @param id of a callback
  /// @return what the call is answered with where the id had too many hits already
  Optional<HttpResponse<String>> refusal(HttpRequest<?> request, String id) {
    sources.heed(request);
    return isLong(id)
        ? Optional.empty()
        : refusal(request, "id", hitsById, id, settings.callsPerId());
  }

  /// Counts a call in vain for its id and its source, where nothing says that it was meant for us.
  ///
  /// @param answer for those that are not too many
  HttpResponse<String> strange(HttpRequest<?> request, String id, HttpResponse<String> answer) {
    sources.heed(request);
    var tooManyForId = missed(request, id);
    return refusal(request, "source", bySource, sources.of(request), settings.callsPerSource())
        .or(() -> tooManyForId)
        .orElse(answer);
  }

  /// Counts a call in vain that had an id of ours, and so is told the truth, whatever its source
  /// has done.
  HttpResponse<String> missed(HttpRequest<?> request, String id, HttpResponse<String> answer) {
    bucket(bySource, sources.of(request), settings.callsPerSource()).tryConsume(1);
    return missed(request, id).orElse(answer);
  }

  private Optional<HttpResponse<String>> missed(HttpRequest<?> request, String id) {
    if (isLong(id)) {
      return Optional.empty();
    }
    // Whoever comes in vain takes nothing from those who come with all it needs.
    bucket(hitsById, id, settings.callsPerId()).addTokens(1);
    return refusal(request, "id", missesById, id, settings.callsPerId());
  }

  private static boolean isLong(String id) {
    return id.length() > ID_MAX;
  }

  private Optional<HttpResponse<String>> refusal(
      HttpRequest<?> request, String sort, Cache<String, Bucket> buckets, String key, int calls) {
    var probe = bucket(buckets, key, calls).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(tooMany(request, sort, probe.getNanosToWaitForRefill()));
  }

  private HttpResponse<String> tooMany(HttpRequest<?> request, String sort, long nanosToWait) {
    meters.counter("grantflow.http.refused", "limit", sort).increment();
    var wait = Duration.ofNanos(nanosToWait).toSeconds() + 1;
    return replies
        .notice(request, Notice.TOO_MANY)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(wait));
  }

  private static Bucket bucket(Cache<String, Bucket> buckets, String key, int calls) {
    return buckets.get(key, _ -> bucket(calls));
  }

  /// Full again after a minute, and then as good as forgotten.
  private static Cache<String, Bucket> remembered() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterAccess(MINUTE).build();
  }

  private static Bucket bucket(int calls) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(calls).refillGreedy(calls, MINUTE))
        .withNanosecondPrecision()
        .build();
  }
}
