package dev.grantflow.egress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Addresses of names, by lookups that no name server can hold up for everybody.
///
/// The JDK's lookup can neither be interrupted nor bounded and would hold a virtual thread's
/// carrier, so it runs on platform threads, of which there are few. Anyone may name hosts, and let
/// the name server behind them hang: of one name there is one lookup at a time, of one domain there
/// are [#OF_A_DOMAIN_MAX], and who waits for a place holds none and leaves no task behind.
///
/// An answer is used for [#FRESH] without asking. After that it is still used, and asked for anew
/// beside it, on places that names without an answer have no part in: nobody waits for a name that
/// is known, whatever else is named in its domain. One that was not used for [#REMEMBERED] is
/// forgotten, and so is one that is as old when a lookup of it fails; one that is merely late
/// changes nothing. That opens nothing to a name that changes its addresses: what is connected to
/// is what the policy has just seen. Thread-safe.
final class NameLookups implements AutoCloseable {

  static final int UNDER_WAY_MAX = 64;
  static final int OF_A_DOMAIN_MAX = 4;
  static final int REFRESHES_MAX = 32;
  static final Duration FRESH = Duration.ofSeconds(30);
  static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int NAMES_MAX = 10_000;

  private final AddressLookup lookup;
  private final Ticker ticker;
  private final Cache<String, Answer> answers;
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  private final LookupPlaces firsts = new LookupPlaces(UNDER_WAY_MAX, OF_A_DOMAIN_MAX);
  private final LookupPlaces refreshes = new LookupPlaces(REFRESHES_MAX, OF_A_DOMAIN_MAX);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("egress-lookup-", 0).factory());

  /// @param at by the ticker, in nanoseconds
  private record Answer(List<InetAddress> addresses, long at) {}

  NameLookups(AddressLookup lookup, Ticker ticker) {
    this.lookup = lookup;
    this.ticker = ticker;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(NAMES_MAX)
            .expireAfterAccess(REMEMBERED)
            .ticker(ticker)
            .build();
  }

  /// @param host in lower case
  /// @throws LateLookupException where they do not come in time
  List<InetAddress> addressesOf(String host, Duration within) throws UnknownHostException {
    if (HostName.isAddress(host)) {
      return List.of(lookup.addressesOf(host));
    }
    var known = answers.getIfPresent(host);
    if (known == null) {
      return asked(host, System.nanoTime() + within.toNanos());
    }
    if (!isFresh(known)) {
      refresh(host);
    }
    return known.addresses();
  }

  private boolean isFresh(@Nullable Answer answer) {
    return answer != null && ticker.read() - answer.at() < FRESH.toNanos();
  }

  /// Where there is no place for it, whoever asks next tries again.
  private void refresh(String host) {
    if (underWay.containsKey(host)) {
      return;
    }
    refreshes
        .now(host)
        .ifPresent(
            place -> {
              CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
              if (underWay.putIfAbsent(host, answer) != null) {
                place.giveBack();
              } else if (isFresh(answers.getIfPresent(host))) {
                // Somebody else's was under way when the answer was looked at, and is not any more.
                place.giveBack();
                giveUp(host, answer);
              } else if (!isBegun(host, answer, place)) {
                giveUp(host, answer);
              }
            });
  }

  private List<InetAddress> asked(String host, long until) throws UnknownHostException {
    CompletableFuture<List<InetAddress>> ours = new CompletableFuture<>();
    @Nullable CompletableFuture<List<InetAddress>> others = underWay.putIfAbsent(host, ours);
    try {
      if (others != null) {
        return others.get(left(until), TimeUnit.NANOSECONDS);
      }
      begin(host, ours, until);
      return ours.get(left(until), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new LateLookupException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("lookup interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LateLookupException) {
        throw new LateLookupException();
      }
      throw unknown("lookup failed", e);
    }
  }

  private void begin(String host, CompletableFuture<List<InetAddress>> answer, long until)
      throws InterruptedException, LateLookupException {
    boolean isUnderWay = false;
    try {
      var place = firsts.until(until, host);
      isUnderWay = place.isPresent() && isBegun(host, answer, place.get());
    } finally {
      if (!isUnderWay) {
        giveUp(host, answer);
      }
    }
    if (!isUnderWay) {
      throw new LateLookupException();
    }
  }

  private void giveUp(String host, CompletableFuture<List<InetAddress>> answer) {
    underWay.remove(host, answer);
    answer.completeExceptionally(new LateLookupException());
  }

  /// Gives the place back where it is not.
  private boolean isBegun(
      String host, CompletableFuture<List<InetAddress>> answer, LookupPlaces.Place place) {
    boolean isBegun = false;
    try {
      threads.execute(() -> lookUp(host, answer, place));
      isBegun = true;
    } catch (RejectedExecutionException _) {
      // Closed: nobody is called any more.
      isBegun = false;
    } finally {
      if (!isBegun) {
        place.giveBack();
      }
    }
    return isBegun;
  }

  private void lookUp(
      String host, CompletableFuture<List<InetAddress>> answer, LookupPlaces.Place place) {
    try {
      var addresses = List.of(lookup.addressesOf(host));
      if (addresses.isEmpty()) {
        forgetIfOld(host);
      } else {
        answers.put(host, new Answer(addresses, ticker.read()));
      }
      underWay.remove(host, answer);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException | Error fault) {
      forgetIfOld(host);
      underWay.remove(host, answer);
      answer.completeExceptionally(fault);
    } finally {
      place.giveBack();
    }
  }

  private void forgetIfOld(String host) {
    var now = ticker.read();
    answers
        .asMap()
        .computeIfPresent(
            host, (_, known) -> now - known.at() >= REMEMBERED.toNanos() ? null : known);
  }

  private static long left(long until) {
    return Math.max(0, until - System.nanoTime());
  }

  private static UnknownHostException unknown(String why, Exception cause) {
    var exception = new UnknownHostException(why);
    exception.initCause(cause);
    return exception;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
