package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.contract.SubjectContent;
import dev.grantflow.contract.TokenContent;
import dev.grantflow.engine.TokenReads;
import dev.grantflow.engine.TokenReads.Outcome;
import dev.grantflow.grant.GrantId;
import dev.grantflow.security.Caller;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/// Hands out the tokens of a grant whose events carry none. The answer is a secret:
/// `ProtectiveHeaders` keeps it out of caches, and nothing logs it.
@Controller("/v1/grants")
@Requires(condition = ApiIsOn.class)
@Produces(MediaType.APPLICATION_JSON)
@ExecuteOn(TaskExecutors.BLOCKING)
final class TokenController {

  private final TokenReads reads;

  TokenController(TokenReads reads) {
    this.reads = reads;
  }

  @Get(uri = "/{grantId}/token", headRoute = false)
  HttpResponse<String> read(HttpRequest<?> request, String grantId) {
    if (!GrantId.isValid(grantId)) {
      return ApiProblem.unknownGrant().response();
    }
    var labels = request.getParameters().getAll("label");
    if (labels.size() > 1) {
      return ApiProblem.unreadable("label", "It is there twice. Give one, or none.").response();
    }
    var label = labels.isEmpty() ? null : labels.getFirst();
    var reader = Caller.of(request).map(Caller::subject).orElse(null);
    return switch (reads.read(new GrantId(grantId), label, reader)) {
      case Outcome.Read read -> answer(read);
      case Outcome.UnknownGrant() -> ApiProblem.unknownGrant().response();
      case Outcome.Nothing(var why) -> nothing(why).response();
      case Outcome.NotUsable(var why) -> notUsable(why).response();
    };
  }

  private static HttpResponse<String> answer(Outcome.Read read) {
    var json = DataJson.MAPPER.createObjectNode();
    json.put("grantId", read.grantId().value());
    json.put("client", read.client().value());
    var tokens = json.putArray("tokens");
    for (var held : read.tokens()) {
      var token = tokens.addObject();
      TokenContent.putWhole(token, held.token().verbatim());
      if (held.token().label() != null) {
        token.put("label", held.token().label());
      }
      token.put("tokenVersion", held.version());
      if (held.token().expiresAt() != null) {
        token.put("expiresAt", held.token().expiresAt().toString());
      }
    }
    if (read.subject() != null) {
      SubjectContent.putWhole(json, read.subject());
    }
    return HttpResponse.ok(DataJson.MAPPER.writeValueAsString(json))
        .contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static ApiProblem nothing(String why) {
    return new ApiProblem(
        HttpStatus.NOT_FOUND, "/problems/no-token", "There is no token to fetch", why, List.of());
  }

  private static ApiProblem notUsable(String why) {
    return new ApiProblem(
        HttpStatus.CONFLICT,
        "/problems/grant-state",
        "The state of the grant does not allow this",
        why,
        List.of());
  }
}
