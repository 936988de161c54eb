package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks token and signature of calls to the resource server, and lets it answer the rest. Until
/// there is one, nothing is found there.
final class ResourceDoor {
  private final Authentication authentication;
  private final Grants grants;
  private final GrantEndpoints endpoints;
  private volatile ResourceCall.@Nullable Handler handler;

  ResourceDoor(Authentication authentication, Grants grants, GrantEndpoints endpoints) {
    this.authentication = authentication;
    this.grants = grants;
    this.endpoints = endpoints;
  }

  void open(ResourceCall.Handler resourceServer) {
    handler = resourceServer;
  }

  Reply answer(Call call) {
    ResourceCall.Handler resourceServer = handler;
    String path = call.path();
    if (resourceServer == null || !path.startsWith(ResourceCall.PATH + "/")) {
      return Reply.errorWithoutCode(404, "not found");
    }
    try {
      String below = path.substring(ResourceCall.PATH.length() + 1);
      ResourceCall checked =
          new ResourceCall(
              call.method(),
              List.of(below.split("/", -1)),
              URI.create(call.message().targetUri()).getRawQuery(),
              body(call),
              caller(call));
      ResourceCall.Answer answer = resourceServer.answer(checked);
      JsonNode body = answer.body();
      return answer.status() == 401
          ? challenge(body == null ? Json.object() : body)
          : new Reply.Whole(
              answer.status(),
              Map.of("Content-Type", "application/json"),
              body == null ? "" : body.toString());
    } catch (Refused e) {
      return e.reply() instanceof Reply.Whole whole && whole.status() == 401
          ? challenge(Json.parseObject(whole.body()).orElseGet(Json::object))
          : e.reply();
    }
  }

  private static @Nullable JsonNode body(Call call) {
    return call.message().body().isEmpty()
        ? null
        : Json.parseObject(call.message().body())
            .orElseThrow(() -> new Refused(400, "invalid_request", "body must be an object"));
  }

  private ResourceCall.@Nullable Caller caller(Call call) {
    if (call.message().header("authorization").isEmpty()) {
      return null;
    }
    SignatureInput input = authentication.read(call);
    AccessToken token =
        call.message()
            .gnapToken()
            .flatMap(grants::liveToken)
            .orElseThrow(() -> new Refused(401, "invalid_token", "inactive token"));
    Grant grant = token.grant;
    authentication.check(call, input, grant.request.client(), grant.behaviour);
    return new ResourceCall.Caller(
        grant.id, grant.request.client().name(), grant.request.access(), grant.createdAt);
  }

  private Reply challenge(JsonNode body) {
    return new Reply.Whole(
        401,
        Map.of(
            "Content-Type",
            "application/json",
            "WWW-Authenticate",
            "GNAP as_uri=" + endpoints.common()),
        body.toString());
  }
}
