package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Egress;
import dev.grantflow.egress.Exchange;
import dev.grantflow.fuzz.Fuzz;
import dev.grantflow.grant.AccessToken;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Answer.Denied;
import dev.grantflow.grant.Answer.Issued;
import dev.grantflow.grant.Answer.NotNow;
import dev.grantflow.grant.Answer.Refused;
import dev.grantflow.grant.Answer.Rotated;
import dev.grantflow.grant.Answer.Unknown;
import dev.grantflow.grant.Answer.Unusable;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import java.net.URI;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever an authorization server answers to whichever call is one of the answers that there are.
/// An input is a status, a `Retry-After`, and after an empty line the body.
class AnswerFuzzTest {

  /// With a digit: a mutation may make a token of a word that our own sentences have.
  private static final Pattern TOKEN =
      Pattern.compile("\"value\":\"((?=[A-Za-z-]*[0-9])[A-Za-z0-9-]{8,})\"");

  private static final URI SERVER = URI.create("https://as.example/");

  private final ClientIdentity client =
      new ClientIdentity(
          ScriptedServer.signer(), new Json("{\"walletAddress\":\"https://shop.example\"}"));

  @TestFactory
  Stream<DynamicTest> any_answer_means_something() {
    return Fuzz.tests("answers", 2_500, this::check);
  }

  private void check(byte[] input) {
    var reply = reply(input);
    Egress egress = _ -> reply;
    var gnap =
        new HttpGnapClient(
            egress,
            InstantSource.fixed(ScriptedServer.NOW),
            new Random(1),
            ScriptedServer.local(),
            new ReferralSettings(null));
    var going =
        new Continuation(SERVER.resolve("/c"), ScriptedServer.CONTINUE_TOKEN, ScriptedServer.NOW);
    var managed = new Cancellation.Managed(SERVER.resolve("/t"), ScriptedServer.ACCESS_TOKEN);
    Stream.of(
            gnap.request(client, SERVER, ScriptedServer.WANTED, ScriptedServer.OFFER).answer(),
            gnap.request(client, SERVER, ScriptedServer.WANTED, null).answer(),
            gnap.continueGrant(client, going, ScriptedServer.INTERACT_REF),
            gnap.continueGrant(client, going, null),
            gnap.cancel(client, going),
            gnap.revoke(client, managed),
            gnap.rotate(client, managed))
        .forEach(answer -> hold(answer, new String(reply.body(), UTF_8)));
  }

  private static void hold(Answer answer, String body) {
    error(answer).ifPresent(AnswerFuzzTest::holdError);
    tokens(answer).forEach(AnswerFuzzTest::holdToken);
    TOKEN
        .matcher(body)
        .results()
        .map(found -> found.group(1))
        .filter(token -> body.indexOf(token) == body.lastIndexOf(token))
        .forEach(token -> assertThat(answer.toString()).doesNotContain(token));
  }

  private static void holdError(GrantError error) {
    assertThat(error.code()).matches("[A-Za-z0-9_.-]{1,64}");
    assertThat(error.description())
        .isNotBlank()
        .hasSizeLessThan(700)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  /// What is told of it is what came.
  private static void holdToken(AccessToken token) {
    var verbatim = token.verbatim().reveal();
    assertThat(JsonTree.canonical(JsonTree.of(verbatim))).contains(verbatim);
    assertThat(JsonTree.string(JsonTree.of(verbatim), "value")).isNotBlank();
    assertThat(UTF_8.newEncoder().canEncode(verbatim)).isTrue();
  }

  private static Stream<AccessToken> tokens(Answer answer) {
    return switch (answer) {
      case Issued issued -> issued.issue().accessTokens().stream();
      case Rotated(var token) -> Stream.of(token);
      default -> Stream.empty();
    };
  }

  private static Optional<GrantError> error(Answer answer) {
    return switch (answer) {
      case Denied(var error) -> Optional.of(error);
      case Refused(var error) -> Optional.of(error);
      case NotNow(var error, _) -> Optional.of(error);
      case Unknown(var error) -> Optional.of(error);
      case Unusable(var error, _, _) -> Optional.of(error);
      default -> Optional.empty();
    };
  }

  private static Exchange.Reply reply(byte[] input) {
    var text = new String(input, UTF_8);
    var head = text.split("\n\n", 2)[0].split("\n", -1);
    var headers = new HashMap<String, String>();
    if (head.length > 1) {
      headers.put("retry-after", head[1]);
    }
    var digits = head[0].replaceAll("[^0-9]", "");
    var status = digits.length() == 3 ? Integer.parseInt(digits) : 200;
    return new Exchange.Reply(status, headers, body(input));
  }

  private static byte[] body(byte[] input) {
    for (int i = 1; i < input.length; i++) {
      if (input[i] == '\n' && input[i - 1] == '\n') {
        return Arrays.copyOfRange(input, i + 1, input.length);
      }
    }
    return input;
  }
}
