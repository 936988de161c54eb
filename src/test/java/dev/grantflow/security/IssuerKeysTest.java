package dev.grantflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// By a clock that the test moves and a background whose work the test does.
final class IssuerKeysTest {

  private static final SecuritySettings SETTINGS =
      new SecuritySettings(
          "https://id.example",
          "grantflow",
          URI.create("https://id.example/jwks.json"),
          null,
          Duration.ofMinutes(5),
          Duration.ofHours(24),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ZERO,
          null,
          false);

  private long now;
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final IssuerKeys keys = new IssuerKeys(this::fetch, SETTINGS, () -> now, background::add);
  private int fetches;
  private @Nullable JWKSet published = set("one");
  private @Nullable RuntimeException fault;

  @Test
  void are_fetched_once_for_all_that_ask() throws Exception {
    assertThat(ask("one")).containsExactly("one");
    assertThat(ask("one")).containsExactly("one");

    assertThat(fetches).isEqualTo(1);
  }

  @Test
  void that_are_old_are_used_while_new_ones_are_fetched() throws Exception {
    ask("one");
    published = set("one", "two");
    later(Duration.ofMinutes(5));

    assertThat(ask("one")).containsExactly("one");
    assertThat(fetches).isEqualTo(1);
    ask("one");
    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(fetches).isEqualTo(2);
    assertThat(ask("two")).containsExactly("two");
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void that_are_new_are_fetched_for_who_names_them() throws Exception {
    ask("one");
    published = set("two");
    later(Duration.ofSeconds(10));

    assertThat(ask("two")).containsExactly("two");
    assertThat(ask("one")).as("withdrawn").isEmpty();
  }

  @Test
  void that_there_are_not_are_not_looked_for_all_the_time() throws Exception {
    ask("one");
    later(Duration.ofSeconds(10));
    for (var i = 0; i < 100; i++) {
      assertThat(ask("forged-" + i)).isEmpty();
    }

    assertThat(fetches).isEqualTo(2);
    assertThat(ask("one")).containsExactly("one");
  }

  @Test
  void go_on_counting_when_the_provider_is_away_even_while_others_name_keys_that_there_are_not()
      throws Exception {
    ask("one");
    published = null;
    for (var i = 0; i < 50; i++) {
      later(Duration.ofMinutes(28));
      assertThat(ask("forged-" + i)).isEmpty();
      assertThat(ask("one")).containsExactly("one");
      background.forEach(Runnable::run);
      background.clear();
    }
  }

  @Test
  void count_when_the_provider_goes_away_after_a_day_without_a_token() throws Exception {
    for (var round = 0; round <= 25 * 12; round++) {
      keys.refresh();
      background.remove().run();
      later(Duration.ofMinutes(5));
    }
    published = null;

    assertThat(ask("one")).containsExactly("one");
  }

  @Test
  void go_on_counting_when_the_fetch_fails_by_a_fault() throws Exception {
    ask("one");
    fault = new IllegalArgumentException("a fault of the fetch");
    later(Duration.ofSeconds(10));

    assertThat(ask("two")).isEmpty();
    assertThat(fetches).isEqualTo(2);
    assertThat(ask("one")).containsExactly("one");
  }

  @Test
  void are_not_waited_for_by_who_cannot() throws Exception {
    assertThat(askInHaste("one")).isEmpty();
    assertThat(fetches).isZero();
    background.remove().run();
    assertThat(askInHaste("one")).containsExactly("one");

    published = set("two");
    later(Duration.ofSeconds(10));
    assertThat(askInHaste("two")).isEmpty();
    assertThat(fetches).isEqualTo(1);
    background.remove().run();
    assertThat(askInHaste("two")).containsExactly("two");
  }

  @Test
  void do_not_count_for_ever() throws Exception {
    ask("one");
    published = null;
    later(Duration.ofHours(24));

    assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> ask("one"));
  }

  @Test
  void that_were_never_seen_are_asked_for_again_after_a_pause() throws Exception {
    published = null;
    assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> ask("one"));
    assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> ask("one"));
    assertThat(fetches).isEqualTo(1);
    published = set("one");
    later(Duration.ofSeconds(10));

    assertThat(ask("one")).containsExactly("one");
  }

  @Test
  void show_how_old_they_are_and_that_there_are_none() throws Exception {
    var meters = new SimpleMeterRegistry();
    keys.measure(meters);
    var age = meters.get("grantflow.issuer.keys.age").gauge();
    assertThat(age.value()).isNaN();

    ask("one");
    assertThat(age.value()).isZero();
    published = null;
    later(Duration.ofMinutes(7));
    assertThat(ask("two")).isEmpty();
    assertThat(age.value()).isEqualTo(420);
    later(Duration.ofHours(24));
    assertThat(age.value()).as("of no use any more").isEqualTo(420 + 86_400);
  }

  private JWKSet fetch() throws IOException {
    fetches++;
    if (fault != null) {
      throw fault;
    }
    if (published == null) {
      throw new IOException("away");
    }
    return published;
  }

  private void later(Duration time) {
    now += time.toNanos();
  }

  private List<String> ask(String keyId) throws KeySourceException {
    return ask(keyId, Haste.CAN_WAIT);
  }

  private List<String> askInHaste(String keyId) throws KeySourceException {
    return ask(keyId, Haste.CANNOT_WAIT);
  }

  private List<String> ask(String keyId, Haste haste) throws KeySourceException {
    var selector = new JWKSelector(new JWKMatcher.Builder().keyID(keyId).build());
    return keys.get(selector, haste).stream().map(JWK::getKeyID).toList();
  }

  private static JWKSet set(String... keyIds) {
    return new JWKSet(Stream.of(keyIds).map(IssuerKeysTest::key).toList());
  }

  private static JWK key(String keyId) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).keyID(keyId).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
