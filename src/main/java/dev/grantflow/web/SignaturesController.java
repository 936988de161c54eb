package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.engine.ResourceSignatures;
import dev.grantflow.engine.ResourceSignatures.Outcome;
import dev.grantflow.grant.GrantId;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Gives services the headers of one call to a resource server, so that the key stays here. The
/// answer holds the token; `ProtectiveHeaders` keeps it out of caches, and nothing logs it.
@Controller("/v1/grants")
@Requires(condition = ApiIsOn.class)
@Produces(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SignaturesController {

  private static final Duration COME_AGAIN = Duration.ofSeconds(2);

  private final ResourceSignatures signatures;

  SignaturesController(ResourceSignatures signatures) {
    this.signatures = signatures;
  }

  @Post("/{grantId}/signatures")
  @Consumes(MediaType.APPLICATION_JSON)
  HttpResponse<String> sign(String grantId, @Body byte @Nullable [] body) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    return switch (SignatureBody.read(body == null ? new byte[0] : body)) {
      case SignatureBody.Flawed(var problem) -> problem.response();
      case SignatureBody.Understood(var request) ->
          answer(signatures.sign(new GrantId(grantId), request));
    };
  }

  private static HttpResponse<String> answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Signed(var headers) -> signed(headers);
      case Outcome.UnknownGrant() -> ApiProblem.unknownGrant().response();
      case Outcome.NotUsable(var why) -> notUsable(why).response();
      case Outcome.Refused(var problems) -> ApiProblem.invalid(problems).response();
      case Outcome.Unavailable(var why, var retryAfter) -> unavailable(why, retryAfter);
    };
  }

  private static HttpResponse<String> signed(SequencedMap<String, String> headers) {
    var json = DataJson.MAPPER.createObjectNode();
    headers.forEach(json.putObject("headers")::put);
    return HttpResponse.ok(DataJson.MAPPER.writeValueAsString(json))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static ApiProblem notUsable(String why) {
    return new ApiProblem(
        HttpStatus.CONFLICT,
        "/problems/grant-state",
        "The state of the grant does not allow this",
        why,
        List.of());
  }

  private static HttpResponse<String> unavailable(String why, @Nullable Duration retryAfter) {
    var response =
        new ApiProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "/problems/wallet-address-unavailable",
                "The wallet address cannot be asked just now",
                why + " Send the same request again later.",
                List.of())
            .response();
    var wait = retryAfter == null ? COME_AGAIN : retryAfter;
    response
        .getHeaders()
        .set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    return response;
  }
}
