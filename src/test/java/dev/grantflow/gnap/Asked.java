package dev.grantflow.gnap;

import static dev.grantflow.gnap.ScriptedServer.NOW;
import static dev.grantflow.gnap.ScriptedServer.OFFER;
import static dev.grantflow.gnap.ScriptedServer.WANTED;

import dev.grantflow.grant.Answer;
import dev.grantflow.grant.Continuation;
import dev.grantflow.grant.Interact;
import dev.grantflow.grant.Secret;
import java.net.URI;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server that is asked for a grant and answers what a test says.
final class Asked implements AfterEachCallback {

  static final String CONTINUE =
      "\"continue\":{\"access_token\":{\"value\":\"new-token\"},"
          + "\"uri\":\"https://as.example/continue/7\",\"wait\":30}";
  static final String INTERACT =
      "\"interact\":{\"redirect\":\"https://as.example/i/4?a=b\",\"finish\":\"their-nonce\"}";
  static final Continuation CONTINUATION =
      new Continuation(
          URI.create("https://as.example/continue/7"), Secret.of("new-token"), NOW.plusSeconds(30));

  final ScriptedServer server = new ScriptedServer();

  final URI endpoint = server.uri("/");

  @Override
  public void afterEach(ExtensionContext context) {
    server.close();
  }

  Answer.ToRequest ask(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, OFFER)
        .answer();
  }

  Answer.ToRequest askWithoutInteraction(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, null)
        .answer();
  }

  Answer.ToRequest askToBePolled(String body) {
    return server
        .answers(200, "{" + body + "}")
        .gnap
        .request(server.client, endpoint, WANTED, new InteractionOffer(Interact.START, null))
        .answer();
  }
}
