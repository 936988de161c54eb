package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.grant.GrantState.Status;
import dev.grantflow.grant.Input;
import dev.grantflow.sandbox.authserver.Point;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A key takes another's place while grants are under way.
@Timeout(120)
class KeyRotationTest {

  private static final Duration WAIT = Duration.ofSeconds(6);

  private static final Instant SHORTLY_BEFORE = KeyLife.SWITCH.minusSeconds(60);

  @TempDir Path folder;

  @Test
  void a_grant_that_is_pending_when_the_key_changes_goes_on_with_the_new_one() {
    try (var life = new KeyLife(folder, Map.of())) {
      life.publish("old");
      life.publish("new");
      life.passTo(SHORTLY_BEFORE);
      life.requestPayment("pay", "alice");
      life.round();
      assertThat(life.status("pay")).isEqualTo(Status.PENDING);

      life.passTo(KeyLife.SWITCH);
      life.approve("pay");
      life.pass(WAIT);
      life.round();
      assertThat(life.status("pay")).isEqualTo(Status.FINALIZED);
      life.happen("pay", new Input.RotateToken(null, 1));
      life.round();
      life.happen("pay", new Input.Revoke(null));
      life.round();

      assertThat(life.status("pay")).isEqualTo(Status.REVOKED);
      assertThat(life.signers(Point.REQUEST)).containsExactly("old");
      assertThat(life.signers(Point.CONTINUE)).containsExactly("new");
      assertThat(life.signers(Point.ROTATE)).containsExactly("new");
      assertThat(life.signers(Point.CANCEL)).containsExactly("new");
      assertThat(life.grant("pay").keyId()).isEqualTo("old");
    }
  }

  @Test
  void a_client_that_has_shown_its_key_goes_on_with_that_one_and_asks_anew_with_the_next() {
    try (var life = new KeyLife(folder, Map.of("client-field", "KEY"))) {
      var wallet = "gnap";
      life.passTo(SHORTLY_BEFORE);
      life.requestPayment("before", wallet);
      life.round();

      life.passTo(KeyLife.SWITCH);
      life.approve("before");
      life.requestPayment("after", wallet);
      life.pass(WAIT);
      life.round();
      life.approve("after");
      life.happen("before", new Input.RotateToken(null, 1));
      life.pass(WAIT);
      life.round();
      life.happen("before", new Input.Revoke(null));
      life.round();

      assertThat(life.status("before")).isEqualTo(Status.REVOKED);
      assertThat(life.status("after")).isEqualTo(Status.FINALIZED);
      assertThat(life.signers(Point.REQUEST)).containsExactly("old", "new");
      assertThat(life.signers(Point.CONTINUE)).containsExactly("old", "new");
      assertThat(life.signers(Point.ROTATE)).containsExactly("old");
      assertThat(life.signers(Point.CANCEL)).containsExactly("old");
      assertThat(life.grant("before").keyId()).isEqualTo("old");
      assertThat(life.grant("after").keyId()).isEqualTo("new");
    }
  }

  @Test
  void a_key_whose_file_was_replaced_is_accepted_without_a_restart(@TempDir Path elsewhere)
      throws Exception {
    try (var life = new KeyLife(folder, Map.of())) {
      life.replace("new", elsewhere);
      life.passTo(KeyLife.SWITCH);
      life.requestQuote("quote");
      life.round();

      assertThat(life.status("quote")).isEqualTo(Status.FINALIZED);
      assertThat(life.signers(Point.REQUEST)).containsExactly("new");
    }
  }

  @Test
  void a_key_for_one_server_signs_there_and_the_others_key_elsewhere() {
    try (var life =
        new KeyLife(folder, Map.of("keys.new.servers", "http://127.0.0.1:1/elsewhere"))) {
      life.publish("old");
      life.publish("new");

      life.passTo(KeyLife.SWITCH);
      life.requestQuote("quote");
      life.round();

      assertThat(life.status("quote")).isEqualTo(Status.FINALIZED);
      assertThat(life.signers(Point.REQUEST)).containsExactly("old");
    }
  }
}
