package dev.grantflow.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final OutboundRequest READ = Calls.get("https://as.example/");
  private static final OutboundRequest SIGNED =
      new OutboundRequest("POST", URI.create("https://as.example/"), List.of(), new byte[0]);

  private final Standing standing = new Standing();

  private void add(int count, OutboundRequest request, Verdict verdict) {
    for (int i = 0; i < count; i++) {
      standing.add(request, verdict);
    }
  }

  @Test
  void takes_several_answers() {
    add(Standing.ANSWERS_MIN - 1, SIGNED, Verdict.ANSWERS);
    assertThat(standing.isKnownFor(SIGNED)).isFalse();

    add(1, SIGNED, Verdict.ANSWERS);

    assertThat(standing.isKnownFor(SIGNED)).isTrue();
  }

  @Test
  void is_not_had_for_signed_calls_by_answers_to_others() {
    add(100, READ, Verdict.ANSWERS);

    assertThat(standing.isKnownFor(READ)).isTrue();
    assertThat(standing.isKnownFor(SIGNED)).isFalse();
  }

  @Test
  void ends_with_a_failure_and_not_with_what_says_nothing() {
    add(100, SIGNED, Verdict.ANSWERS);
    add(1, SIGNED, Verdict.NONE);
    assertThat(standing.isKnownFor(SIGNED)).isTrue();

    add(1, SIGNED, Verdict.FAILS);

    add(100, SIGNED, Verdict.NONE);
    assertThat(standing.isKnownFor(SIGNED)).isFalse();
    add(Standing.ANSWERS_MIN, SIGNED, Verdict.ANSWERS);
    assertThat(standing.isKnownFor(SIGNED)).isTrue();
  }
}
