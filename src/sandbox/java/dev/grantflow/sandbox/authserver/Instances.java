package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.GrantRequest.Client;
import dev.grantflow.sandbox.authserver.GrantRequest.InstanceClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What clients are called by the server (RFC 9635 §3.5).
final class Instances {
  private final Map<String, Client> byId = new ConcurrentHashMap<>();

  /// The request as that of the client that is meant.
  ///
  /// @throws Refused with 401 `invalid_client` where nobody is called that
  GrantRequest known(GrantRequest request) {
    if (!(request.client() instanceof InstanceClient(String id))) {
      return request;
    }
    Client client = byId.get(id);
    if (client == null) {
      throw new Refused(401, "invalid_client", "no such instance");
    }
    return request.as(client);
  }

  /// The answer with the client's `instance_id`, where the server speaks of such.
  ObjectNode told(Grant grant, ObjectNode answer) {
    boolean remembers = grant.behaviour.speaks(Dialect.INSTANCE_ID);
    if (!remembers && !grant.behaviour.speaks(Dialect.FORGETFUL)) {
      return answer;
    }
    String id = Random.uuid();
    if (remembers) {
      byId.put(id, grant.request.client());
    }
    return answer.put("instance_id", id);
  }
}
