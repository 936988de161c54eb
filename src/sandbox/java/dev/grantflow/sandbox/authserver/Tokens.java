package dev.grantflow.sandbox.authserver;

/// Answers rotation and revocation of access tokens (RFC 9635 §6).
final class Tokens {
  private final Authentication authentication;
  private final Faults faults;
  private final Grants grants;
  private final Answers answers;

  Tokens(Authentication authentication, Faults faults, Grants grants, Answers answers) {
    this.authentication = authentication;
    this.faults = faults;
    this.grants = grants;
    this.answers = answers;
  }

  /// The old value and its management URI die at once. An expired token can still be rotated.
  Reply rotate(Call call, String manageId) {
    AccessToken token = authenticated(call, manageId);
    return faults.around(
        token.grant.behaviour,
        Point.ROTATE,
        token.grant.id,
        () -> {
          synchronized (token.grant) {
            if (token.ended) {
              throw new Refused(404, "invalid_rotation", "token not found");
            }
            token.ended = true;
            return Reply.json(
                200, answers.rotated(grants.issue(token.grant, token.wanted, Point.ROTATE)));
          }
        });
  }

  Reply revoke(Call call, String manageId) {
    AccessToken token = authenticated(call, manageId);
    return faults.around(
        token.grant.behaviour,
        Point.REVOKE,
        token.grant.id,
        () -> {
          synchronized (token.grant) {
            token.ended = true;
          }
          return Reply.noContent();
        });
  }

  private AccessToken authenticated(Call call, String manageId) {
    grants.byToken(manageId).ifPresent(grant -> call.booked().ofGrant(grant.id));
    SignatureInput input = authentication.read(call);
    AccessToken token =
        call.message()
            .gnapToken()
            .flatMap(value -> grants.token(manageId, value))
            .orElseThrow(() -> new Refused(401, "invalid_client", "invalid access token"));
    authentication.check(call, input, token.grant.request.client(), token.grant.behaviour);
    return token;
  }
}
