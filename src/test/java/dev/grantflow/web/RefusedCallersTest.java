package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the metrics tell of calls that were refused, and of the keys that tokens are held against.
@Timeout(60)
final class RefusedCallersTest {

  private static final String ONE = "/v1/grants/order-7";

  @RegisterExtension static final WebServer SERVER = WebServer.withApi(Map.of());

  @Test
  void are_counted_by_reason_and_by_nothing_of_their_tokens() throws Exception {
    var before = metrics();
    var late = Instant.now().minusSeconds(60).getEpochSecond();
    var expired = WebServer.IDENTITY.token(it -> it.put("sub", "n0b0dy").put("exp", late));
    var other = WebServer.IDENTITY.token(List.of("metrics:read"));

    SERVER.bare("GET", ONE);
    SERVER.bare("GET", ONE, "Authorization", "Bearer " + expired);
    SERVER.bare("GET", ONE, "Authorization", "Bearer " + expired);
    SERVER.bare("GET", ONE, "Authorization", "Bearer " + other);

    assertThat(before).contains(refused("no_token", 0), refused("keys_away", 0));
    assertThat(metrics())
        .contains(
            refused("no_token", 1),
            refused("invalid_token", 2),
            refused("insufficient_scope", 1),
            refused("keys_away", 0))
        .doesNotContain("n0b0dy");
  }

  @Test
  void are_told_beside_the_age_of_the_issuers_keys() throws Exception {
    assertThat(metrics()).containsPattern("\\ngrantflow_issuer_keys_age_seconds [0-9.E-]+\\n");
  }

  private static String metrics() throws Exception {
    return SERVER.manage("GET", "/prometheus").body();
  }

  private static String refused(String reason, int times) {
    return "grantflow_callers_refused_total{reason=\"%s\"} %d.0\n".formatted(reason, times);
  }
}
