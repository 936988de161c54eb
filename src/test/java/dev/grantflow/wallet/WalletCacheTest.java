package dev.grantflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.grantflow.grant.GrantError;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WalletCacheTest {

  private static final String DOCUMENT = "{\"authServer\": \"https://auth.example/\"}";
  private static final Discovery FOUND = new Discovery.Found(URI.create("https://auth.example/"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                            | 60
          public                            | 60
          max-age=soon                      | 60
          max-age=5                         | 5
          public, max-age="5", immutable    | 5
          private, MAX-AGE=5                | 5
          max-age=86400                     | 600
          max-age=999999999999999999        | 600
          """)
  void believes_an_answer_as_long_as_it_says_within_bounds(
      @Nullable String cacheControl, long seconds) {
    try (Wallet wallet = cacheable(cacheControl)) {
      WalletAddresses addresses = wallet.addresses();
      addresses.discover(wallet.address("/alice"));

      wallet.time.pass(Duration.ofSeconds(seconds).minusNanos(1));
      addresses.discover(wallet.address("/alice"));
      assertThat(wallet.requests).hasSize(1);

      wallet.time.pass(Duration.ofNanos(1));
      assertThat(addresses.discover(wallet.address("/alice"))).isEqualTo(FOUND);
      assertThat(wallet.requests).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-store
          no-cache
          max-age=60, no-store
          no-cache="set-cookie", max-age=60
          max-age=0
          """)
  void asks_every_time_where_the_answer_must_not_be_kept(String cacheControl) {
    try (Wallet wallet = cacheable(cacheControl)) {
      WalletAddresses addresses = wallet.addresses();

      addresses.discover(wallet.address("/alice"));
      addresses.discover(wallet.address("/alice"));

      assertThat(wallet.requests).hasSize(2);
    }
  }

  @Test
  void counts_the_time_that_a_cache_on_the_way_has_held_the_answer() {
    try (Wallet wallet =
        Wallet.answering(200, Map.of("Cache-Control", "max-age=50", "Age", "40"), DOCUMENT)) {
      WalletAddresses addresses = wallet.addresses();
      addresses.discover(wallet.address("/alice"));
      wallet.time.pass(Duration.ofSeconds(10));

      addresses.discover(wallet.address("/alice"));

      assertThat(wallet.requests).hasSize(2);
    }
  }

  @Test
  void keeps_to_the_configured_minimum_even_against_no_store() {
    try (Wallet wallet = cacheable("no-store")) {
      WalletAddresses addresses =
          wallet.addresses(
              new WalletCacheSettings(
                  Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofMinutes(10), 10));
      addresses.discover(wallet.address("/alice"));
      wallet.time.pass(Duration.ofMillis(1999));

      addresses.discover(wallet.address("/alice"));

      assertThat(wallet.requests).hasSize(1);
    }
  }

  @Test
  void forgets_a_failure_at_once() {
    AtomicInteger calls = new AtomicInteger();
    try (Wallet wallet =
        new Wallet(
            exchange ->
                Wallet.write(
                    exchange,
                    calls.incrementAndGet() == 1 ? 404 : 200,
                    Map.of("Cache-Control", "max-age=600"),
                    DOCUMENT))) {
      WalletAddresses addresses = wallet.addresses();

      assertThat(addresses.discover(wallet.address("/alice")))
          .isInstanceOf(Discovery.Refused.class);
      assertThat(addresses.discover(wallet.address("/alice"))).isEqualTo(FOUND);
    }
  }

  @Test
  void tells_addresses_apart_by_more_than_their_host() {
    try (Wallet wallet =
        new Wallet(
            exchange ->
                Wallet.write(
                    exchange,
                    200,
                    Map.of(),
                    "{\"authServer\": \"https://auth.example%s\"}"
                        .formatted(exchange.getRequestURI())))) {
      WalletAddresses addresses = wallet.addresses();

      addresses.discover(wallet.address("/alice"));

      assertThat(addresses.discover(wallet.address("/bob")))
          .isEqualTo(new Discovery.Found(URI.create("https://auth.example/bob")));
    }
  }

  @Test
  void asks_once_for_all_who_want_to_know_and_holds_up_nobody_else() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (Wallet wallet = new Wallet(exchange -> slowForAlice(exchange, asked, mayAnswer));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      WalletAddresses addresses = wallet.addresses();
      Callable<Discovery> alice = () -> addresses.discover(wallet.address("/alice"));
      var waiting = IntStream.range(0, 30).mapToObj(_ -> threads.submit(alice)).toList();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

      var others =
          IntStream.range(0, 50)
              .mapToObj(n -> threads.submit(() -> addresses.discover(wallet.address("/" + n))))
              .toList();
      for (Future<Discovery> other : others) {
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(FOUND);
      }
      mayAnswer.countDown();

      for (Future<Discovery> each : waiting) {
        assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(FOUND);
      }
      assertThat(wallet.requests).filteredOn(request -> request.contains("/alice")).hasSize(1);
    }
  }

  @Test
  void a_look_up_that_takes_long_does_not_hold_all_who_want_to_know() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (Wallet wallet = new Wallet(exchange -> slowForAlice(exchange, asked, mayAnswer));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      WalletAddresses addresses = wallet.addresses();
      var discoveries = new ExecutorCompletionService<Discovery>(threads);
      Callable<Discovery> alice = () -> addresses.discover(wallet.address("/alice"));

      var submitted = IntStream.range(0, 50).mapToObj(_ -> discoveries.submit(alice)).toList();

      // One asks and 32 wait.
      for (int turnedAway = 0; turnedAway < 17; turnedAway++) {
        assertThat(discoveries.poll(10, TimeUnit.SECONDS).get())
            .isEqualTo(
                new Discovery.Unavailable(
                    GrantError.of(
                        "wallet_address_unavailable",
                        "The server 127.0.0.1 is slow to answer, and 32 grants wait for it"
                            + " already."),
                    Duration.ofSeconds(1)));
      }
      mayAnswer.countDown();
      for (int answered = 0; answered < 33; answered++) {
        assertThat(discoveries.poll(10, TimeUnit.SECONDS).get()).isEqualTo(FOUND);
      }
      assertThat(submitted).allMatch(Future::isDone);
      assertThat(addresses.discover(wallet.address("/alice"))).isEqualTo(FOUND);
    }
  }

  private static void slowForAlice(
      HttpExchange exchange, CountDownLatch asked, CountDownLatch mayAnswer) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/alice")) {
      asked.countDown();
      try {
        mayAnswer.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    Wallet.write(exchange, 200, Map.of(), DOCUMENT);
  }

  private static Wallet cacheable(@Nullable String cacheControl) {
    return cacheControl == null
        ? Wallet.answering(DOCUMENT)
        : Wallet.answering(200, Map.of("Cache-Control", cacheControl), DOCUMENT);
  }
}
