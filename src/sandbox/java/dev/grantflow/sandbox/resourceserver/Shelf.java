package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.ResourceCall.Answer;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The resources of one kind, oldest first.
final class Shelf {
  private static final int PAGE = 100;

  private final Map<String, Stored> byUri = new LinkedHashMap<>();
  private final URI uri;
  private final String type;
  private final Clock clock;

  /// @param uri of the collection
  /// @param type the access type that it is for
  Shelf(URI uri, String type, Clock clock) {
    this.uri = uri;
    this.type = type;
    this.clock = clock;
  }

  /// @param client who made it
  record Stored(String client, String wallet, ObjectNode json) {}

  /// A resource that has its id and its time of creation.
  ObjectNode add(String client, String wallet) {
    String id = uri + "/" + UUID.randomUUID();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("walletAddress", wallet).put("createdAt", clock.instant().toString());
    byUri.put(id, new Stored(client, wallet, json));
    return json;
  }

  Optional<Stored> find(String id) {
    return Optional.ofNullable(byUri.get(id));
  }

  Answer read(Rights rights, String name) {
    return new Answer(200, require(rights, "read", name).json());
  }

  /// @throws Refusal where it is not there, or is not this caller's to see
  Stored require(Rights rights, String action, String name) {
    Stored stored = find(uri + "/" + name).orElseThrow(Refusal::notFound);
    Rights.Allowed allowed = rights.require(type, action, stored.wallet());
    if (!allowed.everybodys() && !stored.client().equals(allowed.caller().client())) {
      throw Refusal.notFound();
    }
    return stored;
  }

  Answer list(Rights rights, String wallet) {
    Rights.Allowed allowed = rights.require(type, "list", wallet);
    List<ObjectNode> listed =
        byUri.values().stream()
            .filter(it -> it.wallet().equals(wallet))
            .filter(it -> allowed.everybodys() || it.client().equals(allowed.caller().client()))
            .map(Stored::json)
            .limit(PAGE)
            .toList();
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.putObject("pagination").put("hasNextPage", false).put("hasPreviousPage", false);
    page.putArray("result").addAll(listed);
    return new Answer(200, page);
  }
}
