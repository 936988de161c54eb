package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand.Reading.Invalid;
import dev.grantflow.engine.ReceivedCommand.Reading.Valid;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.FinishMethod;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRequested;
import dev.grantflow.grant.GrantRequested.Server;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.Problem;
import dev.grantflow.grant.StartMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {

  private final CommandReader reader = new CommandReader(Records.SETTINGS);

  @Test
  void reads_a_request_with_everything_in_binary_mode() {
    var data =
        """
        {"grantId": "g1", "client": "shop", "authServer": "https://auth.example/",
         "access_token": {"access": [{"type": "outgoing-payment",
           "actions": ["create", "read"], "identifier": "https://wallet.example/alice",
           "limits": {"debitAmount": {"value": "500", "assetScale": 2, "assetCode": "USD"},
                      "receiver": "https://wallet.example/bob/incoming-payments/1",
                      "interval": "R12/2026-01-31T00:00:00Z/P1M"}, "x": 1.50}]},
         "subject": {"sub_ids": [{"id": "https://wallet.example/alice", "format": "uri"}]},
         "interact": {"returnUri": "https://shop.example/back"},
         "expiresIn": "PT15M", "metadata": {"order": 7, "a": "ü/"}}
        """;
    var headers = Records.add(Records.binary("GrantRequested"), "ce_traceparent", Records.TRACE);
    var received = reader.read(Records.of(headers, "g1", data));

    assertThat(received.source()).isEqualTo(new Source("grants.commands", 3, 42));
    assertThat(received.traceparent()).isEqualTo(Records.TRACE);
    assertThat(received.headers()).hasSize(6);
    assertThat(received.reading())
        .isEqualTo(
            new Valid(
                new GrantRequested(
                    new GrantId("g1"),
                    new ClientName("shop"),
                    new Server.GrantEndpoint(URI.create("https://auth.example/")),
                    new Wanted(
                        new Json(
                            "{\"access\":[{\"actions\":[\"create\",\"read\"],\"identifier\":"
                                + "\"https://wallet.example/alice\",\"limits\":{\"debitAmount\":"
                                + "{\"assetCode\":\"USD\",\"assetScale\":2,\"value\":\"500\"},"
                                + "\"interval\":\"R12/2026-01-31T00:00:00Z/P1M\",\"receiver\":"
                                + "\"https://wallet.example/bob/incoming-payments/1\"},"
                                + "\"type\":\"outgoing-payment\",\"x\":1.5}]}"),
                        new Json(
                            "{\"sub_ids\":[{\"format\":\"uri\",\"id\":"
                                + "\"https://wallet.example/alice\"}]}")),
                    Interact.redirect(URI.create("https://shop.example/back")),
                    Duration.ofMinutes(15),
                    new Json("{\"a\":\"ü/\",\"order\":7}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"returnUri":"https://a.example/"}                               | https://a.example/ | REDIRECT         | REDIRECT
          {"returnUri":"https://a.example/","start":["redirect"],"finish":"redirect"} | https://a.example/ | REDIRECT | REDIRECT
          {"returnUri":"https://a.example/","start":["app","user_code"]}   | https://a.example/ | USER_CODE,APP    | REDIRECT
          {"start":["user_code_uri"]}                                      |                    | USER_CODE_URI    | REDIRECT
          {"finish":"push"}                                                |                    | REDIRECT         | PUSH
          {"start":["user_code","redirect"],"finish":"none"}               |                    | REDIRECT,USER_CODE | NONE
          """)
  void reads_what_interaction_is_offered(
      String interact, @Nullable URI returnUri, String start, FinishMethod finish) {
    var data =
        "{\"grantId\":\"g1\","
            + Records.WALLET
            + ","
            + Records.TOKEN
            + ",\"interact\":"
            + interact
            + "}";

    assertThat(reader.read(Records.of("GrantRequested", data)).reading())
        .isInstanceOfSatisfying(
            Valid.class,
            valid ->
                assertThat(((GrantRequested) valid.command()).interact())
                    .isEqualTo(
                        new Interact(
                            returnUri,
                            Stream.of(start.split(",", -1))
                                .map(StartMode::valueOf)
                                .collect(Collectors.toSet()),
                            finish)));
  }

  @Test
  void reads_whether_tokens_are_to_be_kept_fresh() {
    var data =
        "{\"grantId\":\"g1\"," + Records.WALLET + ",\"access_token\":{\"access\":[\"x\"]}%s}";
    var kept = Records.of("GrantRequested", data.formatted(",\"keepFresh\":true"));
    var unsaid = Records.of("GrantRequested", data.formatted(""));

    assertThat(reader.read(kept).reading())
        .isInstanceOfSatisfying(
            Valid.class, it -> assertThat(((GrantRequested) it.command()).keepFresh()).isTrue());
    assertThat(reader.read(unsaid).reading())
        .isInstanceOfSatisfying(
            Valid.class, it -> assertThat(((GrantRequested) it.command()).keepFresh()).isNull());
  }

  @Test
  void reads_what_is_to_be_done_with_a_token() {
    var rotation =
        Records.of(
            "GrantTokenRotateRequested",
            "{\"grantId\":\"g1\",\"label\":\"pay\",\"tokenVersion\":3,\"reason\":\"401\"}");
    var bare = Records.of("GrantTokenRotateRequested", "{\"grantId\":\"g1\",\"tokenVersion\":1}");
    var revocation =
        Records.of("GrantTokenRevokeRequested", "{\"grantId\":\"g1\",\"label\":\"pay\"}");
    var id = new GrantId("g1");

    assertThat(reader.read(rotation).reading())
        .isEqualTo(new Valid(new GrantTokenRotateRequested(id, "pay", 3, "401")));
    assertThat(reader.read(bare).reading())
        .isEqualTo(new Valid(new GrantTokenRotateRequested(id, null, 1, null)));
    assertThat(reader.read(revocation).reading())
        .isEqualTo(new Valid(new GrantTokenRevokeRequested(id, "pay", null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"tokenVersion\":0}",
        "{\"tokenVersion\":1.5}",
        "{\"tokenVersion\":2147483648}",
        "{\"tokenVersion\":1,\"label\":\"\"}",
        "{\"tokenVersion\":1,\"labels\":\"pay\"}",
        "{\"tokenVersion\":1,\"reason\":1}"
      })
  void refuses_what_does_not_say_which_token(String fault) {
    var data =
        fault.equals("{}") ? "{\"grantId\":\"g1\"}" : "{\"grantId\":\"g1\"," + fault.substring(1);

    assertThat(
            Records.invalid(reader.read(Records.of("GrantTokenRotateRequested", data))).problems())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"access\":[\"dolphin-metadata\",{\"type\":\"photo-api\",\"actions\":[\"any\"]}]}",
        "[{\"label\":\"a\",\"access\":[\"x\"]},{\"label\":\"b\",\"access\":[\"x\"]}]",
        "{\"access\":[{\"type\":\"incoming-payment\",\"actions\":[\"complete\"],\"other\":{}}],"
            + "\"flags\":[\"bearer\"],\"unknown\":true}"
      })
  void lets_what_GNAP_allows_pass_verbatim(String tokens) {
    var data = "{\"grantId\":\"g1\"," + Records.WALLET + ",\"access_token\":" + tokens + "}";
    assertThat(problems(data)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                        | grantId                    | Missing. Add it.
          []                                                        | data                       | The data is an array; give an object.
          {"grantId":"a b",W,T}                                     | grantId                    | "a b" does not fit. Give 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -.
          {"grantId":7,W,T}                                         | grantId                    | This is a number. Give a string.
          {"grantId":"g1",T}                                        | walletAddress, authServer  | Exactly one of the two says where the grant is to be had. Give walletAddress or authServer, not both and not neither.
          {"grantId":"g1",W,T,"authServer":"https://a.example"}     | walletAddress, authServer  | Exactly one of the two says where the grant is to be had. Give walletAddress or authServer, not both and not neither.
          {"grantId":"g1",W}                                        | access_token, subject      | Nothing is asked for. Give access_token, subject or both.
          {"grantId":"g1",W,"subject":{"sub_ids":[{"id":"x","format":"uri"}]}} | interact        | A subject without access_token is confirmed by the resource owner only. Add interact with a returnUri.
          {"grantId":"g1",W,T,"wallet_address":"x"}                 | wallet_address             | Unknown field. Remove it or correct its spelling; known here are grantId, client, walletAddress, authServer, access_token, subject, interact, expiresIn, metadata, keepFresh.
          {"grantId":"g1",W,T,"interact":{"returnUri":"https://a.example","returnUrl":"x"}} | interact.returnUrl         | Unknown field. Remove it or correct its spelling; known here are returnUri, start, finish.
          {"grantId":"g1",W,T,"interact":{}}                        | interact.returnUri         | Missing. Add it.
          {"grantId":"g1",W,T,"interact":{"start":["redirect","app"]}} | interact.returnUri      | Missing. Add it.
          {"grantId":"g1",W,T,"interact":{"start":["user_code","app"],"finish":"redirect"}} | interact.returnUri | Missing. Add it.
          {"grantId":"g1",W,T,"interact":{"finish":"push","returnUri":"https://a.example"}} | interact.returnUri | No browser comes back with finish push or none. Remove returnUri, or give finish redirect.
          {"grantId":"g1",W,T,"interact":{"finish":"none","returnUri":"https://a.example"}} | interact.returnUri | No browser comes back with finish push or none. Remove returnUri, or give finish redirect.
          {"grantId":"g1",W,T,"interact":{"finish":"poll"}}         | interact.finish            | "poll" is not allowed here. Give one of redirect, push, none.
          {"grantId":"g1",W,T,"interact":{"finish":"push","start":["qr"]}} | interact.start[0]   | "qr" is not allowed here. Give one of redirect, user_code, user_code_uri, app.
          {"grantId":"g1",W,T,"interact":{"finish":"push","start":[]}} | interact.start          | Too short or empty. Give at least 1.
          {"grantId":"g1",W,T,"interact":{"finish":"push","start":["app","app"]}} | interact.start | One of them is there twice. Remove the repetition.
          {"grantId":"g1",W,T,"interact":{"returnUri":"/back"}}     | interact.returnUri         | "/back" does not fit. Give an absolute URI that begins with https:// or http://.
          {"grantId":"g1",W,T,"interact":{"returnUri":"https://shop.example/#x"}} | interact.returnUri | "https://shop.example/#x" has a fragment; remove the # and what follows.
          {"grantId":"g1","walletAddress":"https://a:secret@b.example",T} | walletAddress        | This value has a user name in it; remove everything up to the @.
          {"grantId":"g1","walletAddress":"https:///x",T}           | walletAddress              | "https:///x" has no valid host and port; give one such as wallet.example.
          {"grantId":"g1","walletAddress":"https://a b",T}          | walletAddress              | "https://a b" is not a URI; give an absolute one such as https://wallet.example/alice.
          {"grantId":"g1","walletAddress":null,T}                   | walletAddress              | This is null. Give a string.
          {"grantId":"g1",W,T,"client":" "}                         | client                     | " " does not fit. Give the name of a configured client instance.
          {"grantId":"g1",W,T,"expiresIn":"15 minutes"}             | expiresIn                  | "15 minutes" is not a positive ISO 8601 duration in days, hours, minutes and seconds. Give one such as PT15M.
          {"grantId":"g1",W,T,"expiresIn":"PT0S"}                   | expiresIn                  | "PT0S" is not a positive ISO 8601 duration in days, hours, minutes and seconds. Give one such as PT15M.
          {"grantId":"g1",W,T,"metadata":[]}                        | metadata                   | This is an array. Give an object.
          {"grantId":"g1",W,T,"metadata":{"a":[12345678901234567890]}} | metadata.a[0]           | This integer is beyond 2^53 - 1, where JSON parsers lose digits. Write it as a string.
          {"grantId":"g1",W,T,"metadata":{"a":1e999}}               | metadata.a                 | This number is too large for a double. Write it as a string.
          {"grantId":"g1",W,T,"metadata":{"a":"\\ud800"}}           | metadata.a                 | This text has half of a surrogate pair in it, which is no character. Remove it.
          {"grantId":"g1",W,"access_token":"s3cret"}                | access_token               | This is a string. Give an object or an array.
          {"grantId":"g1",W,"access_token":{}}                      | access_token.access        | Missing. Add it.
          {"grantId":"g1",W,"access_token":{"access":[]}}           | access_token.access        | Too short or empty. Give at least 1.
          {"grantId":"g1",W,"access_token":{"access":["a","b","c","d"]}} | access_token.access   | 4 are too many. Give at most 3.
          {"grantId":"g1",W,"access_token":{"access":["a","a"]}}    | access_token.access        | One of them is there twice. Remove the repetition.
          {"grantId":"g1",W,"access_token":{"access":[5]}}          | access_token.access[0]     | This is a number. Give an object or a string.
          {"grantId":"g1",W,"access_token":{"access":[{}]}}         | access_token.access[0].type | Missing. Add it.
          {"grantId":"g1",W,"access_token":{"access":["a"],"label":"a b"}} | access_token.label  | This value does not fit. Give 1 to 64 visible ASCII characters other than space and ".
          {"grantId":"g1",W,"access_token":[{"access":["a"]}]}      | access_token[0].label      | Missing. Add it.
          {"grantId":"g1",W,"access_token":[{"access":["a"],"label":"x"},{"access":["a"],"label":"x"}]} | access_token[1].label | Another of the tokens has this label already. Give each a label of its own.
          {"grantId":"g1",W,"access_token":{"access":[{"type":"quote","actions":["complete"]}]}} | access_token.access[0].actions[0] | "complete" is not allowed here. Give one of create, read, read-all.
          {"grantId":"g1",W,"access_token":{"access":[{"type":"quote"}]}} | access_token.access[0].actions | Missing. Add it.
          {"grantId":"g1",W,"access_token":{"access":[{"type":"outgoing-payment","actions":["read"]}]}} | access_token.access[0].identifier | Missing. Add it.
          {"grantId":"g1",W,"access_token":{"access":[{"type":"incoming-payment","actions":["read"],"identifier":"$wallet.example/alice"}]}} | access_token.access[0].identifier | "$wallet.example/alice" does not begin with https:// or http://; give the whole URI.
          L{"debitAmount":A5,"receiveAmount":A5}R                   | access_token.access[0].limits.debitAmount, access_token.access[0].limits.receiveAmount | Only one of the two can limit a payment. Remove debitAmount or receiveAmount.
          L{"debitAmount":{"value":"5.0","assetCode":"USD","assetScale":2}}R | access_token.access[0].limits.debitAmount.value | "5.0" does not fit. Give a whole number from 0 to 18446744073709551615 in decimal digits, as a string.
          L{"debitAmount":{"value":"18446744073709551616","assetCode":"USD","assetScale":2}}R | access_token.access[0].limits.debitAmount.value | "18446744073709551616" does not fit. Give a whole number from 0 to 18446744073709551615 in decimal digits, as a string.
          L{"debitAmount":{"value":5,"assetCode":"USD","assetScale":2}}R | access_token.access[0].limits.debitAmount.value | This is a number. Give a string.
          L{"debitAmount":{"value":"5","assetCode":"USD","assetScale":256}}R | access_token.access[0].limits.debitAmount.assetScale | "256" is too large. Give at most 255.
          L{"debitAmount":{"value":"5","assetScale":2}}R            | access_token.access[0].limits.debitAmount.assetCode | Missing. Add it.
          L{"interval":"R12/2025-02-30/P1M"}R                       | access_token.access[0].limits.interval | "R12/2025-02-30/P1M" is not an ISO 8601 repeating interval. Give one such as R12/2026-01-31T00:00:00Z/P1M: repetitions, then start and end, start and duration, or duration and end.
          L{"receiver":"wallet.example/bob"}R                       | access_token.access[0].limits.receiver | "wallet.example/bob" does not begin with https:// or http://; give the whole URI.
          """)
  void tells_of_a_fault_by_field_and_remedy(String data, String field, String message) {
    var full =
        data.replace("L{", "{\"grantId\":\"g1\",W," + OUTGOING + "\"limits\":{")
            .replace("}R", "}}]}}")
            .replace("A5", "{\"value\":\"5\",\"assetCode\":\"USD\",\"assetScale\":2}")
            .replace("W,", Records.WALLET + ",")
            .replace("W}", Records.WALLET + "}")
            .replace("T}", Records.TOKEN + "}")
            .replace("T,", Records.TOKEN + ",");
    assertThat(problems(full)).contains(new Problem(field, message));
    if (!data.equals("{}")) {
      assertThat(problems(full)).hasSize(1);
    }
  }

  private static final String OUTGOING =
      "\"access_token\":{\"access\":[{\"type\":\"outgoing-payment\",\"actions\":[\"create\"],"
          + "\"identifier\":\"https://wallet.example/alice\",";

  @Test
  void tells_of_all_faults_at_once_but_not_of_hundreds() {
    var junk = new StringBuilder("{\"grantId\":\"g1\"");
    for (int i = 0; i < 200; i++) {
      junk.append(",\"x").append(i).append("\":1");
    }
    assertThat(problems("{\"grantId\":\"a b\",\"x\":1}"))
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "grantId", "x", "walletAddress, authServer", "access_token, subject");
    assertThat(problems(junk + "}")).hasSize(20);
  }

  @Test
  void echoes_no_long_and_no_confidential_value() {
    var names = "n".repeat(500);
    var long_ = "x".repeat(500) + "\\n";
    var data =
        ("{\"grantId\":\"%s\","
                + Records.WALLET
                + ",\"access_token\":{\"value\":\"s3cret\","
                + "\"label\":\"s3cret 1\",\"flags\":\"s3cret\",\"access\":\"s3cret\"},\"%s\":1,"
                + "\"metadata\":{\"pin\":12345678901234567890}}")
            .formatted(long_, names);
    var told = problems(data).toString();
    assertThat(told)
        .contains("\"" + "x".repeat(63) + "…\"", "n".repeat(63) + "…")
        .doesNotContain("s3cret", "1234567890", "x".repeat(64), "n".repeat(64), "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not json", "{\"grantId\":\"g1\"", "{} {}", "{\"a\":1,\"a\":1}"})
  void refuses_malformed_JSON(String value) {
    var problems = Records.invalid(reader.read(Records.of("GrantRequested", value))).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().field()).isIn("data", "record.value");
    assertThat(problems.getFirst().message()).containsAnyOf("This is not JSON", "is empty");
  }

  private List<Problem> problems(String data) {
    return switch (reader.read(Records.of("GrantRequested", data)).reading()) {
      case Valid _ -> List.of();
      case Invalid(_, var problems) -> problems;
    };
  }

  @Test
  void metadata_that_grows_beyond_what_an_event_holds_is_refused() {
    var roomy = new CommandReader(Records.withCommandBytesMax(262_144));
    var numbers = "1e20,".repeat(40_000) + "1";
    var data =
        "{\"grantId\":\"g1\","
            + Records.WALLET
            + ","
            + Records.TOKEN
            + ",\"metadata\":{\"x\":["
            + numbers
            + "]}}";

    var reading = roomy.read(Records.of("GrantRequested", data)).reading();

    assertThat(reading)
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.problems()).extracting(Problem::field).contains("metadata"));
  }
}
