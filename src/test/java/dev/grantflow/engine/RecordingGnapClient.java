package dev.grantflow.engine;

import dev.grantflow.gnap.ClientIdentity;
import dev.grantflow.gnap.GnapClient;
import dev.grantflow.gnap.GrantReply;
import dev.grantflow.gnap.InteractionOffer;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Cancellation.Managed;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantRequested.Wanted;
import dev.grantflow.grant.Secret;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Remembers what it was asked to call, and answers everything the same, unless a test chooses what
/// is said to grant requests or to cancellations.
final class RecordingGnapClient implements GnapClient {

  static final Answer.Unknown ANSWER = new Answer.Unknown(GrantError.of("lost", "No answer."));

  /// Of the last grant request.
  volatile @Nullable InteractionOffer offer;

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Queue<Answer.ToCancel> toCancel = new ConcurrentLinkedQueue<>();

  /// What grant requests are told; called while the request is in flight.
  volatile Supplier<Answer.ToRequest> onRequest = () -> ANSWER;

  /// What all other calls are told.
  volatile Answer.Unknown answer = ANSWER;

  /// Whether it throws instead.
  volatile boolean bug;

  sealed interface Call {
    record Request(URI endpoint, Wanted wanted) implements Call {}

    record InteractiveRequest(URI endpoint, Wanted wanted) implements Call {}

    record Continue(Continuation continuation, @Nullable Secret interactRef) implements Call {}

    record Cancel(Continuation continuation) implements Call {}

    record Revoke(Managed token) implements Call {}

    record Rotate(Managed token) implements Call {}
  }

  /// What the next cancellations are told, in order.
  void onCancel(Answer.ToCancel... answers) {
    toCancel.addAll(List.of(answers));
  }

  private Answer.ToCancel toCancel(Answer.ToCancel otherwise) {
    var next = toCancel.poll();
    return next == null ? otherwise : next;
  }

  @Override
  public GrantReply request(
      ClientIdentity client, URI endpoint, Wanted wanted, @Nullable InteractionOffer offered) {
    offer = offered;
    asked(
        offered == null
            ? new Call.Request(endpoint, wanted)
            : new Call.InteractiveRequest(endpoint, wanted));
    return new GrantReply(onRequest.get(), null);
  }

  @Override
  public Answer.ToContinue continueGrant(
      ClientIdentity client, Continuation continuation, @Nullable Secret interactRef) {
    return asked(new Call.Continue(continuation, interactRef));
  }

  @Override
  public Answer.ToCancel cancel(ClientIdentity client, Continuation continuation) {
    return toCancel(asked(new Call.Cancel(continuation)));
  }

  @Override
  public Answer.ToCancel revoke(ClientIdentity client, Managed token) {
    return toCancel(asked(new Call.Revoke(token)));
  }

  @Override
  public Answer.ToRotate rotate(ClientIdentity client, Managed token) {
    return asked(new Call.Rotate(token));
  }

  private Answer.Unknown asked(Call call) {
    calls.add(call);
    if (bug) {
      throw new IllegalStateException("about a secret");
    }
    return answer;
  }
}
