package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.grantflow.engine.DeadLetters.Entry;
import dev.grantflow.engine.DeadLetters.Listing;
import dev.grantflow.engine.DeadLetters.Replay;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadLettersEndpointTest {

  @RegisterExtension static final WebServer SERVER = new WebServer();

  static final Entry LETTER =
      new Entry(
          2,
          17,
          Instant.parse("2026-03-01T12:00:00Z"),
          "order-9",
          "GrantRequested",
          "client: unknown",
          "grants.commands/2/1041",
          120,
          null);

  static final Entry CUT =
      new Entry(2, 18, LETTER.at(), null, null, null, "grants.commands/2/7", 0, "value");

  private static final String TOLD =
      "{\"partition\":2,\"offset\":17,\"at\":\"2026-03-01T12:00:00Z\",\"grantId\":\"order-9\","
          + "\"type\":\"GrantRequested\",\"reason\":\"client: unknown\","
          + "\"from\":\"grants.commands/2/1041\",\"bytes\":120}";

  @Test
  void shows_where_letters_lie_and_why_but_not_what_is_in_them() throws Exception {
    SERVER.deadLetters().answer(new Listing.Found(List.of(LETTER)));

    assertThat(SERVER.manage("GET", "/dead-letters").body()).isEqualTo("[" + TOLD + "]");
  }

  @Test
  void goes_through_a_partition_by_the_address_that_comes_with_each_page() throws Exception {
    SERVER.deadLetters().answer(new Listing.Found(List.of(LETTER), 16L));

    var page = SERVER.manage("GET", "/dead-letters?partition=2&limit=1");

    assertThat(SERVER.deadLetters().asked()).isEqualTo("1 NEWEST of 2 from " + Long.MAX_VALUE);
    var next = page.headers().firstValue("Link").orElseThrow();
    assertThat(next)
        .isEqualTo("</dead-letters?partition=2&from=16&order=newest&limit=1>; rel=\"next\"");

    SERVER.deadLetters().answer(new Listing.Found(List.of(LETTER)));
    var last = SERVER.manage("GET", next.replaceAll("^<|>.*", ""));

    assertThat(SERVER.deadLetters().asked()).isEqualTo("1 NEWEST of 2 from 16");
    assertThat(last.body()).isEqualTo("[" + TOLD + "]");
    assertThat(last.headers().firstValue("Link")).isEmpty();
  }

  @Test
  void the_oldest_of_a_partition_begin_at_its_beginning() throws Exception {
    SERVER.manage("GET", "/dead-letters?partition=2&order=oldest");

    assertThat(SERVER.deadLetters().asked()).isEqualTo("20 OLDEST of 2 from 0");
  }

  @Test
  void there_are_none_in_a_partition_that_there_is_not() throws Exception {
    SERVER.deadLetters().answer(new Listing.NoPartition());

    assertThat(SERVER.manage("GET", "/dead-letters?partition=9").statusCode()).isEqualTo(404);
  }

  @Test
  void sends_a_letter_again_and_leaves_a_line_that_says_who_did() throws Exception {
    SERVER.deadLetters().answer(new Replay.Sent(LETTER));
    try (var log = new Overheard(Level.INFO)) {
      var answer = SERVER.manage("POST", "/dead-letters/2/17");

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(answer.body()).isEqualTo(TOLD);
      assertThat(log.text())
          .contains(
              "operation=\"POST /dead-letters/{partition}/{offset}\", grantId=\"order-9\","
                  + " target=\"dead letter 2/17\", status=\"202\"");
    }
  }

  @Test
  void says_from_where_to_send_what_is_not_whole() throws Exception {
    SERVER.deadLetters().answer(new Replay.Incomplete(CUT));

    var answer = SERVER.manage("POST", "/dead-letters/2/18");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("lacks value. Send it again from grants.commands/2/7");
  }

  @Test
  void says_when_the_brokers_are_away() throws Exception {
    SERVER.deadLetters().answer(new Listing.Away("Kafka is away."));
    SERVER.deadLetters().answer(new Replay.Away("Kafka is away."));

    assertThat(SERVER.manage("GET", "/dead-letters").statusCode()).isEqualTo(503);
    assertThat(SERVER.manage("POST", "/dead-letters/0/1").body()).contains("Kafka is away.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?order=best",
        "?limit=0",
        "?limit=101",
        "?limit=x",
        "?order=newest&limit=",
        "?partition=x",
        "?partition=-1",
        "?partition=2&partition=3",
        "?partition=2&from=-1",
        "?from=17",
        "?form=17"
      })
  void a_question_that_cannot_be_read_is_refused(String query) throws Exception {
    assertThat(SERVER.manage("GET", "/dead-letters" + query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x/1", "/1/x", "/-1/1", "/1/99999999999999999999"})
  void there_is_no_letter_where_there_is_no_place(String place) throws Exception {
    SERVER.deadLetters().answer(new Replay.Sent(LETTER));

    assertThat(SERVER.manage("POST", "/dead-letters" + place).statusCode()).isEqualTo(404);
  }
}
