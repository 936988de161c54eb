package dev.grantflow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RecipientTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final DeliverySettings SHOP =
      new DeliverySettings("shop", DeliverySettings.Kind.ENCRYPTED, null, null);

  @Test
  void a_fault_of_the_service_ends_no_round_and_leaves_the_key() {
    var source = new Faulty(new AtomicBoolean());
    var recipient = new Recipient(SHOP, "token-recipient-jwks-uri", source);
    assertThat(recipient.begin(NOON)).isEmpty();
    source.isFaulty().set(true);

    assertThatCode(() -> recipient.refresh(NOON.plusSeconds(60))).doesNotThrowAnyException();

    assertThat(recipient.isReady()).isTrue();
    assertThat(recipient.age(NOON.plusSeconds(60))).isEqualTo(60);
  }

  private record Faulty(AtomicBoolean isFaulty) implements KeySource {

    @Override
    public Reading read() {
      if (isFaulty.get()) {
        throw new IllegalStateException("a bug");
      }
      return new Reading.Text(Keys.set(Keys.of("one")));
    }

    @Override
    public boolean isOthers() {
      return true;
    }
  }
}
