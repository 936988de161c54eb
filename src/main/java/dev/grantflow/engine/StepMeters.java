package dev.grantflow.engine;

import dev.grantflow.engine.GnapCalls.Made;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps as numbers: how long each took, with all that it did before and after its call, what
/// came of it and at which server, and how often one has to be made again. Thread-safe.
@Singleton
final class StepMeters {

  private static final String FAULT = "fault";

  private final MeterRegistry meters;
  private final ServerTags servers;

  /// What a step is for.
  enum Kind {
    REQUEST,
    CONTINUE,
    POLL,
    ROTATE,
    REVOKE_TOKEN,
    CANCEL,
    RENEW,
    /// The state announces no call.
    NONE;

    String tag() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Retries of every kind are there from the start, so that the first is seen as a change.
  StepMeters(MeterRegistry meters, ServerTags servers) {
    this.meters = meters;
    this.servers = servers;
    Stream.of(Kind.values()).filter(it -> it != Kind.NONE).forEach(it -> retries(it, 0));
  }

  /// Makes the step and returns what it brought.
  Optional<Made> timed(Grant grant, Supplier<Optional<Made>> step) {
    var begin = System.nanoTime();
    try {
      var made = step.get();
      made.ifPresent(it -> took(grant, called(it), outcome(it.answer()), begin));
      return made;
    } catch (RuntimeException | StackOverflowError fault) {
      took(grant, grant.grantEndpoint(), FAULT, begin);
      throw fault;
    }
  }

  /// A step that brought nothing, and left the grant where the same step is due once more.
  void settled(Grant before, Answer answer, Grant after) {
    if (broughtNothing(answer)
        && after.state().due().isPresent()
        && after.state().status() == before.state().status()) {
      retries(kind(before.state()), 1);
    }
  }

  /// Anyone may name servers that are refused before a call, such as those that a client may not
  /// ask: they would use up the names that are told apart.
  private static @Nullable URI called(Made made) {
    return made.answer() instanceof Answer.Refused(var error) && !isOfServer(error)
        ? null
        : made.server();
  }

  private void took(Grant grant, @Nullable URI server, String outcome, long begin) {
    meters
        .timer(
            "grantflow.step",
            "step",
            kind(grant.state()).tag(),
            "outcome",
            outcome,
            "server",
            servers.of(server))
        .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
  }

  private void retries(Kind kind, int more) {
    meters.counter("grantflow.retries", "step", kind.tag()).increment(more);
  }

  private static boolean broughtNothing(Answer answer) {
    return answer instanceof Answer.NotNow || answer instanceof Answer.Unknown;
  }

  static Kind kind(GrantState state) {
    return switch (state) {
      case GrantState.Requesting _ -> Kind.REQUEST;
      case GrantState.Renewing _ -> Kind.RENEW;
      case GrantState.Continuing(_, var interactRef, _, _) ->
          interactRef == null ? Kind.POLL : Kind.CONTINUE;
      case GrantState.Rotating _ -> Kind.ROTATE;
      case GrantState.RevokingToken _ -> Kind.REVOKE_TOKEN;
      case GrantState.Revoking _, GrantState.Retiring _ -> Kind.CANCEL;
      case GrantState.Requested _, GrantState.Pending _, GrantState.Polling _ -> Kind.NONE;
      case GrantState.Approved _, GrantState.Finalized _, GrantState.Renewable _ -> Kind.NONE;
      case GrantState.Terminal _ -> Kind.NONE;
    };
  }

  private static String outcome(Answer answer) {
    return switch (answer) {
      case Answer.InteractionRequired _, Answer.InteractionToPoll _ -> "interaction_required";
      case Answer.StillPending _ -> "pending";
      case Answer.Issued _ -> "issued";
      case Answer.Rotated _ -> "rotated";
      case Answer.Gone _ -> "gone";
      case Answer.Unusable _ -> "unusable";
      case Answer.Denied _ -> "denied";
      case Answer.Refused _ -> "refused";
      case Answer.NotNow(var error, _) -> isOfServer(error) ? "not_now" : "not_sent";
      case Answer.Unknown _ -> "unknown";
    };
  }

  private static boolean isOfServer(GrantError error) {
    return error.httpStatus() != null;
  }
}
