package dev.grantflow.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.grantflow.client.Acting;
import dev.grantflow.client.Presentation;
import dev.grantflow.gnap.GrantReply;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.ClientName;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.Json;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/// In which form a client instance shows itself to each authorization server: as it is configured,
/// as older servers want it, or by the `instance_id` that the server gave it (RFC 9635 §3.5).
///
/// A server that refuses a form is asked once more in another. Nothing was granted by the refusal,
/// so this is no repetition of a request that may have been processed. What was understood is
/// remembered, in memory and for a while, so that servers and their knowledge of us may change.
/// Thread-safe.
@Singleton
final class ClientForms {

  private static final int REMEMBERED_MAX = 10_000;
  private static final Duration FORM_LIFE = Duration.ofHours(1);
  private static final Duration INSTANCE_ID_LIFE = Duration.ofHours(24);

  private final Cache<Pair, Json> understood =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(FORM_LIFE).build();
  private final Cache<Pair, Json> instanceIds =
      Caffeine.newBuilder().maximumSize(REMEMBERED_MAX).expireAfterWrite(INSTANCE_ID_LIFE).build();

  /// @param publicKey because a form may hold it, and because an instance is known by its key
  private record Pair(ClientName client, String publicKey, URI grantEndpoint) {}

  /// @param acting with the key that is to sign it
  /// @param call makes the grant request with this `client` member; is called once or twice
  Answer.ToRequest request(
      ClientName client, Acting acting, URI grantEndpoint, Function<Json, GrantReply> call) {
    var pair = new Pair(client, acting.publicKey(), grantEndpoint);
    var shown = acting.presentation();
    var instanceId = shown.isByInstanceId() ? instanceIds.getIfPresent(pair) : null;
    return instanceId == null
        ? inFull(shown, pair, call)
        : byInstanceId(shown, pair, instanceId, call);
  }

  private Answer.ToRequest byInstanceId(
      Presentation shown, Pair pair, Json instanceId, Function<Json, GrantReply> call) {
    var answer = call.apply(instanceId).answer();
    if (!isRefused(answer, "invalid_request") && !isRefused(answer, "invalid_client")) {
      return answer;
    }
    instanceIds.invalidate(pair);
    return ask(shown, pair, full(shown, pair), call);
  }

  private Answer.ToRequest inFull(Presentation shown, Pair pair, Function<Json, GrantReply> call) {
    var answer = ask(shown, pair, full(shown, pair), call);
    var other = shown.olderClient();
    if (other == null || !isRefused(answer, "invalid_request")) {
      return answer;
    }
    if (understood.getIfPresent(pair) != null) {
      // Hardly the form; but servers change, so the next request begins anew.
      understood.invalidate(pair);
      return answer;
    }
    var second = ask(shown, pair, other, call);
    // Refused in both forms, it is not the form: what was said to the configured one is to be told.
    return isRefused(second, "invalid_request") ? answer : second;
  }

  private Json full(Presentation shown, Pair pair) {
    var known = understood.getIfPresent(pair);
    return known == null ? shown.client() : known;
  }

  private Answer.ToRequest ask(
      Presentation shown, Pair pair, Json form, Function<Json, GrantReply> call) {
    var reply = call.apply(form);
    if (isUnderstood(reply.answer())) {
      understood.put(pair, form);
    }
    if (reply.instanceId() != null && shown.isByInstanceId()) {
      instanceIds.put(pair, reply.instanceId());
    }
    return reply.answer();
  }

  private static boolean isRefused(Answer.ToRequest answer, String code) {
    return answer instanceof Answer.Refused(GrantError(var said, _, var status))
        && said.equals(code)
        && status != null
        && (status == 400 || status == 401);
  }

  /// An error may have come before the server looked at the form.
  private static boolean isUnderstood(Answer.ToRequest answer) {
    return switch (answer) {
      case Answer.InteractionRequired _, Answer.InteractionToPoll _, Answer.StillPending _ -> true;
      case Answer.Issued _, Answer.Unusable _ -> true;
      case Answer.Denied _, Answer.Refused _, Answer.NotNow _, Answer.Unknown _ -> false;
    };
  }
}
