package dev.grantflow.sandbox.resourceserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.authserver.ResourceCall;
import dev.grantflow.sandbox.authserver.ResourceCall.Answer;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A resource server at the `resourceServer` of the sandbox's wallet addresses. One call at a time.
public final class SandboxResourceServer implements ResourceCall.Handler {
  private final URI uri;
  private final IncomingPayments incoming;
  private final Quotes quotes;
  private final OutgoingPayments outgoing;

  private SandboxResourceServer(URI uri, URI authServer, Clock clock) {
    this.uri = uri;
    incoming = new IncomingPayments(URI.create(uri + "/incoming-payments"), authServer, clock);
    quotes = new Quotes(URI.create(uri + "/quotes"), incoming, clock);
    outgoing =
        new OutgoingPayments(URI.create(uri + "/outgoing-payments"), incoming, quotes, clock);
  }

  /// Answers until the authorization server is closed.
  ///
  /// @param clock decides about quotes and intervals
  public static SandboxResourceServer open(SandboxAuthorizationServer server, Clock clock) {
    SandboxResourceServer resourceServer =
        new SandboxResourceServer(server.resourceServer(), server.grantEndpoint(), clock);
    server.serve(resourceServer);
    return resourceServer;
  }

  @Override
  public synchronized Answer answer(ResourceCall call) {
    try {
      return route(call);
    } catch (Refusal refusal) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.putObject("error").put("code", refusal.code).put("description", refusal.getMessage());
      return new Answer(refusal.status, body);
    }
  }

  private Answer route(ResourceCall call) {
    Rights rights = new Rights(call.caller());
    List<String> path = call.path();
    String name = path.size() < 2 ? "" : path.get(1);
    String rest = String.join("/", path.stream().skip(2).toList());
    return switch (call.method() + " " + path.getFirst() + " " + shape(path.size(), rest)) {
      case "POST incoming-payments all" -> incoming.create(rights, new Form(call.body()));
      case "GET incoming-payments all" -> incoming.list(rights, wallet(call));
      case "GET incoming-payments one" ->
          incoming.read(rights, uri + "/incoming-payments/" + name, name);
      case "POST incoming-payments complete" -> incoming.complete(rights, name);
      case "POST quotes all" -> quotes.create(rights, new Form(call.body()));
      case "GET quotes one" -> quotes.read(rights, name);
      case "POST outgoing-payments all" -> outgoing.create(rights, new Form(call.body()));
      case "GET outgoing-payments all" -> outgoing.list(rights, wallet(call));
      case "GET outgoing-payments one" -> outgoing.read(rights, name);
      case String unknown -> throw Refusal.notFound();
    };
  }

  private static String shape(int segments, String rest) {
    return switch (segments) {
      case 1 -> "all";
      case 2 -> "one";
      default -> rest;
    };
  }

  private static String wallet(ResourceCall call) {
    return Stream.of(Objects.requireNonNullElse(call.query(), "").split("&", -1))
        .filter(parameter -> parameter.startsWith("wallet-address="))
        .map(parameter -> parameter.substring("wallet-address=".length()))
        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow(() -> Refusal.invalid("query must have required property 'wallet-address'"));
  }
}
