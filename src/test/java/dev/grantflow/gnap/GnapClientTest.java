package dev.grantflow.gnap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class GnapClientTest {

  @Test
  void makes_five_kinds_of_call_and_no_other() {
    assertThat(GnapClient.class.getDeclaredMethods())
        .extracting(Method::getName)
        .containsExactlyInAnyOrder("request", "continueGrant", "cancel", "revoke", "rotate");
  }
}
