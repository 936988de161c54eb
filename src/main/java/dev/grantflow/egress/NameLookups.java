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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Addresses of names, by lookups that no name server can hold up for everybody.
///
/// The JDK's lookup can neither be interrupted nor bounded and would hold a virtual thread's
/// carrier, so it runs on platform threads, of which there are few. Anyone may name hosts, and let
/// the name server behind them hang: of one name there is one lookup at a time, of one domain there
/// are [#OF_A_DOMAIN_MAX], and who waits for a place holds none and leaves no task behind. An
/// answer is used for [#FRESH] without asking, and for up to [#REMEMBERED] where no other comes in
/// time. That opens nothing to a name that changes its addresses: what is connected to is what the
/// policy has just seen. Thread-safe.
final class NameLookups implements AutoCloseable {

  static final int UNDER_WAY_MAX = 64;
  static final int OF_A_DOMAIN_MAX = 4;
  static final Duration FRESH = Duration.ofSeconds(30);
  static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int NAMES_MAX = 10_000;

  private final AddressLookup lookup;
  private final Ticker ticker;
  private final Cache<String, Answer> answers;
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  /// Kept by those who hold or want a place, and by nobody else.
  private final Cache<String, Semaphore> placesOfDomains =
      Caffeine.newBuilder().weakValues().build();

  private final Semaphore places = new Semaphore(UNDER_WAY_MAX, true);
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
            .expireAfterWrite(REMEMBERED)
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
    if (known != null && ticker.read() - known.at() < FRESH.toNanos()) {
      return known.addresses();
    }
    try {
      return asked(host, System.nanoTime() + within.toNanos());
    } catch (LateLookupException e) {
      if (known == null) {
        throw e;
      }
      return known.addresses();
    }
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

  /// Waits for a place of the domain first, so that of one domain only so many wait for a thread.
  private void begin(String host, CompletableFuture<List<InetAddress>> answer, long until)
      throws InterruptedException, LateLookupException {
    var ofDomain =
        placesOfDomains.get(HostName.domainOf(host), _ -> new Semaphore(OF_A_DOMAIN_MAX, true));
    boolean isUnderWay = false;
    try {
      if (ofDomain.tryAcquire(left(until), TimeUnit.NANOSECONDS)) {
        isUnderWay = isBegun(host, answer, ofDomain, until);
      }
    } finally {
      if (!isUnderWay) {
        underWay.remove(host, answer);
        answer.completeExceptionally(new LateLookupException());
      }
    }
    if (!isUnderWay) {
      throw new LateLookupException();
    }
  }

  private boolean isBegun(
      String host, CompletableFuture<List<InetAddress>> answer, Semaphore ofDomain, long until)
      throws InterruptedException {
    boolean isPlaced = false;
    boolean isBegun = false;
    try {
      isPlaced = places.tryAcquire(left(until), TimeUnit.NANOSECONDS);
      if (isPlaced) {
        threads.execute(() -> lookUp(host, answer, ofDomain));
        isBegun = true;
      }
    } catch (RejectedExecutionException _) {
      // Closed: nobody is called any more.
      isBegun = false;
    } finally {
      if (!isBegun) {
        ofDomain.release();
        if (isPlaced) {
          places.release();
        }
      }
    }
    return isBegun;
  }

  private void lookUp(
      String host, CompletableFuture<List<InetAddress>> answer, Semaphore ofDomain) {
    try {
      var addresses = List.of(lookup.addressesOf(host));
      if (!addresses.isEmpty()) {
        answers.put(host, new Answer(addresses, ticker.read()));
      }
      underWay.remove(host, answer);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException | Error fault) {
      underWay.remove(host, answer);
      answer.completeExceptionally(fault);
    } finally {
      places.release();
      ofDomain.release();
    }
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
