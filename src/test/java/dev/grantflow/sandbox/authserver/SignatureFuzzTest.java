package dev.grantflow.sandbox.authserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.fuzz.Fuzz;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// No signed message breaks the server, and none is taken for signed by a key that did not sign it.
/// An input is header fields, an empty line and the body.
class SignatureFuzzTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  private final SignatureVerifier verifier = new SignatureVerifier(CLOCK);
  private final PublicKey stranger = stranger();

  @TestFactory
  Stream<DynamicTest> any_message_is_refused() {
    return Fuzz.tests("signed-messages", 10_000, this::check);
  }

  private void check(byte[] input) {
    var message = message(new String(input, UTF_8));
    var refused = false;
    try {
      verifier.check(message, verifier.read(message), stranger);
    } catch (Refused expected) {
      refused = true;
      assertThat(expected.reply()).isNotNull();
    }
    assertThat(refused).as("taken for signed").isTrue();
  }

  private static SignedMessage message(String text) {
    var parts = text.split("\n\n", 2);
    var headers = new HashMap<String, List<String>>();
    for (var line : parts[0].split("\n", -1)) {
      var field = line.split(": ", 2);
      headers
          .computeIfAbsent(field[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(field.length < 2 ? "" : field[1]);
    }
    return new SignedMessage(
        "POST", "https://as.example/", headers, parts.length < 2 ? "" : parts[1]);
  }

  private static PublicKey stranger() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
