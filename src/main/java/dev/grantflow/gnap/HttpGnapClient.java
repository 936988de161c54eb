package dev.grantflow.gnap;

import dev.grantflow.egress.Egress;
import dev.grantflow.egress.EgressSettings;
import dev.grantflow.egress.Origin;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Secret;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [GnapClient] over [Egress]. Thread-safe as far as the random generator is.
@Singleton
final class HttpGnapClient implements GnapClient {

  private static final Origin NOWHERE = new Origin("", "", 0);

  private final Egress egress;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final boolean allowHttp;
  private final Set<Origin> further;

  HttpGnapClient(
      Egress egress,
      InstantSource clock,
      RandomGenerator random,
      EgressSettings settings,
      ReferralSettings referrals) {
    this.egress = egress;
    this.clock = clock;
    this.random = random;
    this.allowHttp = settings.allowHttp();
    this.further = referrals.origins();
  }

  @Override
  public GrantReply request(
      ClientIdentity client, URI grantEndpoint, Wanted wanted, @Nullable InteractionOffer offer) {
    var finish = offer == null ? null : offer.finish();
    var body = GrantRequestBody.of(wanted, client.client(), offer);
    var call = new SignedCall("POST", grantEndpoint, null, body);
    var ours = finish == null ? List.<Secret>of() : List.of(finish.uri(), finish.nonce());
    return make(
        client,
        call,
        ours,
        (heard, arrival) ->
            new RequestAnswer(grantEndpoint, offer, arrival, issuer(grantEndpoint)).of(heard));
  }

  @Override
  public Answer.ToContinue continueGrant(
      ClientIdentity client, Continuation continuation, @Nullable Secret interactRef) {
    var token = continuation.accessToken();
    var body = interactRef == null ? null : GrantRequestBody.ofContinuation(interactRef);
    var call = new SignedCall("POST", continuation.uri(), token, body);
    var ours = Stream.of(token, interactRef).filter(Objects::nonNull).toList();
    return make(
        client,
        call,
        ours,
        (heard, arrival) ->
            new ContinueAnswer(
                    arrival, interactRef == null, continuation, issuer(continuation.uri()))
                .of(heard));
  }

  @Override
  public Answer.ToCancel cancel(ClientIdentity client, Continuation continuation) {
    var token = continuation.accessToken();
    var call = new SignedCall("DELETE", continuation.uri(), token, null);
    return make(client, call, List.of(token), (heard, _) -> CancelAnswer.OF_GRANT.of(heard));
  }

  @Override
  public Answer.ToCancel revoke(ClientIdentity client, Cancellation.Managed token) {
    var call = new SignedCall("DELETE", token.manage(), token.token(), null);
    return make(
        client, call, List.of(token.token()), (heard, _) -> CancelAnswer.OF_TOKEN.of(heard));
  }

  @Override
  public Answer.ToRotate rotate(ClientIdentity client, Cancellation.Managed token) {
    var call = new SignedCall("POST", token.manage(), token.token(), null);
    return make(
        client,
        call,
        List.of(token.token()),
        (heard, arrival) -> new RotateAnswer(arrival, token, issuer(token.manage())).of(heard));
  }

  @FunctionalInterface
  private interface Meaning<A> {
    A of(Heard heard, Instant arrival);
  }

  private <A> A make(
      ClientIdentity client, SignedCall call, List<Secret> secrets, Meaning<A> meaning) {
    var exchange = call.send(egress, client.signer(), clock.instant(), RequestNonce.next(random));
    var arrival = clock.instant();
    var errors = new ErrorReader(call.host(), secrets);
    return meaning.of(Heard.of(exchange, arrival, errors, issuer(call.target())), arrival);
  }

  /// What names no server cannot have been called, and brings no answer.
  private Issuer issuer(URI called) {
    return new Issuer(Origin.of(called).orElse(NOWHERE), further, allowHttp);
  }
}
