package dev.grantflow.kafka;

import static dev.grantflow.kafka.SampleGrants.paying;
import static dev.grantflow.kafka.SampleGrants.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.TokenDelivery;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantEvent.Trigger;
import dev.grantflow.grant.Issue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `GrantFinalized` tells where recurring payments stand at the time of the event, which is
/// 2026-03-01T12:00:00.123456Z.
class IntervalsOfFinalizedTest {

  private static final String NOTHING_ASKED = "{\"access\":[]}";

  @Test
  void the_window_of_the_access_that_was_granted_not_of_what_was_asked_for() {
    var asked = "{\"access\":[" + paying("R11/2020-01-01T00:00:00Z/P1Y") + "]}";

    assertThat(intervals(asked, token(null, "[" + paying("R2/2026-01-31T00:00:00Z/P1M") + "]")))
        .isEqualTo(
            "[{\"access\":\"access_token.access[0]\",\"interval\":\"R2/2026-01-31T00:00:00Z/P1M\","
                + "\"currentInterval\":{\"start\":\"2026-02-28T00:00:00Z\",\"end\":\"2026-03-31T00:00:00Z\"},"
                + "\"remainingIntervals\":1}]");
  }

  @Test
  void what_was_asked_for_where_the_server_does_not_repeat_it() {
    var asked = "{\"access\":[{\"type\":\"quote\"}," + paying("R/2026-03-01/PT12H") + "]}";

    assertThat(intervals(asked, token(null, "")))
        .isEqualTo(
            "[{\"access\":\"access_token.access[1]\",\"interval\":\"R/2026-03-01/PT12H\","
                + "\"currentInterval\":{\"start\":\"2026-03-01T12:00:00Z\",\"end\":\"2026-03-02T00:00:00Z\"}}]");
  }

  @Test
  void of_several_tokens_the_one_with_the_same_label() {
    var asked =
        "[{\"label\":\"a\",\"access\":[]},{\"label\":\"b\",\"access\":["
            + paying("R1/2027-01-01/P1Y")
            + "]}]";

    assertThat(
            intervals(
                asked, token("b", ""), token("a", "[\"ref\"," + paying("R0/2025-01-01/P1Y") + "]")))
        .isEqualTo(
            "[{\"access\":\"access_token[0].access[0]\",\"interval\":\"R1/2027-01-01/P1Y\","
                + "\"remainingIntervals\":2},"
                + "{\"access\":\"access_token[1].access[1]\",\"interval\":\"R0/2025-01-01/P1Y\","
                + "\"remainingIntervals\":0}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "\"none\"",
        "[{\"type\":\"outgoing-payment\"}]",
        "[{\"type\":\"outgoing-payment\",\"limits\":{\"interval\":\"monthly\"}}]",
        "[{\"type\":\"outgoing-payment\",\"limits\":{\"interval\":7}}]",
        "[{\"type\":\"other\",\"limits\":{\"interval\":\"R/2026-03-01/PT12H\"}}]"
      })
  void nothing_where_there_is_no_interval_of_a_payment(String access) {
    assertThat(intervals(NOTHING_ASKED, token(null, access))).isEmpty();
  }

  @Test
  void no_depth_of_an_answer_keeps_its_token_back() {
    var deep = "[{\"type\":\"deep\",\"x\":" + "[".repeat(980) + "]".repeat(980) + "}]";

    assertThat(intervals(NOTHING_ASKED, token(null, deep))).isEmpty();
  }

  /// Empty where the member is missing.
  private static String intervals(String asked, AccessToken... tokens) {
    var event = new GrantFinalized(new Issue(List.of(tokens), null), Trigger.CALLBACK);
    var grant = SampleGrants.grant("g1", asked, null);
    var content = EventContent.of(grant, event, SampleGrants.NOW, new TokenDelivery.Inline());
    var text = new String(content, UTF_8);
    var member = ",\"intervals\":";
    if (!text.contains(member)) {
      return "";
    }
    var from = text.indexOf(member) + member.length();
    return DataJson.MAPPER
        .readTree(text.substring(from, text.indexOf(",\"tokenVersion\"")))
        .toString();
  }
}
