package dev.grantflow.gnap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.egress.Exchange;
import dev.grantflow.egress.Header;
import dev.grantflow.egress.HttpEgress;
import dev.grantflow.egress.OutboundRequest;
import dev.grantflow.gnap.signature.InvalidSigningKeyException;
import dev.grantflow.gnap.signature.RequestSigner;
import dev.grantflow.gnap.signature.SignatureProfile;
import dev.grantflow.gnap.signature.SigningKey;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Json;
import dev.grantflow.grant.StartMode;
import dev.grantflow.sandbox.SandboxKey;
import dev.grantflow.sandbox.authserver.GrantState;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each call is signed as always and changed in one thing on its way to the server.
@DisplayName("RFC 9635 §7.3.1 HTTP Message Signatures: nothing that is covered can be changed")
class SignatureCoverageTest {

  /// In a call that is otherwise the client's own.
  enum Change {
    METHOD(Call.CANCEL, it -> new OutboundRequest("POST", it.uri(), it.headers())),
    TARGET_URI(
        Call.CANCEL,
        it -> new OutboundRequest(it.method(), URI.create(it.uri() + "?a=b"), it.headers())),
    AUTHORIZATION(Call.CANCEL, it -> it),
    CONTENT_DIGEST(Call.REQUEST, it -> with(it, "content-digest", SignatureCoverageTest::flipped)),
    CONTENT_DIGEST_IN_ANOTHER_FORM(
        Call.REQUEST, it -> with(it, "content-digest", value -> "sha-256=:AAAA:, " + value)),
    CONTENT_LENGTH(Call.REQUEST, SignatureCoverageTest::longer),
    CONTENT_TYPE(Call.REQUEST, it -> with(it, "content-type", value -> value + ";charset=utf-8")),
    BODY(Call.REQUEST, SignatureCoverageTest::otherwise),
    CREATED(Call.CANCEL, it -> input(it, "(created=[0-9]{9})([0-9])", "$19")),
    KEY_ID(Call.CANCEL, it -> input(it, "keyid=\"shop-key\"", "keyid=\"second-key\"")),
    NONCE(Call.CANCEL, it -> input(it, "nonce=\"...", "nonce=\"abc")),
    TAG(Call.CANCEL, it -> input(it, "tag=\"gnap\"", "tag=\"gnip\"")),
    TAG_TAKEN_AWAY(Call.CANCEL, it -> input(it, ";tag=\"gnap\"", "")),
    NONCE_TAKEN_AWAY(Call.CANCEL, it -> input(it, ";nonce=\"[^\"]*\"", "")),
    ORDER(
        Call.CANCEL, it -> input(it, "\"@method\" \"@target-uri\"", "\"@target-uri\" \"@method\"")),
    COVERAGE(Call.REQUEST, it -> input(it, " \"content-type\"", "")),
    SIGNATURE(Call.CANCEL, it -> with(it, "signature", SignatureCoverageTest::flipped));

    private final Call call;

    @SuppressWarnings("ImmutableEnumChecker") // a function of its argument alone
    private final UnaryOperator<OutboundRequest> change;

    Change(Call call, UnaryOperator<OutboundRequest> change) {
      this.call = call;
      this.change = change;
    }
  }

  enum Call {
    REQUEST,
    CANCEL
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final SandboxAuthorizationServer server =
      SandboxAuthorizationServer.start(Settings.usual().withMinWait(Duration.ZERO));
  private final HttpEgress egress = ScriptedServer.egress();
  private final List<String> replies = new ArrayList<>();
  private UnaryOperator<OutboundRequest> onTheWay = UnaryOperator.identity();
  private final GnapClient gnap =
      new HttpGnapClient(
          this::send,
          InstantSource.system(),
          new SecureRandom(),
          ScriptedServer.local(),
          new ReferralSettings(null));

  @SuppressWarnings("NullAway.Init")
  private ClientIdentity client;

  @BeforeEach
  void publishTwoKeys() throws IOException, InvalidSigningKeyException {
    var key = SandboxKey.make("shop-key", folder);
    var second = SandboxKey.make("second-key", folder);
    server.publishKey("shop", key.keyId(), key.publicKey());
    server.publishKey("shop", second.keyId(), second.publicKey());
    var signing = SigningKey.fromPkcs8Pem(key.keyId(), Files.readAllBytes(key.file()));
    client =
        new ClientIdentity(
            new RequestSigner(signing, SignatureProfile.RFC_9635),
            new Json("{\"walletAddress\":\"%s\"}".formatted(server.walletAddress("shop"))));
  }

  @AfterEach
  void close() {
    egress.close();
    server.close();
  }

  private Exchange send(OutboundRequest request) {
    var exchange = egress.send(onTheWay.apply(request));
    if (exchange instanceof Exchange.Reply reply) {
      replies.add(reply.status() + " " + new String(reply.body(), UTF_8));
    }
    return exchange;
  }

  @ParameterizedTest
  @EnumSource
  void a_call_that_is_changed_is_refused(Change change) {
    var pending = pending();
    var former = pending.accessToken().reveal();
    var current = poll(pending);
    onTheWay =
        change == Change.AUTHORIZATION
            ? it -> with(it, "authorization", _ -> "GNAP " + former)
            : change.change;
    var grants = server.books().grants().size();

    make(change.call, current);

    assertThat(replies.getLast()).startsWith("401 ").contains("\"invalid_client\"");
    assertThat(server.books().grants())
        .hasSize(grants)
        .allMatch(grant -> grant.state() == GrantState.PENDING);
  }

  @ParameterizedTest
  @EnumSource
  void a_call_that_is_not_changed_is_served(Call call) {
    make(call, poll(pending()));

    assertThat(replies.getLast()).startsWith(call == Call.CANCEL ? "204" : "200");
  }

  private void make(Call call, Continuation continuation) {
    switch (call) {
      case REQUEST -> request();
      case CANCEL -> gnap.cancel(client, continuation);
    }
  }

  private Answer request() {
    var wanted =
        new Wanted(
            new Json(
                "{\"access\":[{\"actions\":[\"read\"],\"identifier\":\"%s\",\"type\":\"outgoing-payment\"}]}"
                    .formatted(server.walletAddress("alice"))),
            null);
    var polled = new InteractionOffer(Set.of(StartMode.REDIRECT), null);
    return gnap.request(client, server.grantEndpoint(), wanted, polled).answer();
  }

  private Continuation pending() {
    if (request() instanceof Answer.InteractionToPoll(_, var continuation, _)) {
      return continuation;
    }
    throw new AssertionError(replies);
  }

  /// So that there are two continuation tokens that the server accepts.
  private Continuation poll(Continuation pending) {
    if (gnap.continueGrant(client, pending, null) instanceof Answer.StillPending(var next, _)) {
      return next;
    }
    throw new AssertionError(replies);
  }

  private static OutboundRequest with(
      OutboundRequest request, String name, UnaryOperator<String> value) {
    return headed(request, name, value, request.body());
  }

  private static OutboundRequest headed(
      OutboundRequest request, String name, UnaryOperator<String> value, byte @Nullable [] body) {
    var headers =
        request.headers().stream()
            .map(
                it ->
                    it.name().equalsIgnoreCase(name)
                        ? new Header(it.name(), value.apply(it.value()))
                        : it)
            .toList();
    return body == null
        ? new OutboundRequest(request.method(), request.uri(), headers)
        : new OutboundRequest(request.method(), request.uri(), headers, body);
  }

  private static OutboundRequest input(OutboundRequest request, String from, String to) {
    return with(
        request,
        "signature-input",
        value -> {
          var changed = value.replaceFirst(from, to);
          // The last digit of the time may have been the one that was put there.
          return changed.equals(value) ? value.replaceFirst(from, to.replace('9', '8')) : changed;
        });
  }

  /// White space after it: its digest, which is that of what it says, is as it was.
  private static OutboundRequest longer(OutboundRequest request) {
    var body = body(request) + " ";
    return headed(
        request, "content-length", _ -> Integer.toString(body.length()), body.getBytes(UTF_8));
  }

  private static OutboundRequest otherwise(OutboundRequest request) {
    var body = body(request).replace("\"read\"", "\"list\"");
    return headed(request, "content-length", it -> it, body.getBytes(UTF_8));
  }

  private static String body(OutboundRequest request) {
    var body = request.body();
    return body == null ? "" : new String(body, UTF_8);
  }

  /// Another value in the same form.
  private static String flipped(String value) {
    var characters = value.toCharArray();
    var at = value.indexOf('=') + 5;
    characters[at] = characters[at] == 'A' ? 'B' : 'A';
    return new String(characters);
  }
}
