package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names that end in `.hangs` or `evil.example`, or begin with `hangs-`, have name servers that
/// never answer.
@Timeout(60)
class NameLookupsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("198.51.100.7");

  private static final InetAddress NEXT = InetAddress.ofLiteral("198.51.100.8");

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private volatile InetAddress address = ADDRESS;
  private volatile boolean isAllHanging;
  private volatile boolean isAllFailing;
  private final MovableTicker time = new MovableTicker();
  private final NameLookups lookups = new NameLookups(this::lookUp, time);

  private InetAddress[] lookUp(String host) throws UnknownHostException {
    asked.incrementAndGet();
    if (isAllFailing) {
      throw new UnknownHostException(host);
    }
    if (isAllHanging
        || host.startsWith("hangs-")
        || host.endsWith(".hangs")
        || host.endsWith("evil.example")) {
      hanging.incrementAndGet();
      try {
        end.await();
      } catch (InterruptedException _) {
        throw new UnknownHostException(host);
      }
    }
    return new InetAddress[] {address};
  }

  @AfterEach
  void close() {
    end.countDown();
    lookups.close();
  }

  /// Until each of them has been given up.
  private void giveUp(int count, IntFunction<String> name) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<InetAddress>>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        var host = name.apply(i);
        all.add(threads.submit(() -> lookups.addressesOf(host, SHORT)));
      }
      for (var each : all) {
        assertThatThrownBy(each::get).hasCauseInstanceOf(LateLookupException.class);
      }
    }
  }

  /// What is asked for beside the callers comes at its own time.
  private void awaitNext(String host) throws UnknownHostException {
    var latest = latest();
    while (!lookups.addressesOf(host, LONG).contains(NEXT) && System.nanoTime() < latest) {
      Thread.onSpinWait();
    }
    assertThat(lookups.addressesOf(host, LONG)).containsExactly(NEXT);
  }

  @Test
  void a_hundred_names_of_one_domain_that_hang_leave_other_names_alone() throws Exception {
    giveUp(100, i -> "wallet-" + i + ".evil.example");

    assertThat(hanging).hasValue(NameLookups.OF_A_DOMAIN_MAX);
    assertThat(lookups.addressesOf("good.example", LONG)).containsExactly(ADDRESS);
  }

  @Test
  void a_name_that_was_answered_lately_is_answered_while_every_place_is_held() throws Exception {
    assertThat(lookups.addressesOf("good.example", LONG)).containsExactly(ADDRESS);
    giveUp(2 * NameLookups.UNDER_WAY_MAX, i -> "wallet.domain-" + i + ".hangs");

    assertThat(hanging).hasValue(NameLookups.UNDER_WAY_MAX);
    assertThat(lookups.addressesOf("good.example", Duration.ZERO)).containsExactly(ADDRESS);
    address = NEXT;
    time.pass(NameLookups.FRESH);
    assertThat(lookups.addressesOf("good.example", Duration.ZERO)).containsExactly(ADDRESS);
    awaitNext("good.example");
    time.pass(NameLookups.REMEMBERED);
    // The lookup beside it may just be handing its answer over, which counts for who asks then.
    var latest = latest();
    assertThatThrownBy(
            () -> {
              while (System.nanoTime() < latest) {
                lookups.addressesOf("good.example", SHORT);
              }
            })
        .isInstanceOf(LateLookupException.class);
  }

  @Test
  void who_gave_up_leaves_nothing_behind() throws Exception {
    giveUp(100, i -> "wallet-" + i + ".evil.example");
    giveUp(2 * NameLookups.UNDER_WAY_MAX, i -> "wallet.domain-" + i + ".hangs");
    var before = asked.get();

    end.countDown();
    assertThat(lookups.addressesOf("good.example", LONG)).isNotEmpty();

    assertThat(asked).hasValue(before + 1);
    for (int i = 0; i < 100; i++) {
      assertThat(lookups.addressesOf("wallet-" + i + ".evil.example", LONG)).isNotEmpty();
    }
  }

  @Test
  void an_answer_is_used_for_a_while_and_then_asked_for_again() throws Exception {
    lookups.addressesOf("good.example", LONG);
    time.pass(NameLookups.FRESH.minusNanos(1));
    lookups.addressesOf("good.example", LONG);
    assertThat(asked).hasValue(1);

    address = NEXT;
    time.pass(Duration.ofNanos(1));
    awaitNext("good.example");

    assertThat(asked).hasValue(2);
  }

  @Test
  void a_known_name_waits_for_none_that_is_made_up_in_its_domain() throws Exception {
    lookups.addressesOf("auth.bank.example", LONG);
    giveUp(100, i -> "hangs-" + i + ".bank.example");
    assertThat(hanging).hasValue(NameLookups.OF_A_DOMAIN_MAX);
    address = NEXT;
    time.pass(NameLookups.FRESH);

    assertThat(lookups.addressesOf("auth.bank.example", Duration.ZERO)).containsExactly(ADDRESS);

    awaitNext("auth.bank.example");
  }

  @Test
  void a_name_in_use_stays_known_while_its_name_server_is_late() throws Exception {
    lookups.addressesOf("auth.bank.example", LONG);
    isAllHanging = true;

    for (int i = 0; i < 10; i++) {
      time.pass(NameLookups.REMEMBERED.minusSeconds(1));
      assertThat(lookups.addressesOf("auth.bank.example", Duration.ZERO)).containsExactly(ADDRESS);
    }
  }

  @Test
  void a_name_that_is_no_more_is_forgotten_after_a_while() throws Exception {
    lookups.addressesOf("auth.bank.example", LONG);
    isAllFailing = true;
    time.pass(NameLookups.REMEMBERED.minusSeconds(1));
    assertThat(lookups.addressesOf("auth.bank.example", LONG)).containsExactly(ADDRESS);
    time.pass(Duration.ofSeconds(1));

    var latest = latest();
    assertThatThrownBy(
            () -> {
              while (System.nanoTime() < latest) {
                lookups.addressesOf("auth.bank.example", LONG);
              }
            })
        .isInstanceOf(UnknownHostException.class)
        .isNotInstanceOf(LateLookupException.class);
  }

  @Test
  void known_names_that_hang_leave_new_ones_their_places() throws Exception {
    for (int i = 0; i < 100; i++) {
      lookups.addressesOf("wallet-" + i + ".bank.example", LONG);
      lookups.addressesOf("wallet.domain-" + i + ".example", LONG);
    }
    isAllHanging = true;
    time.pass(NameLookups.FRESH);
    for (int i = 0; i < 100; i++) {
      lookups.addressesOf("wallet-" + i + ".bank.example", Duration.ZERO);
    }
    await(hanging, NameLookups.OF_A_DOMAIN_MAX);
    for (int i = 0; i < 100; i++) {
      lookups.addressesOf("wallet.domain-" + i + ".example", Duration.ZERO);
    }
    await(hanging, NameLookups.REFRESHES_MAX);
    isAllHanging = false;

    assertThat(lookups.addressesOf("new.bank.example", LONG)).containsExactly(ADDRESS);
    assertThat(hanging).hasValue(NameLookups.REFRESHES_MAX);
  }

  /// A test that waits in vain is to fail, and no interrupt ends a loop that looks and looks again.
  private static long latest() {
    return System.nanoTime() + LONG.toNanos();
  }

  private static void await(AtomicInteger count, int value) {
    var latest = latest();
    while (count.get() < value && System.nanoTime() < latest) {
      Thread.onSpinWait();
    }
    assertThat(count).hasValue(value);
  }

  @Test
  void an_address_needs_no_place() throws Exception {
    giveUp(NameLookups.UNDER_WAY_MAX, i -> "wallet.domain-" + i + ".hangs");

    assertThat(lookups.addressesOf("192.0.2.1", Duration.ZERO)).isNotEmpty();
    assertThat(lookups.addressesOf("[2001:db8::1]", Duration.ZERO)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com,              example.com",
    "a.b.example.com.,         example.com",
    "wallet.example.co.uk,     example.co.uk",
    "alice.github.io,          alice.github.io",
    "a.b.unlisted-suffix,      b.unlisted-suffix",
    "localhost,                localhost",
    "co.uk,                    co.uk",
  })
  void a_domain_is_what_somebody_registers(String host, String domain) {
    assertThat(HostName.domainOf(host)).isEqualTo(domain);
  }
}
