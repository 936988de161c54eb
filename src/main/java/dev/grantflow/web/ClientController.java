package dev.grantflow.web;

import dev.grantflow.client.ClientDocuments;
import dev.grantflow.client.WalletAddressDocument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What authorization servers and payment counterparties read of a client instance (Open Payments
/// wallet address server): its document, where it is configured to be served here, and its keys.
/// Public, and nothing of it is secret.
@Controller("/clients")
@Produces(MediaType.ALL)
final class ClientController {

  private static final String DOCUMENT_FRESHNESS = "public, max-age=300";

  /// Short, so that a new key is soon believed everywhere.
  private static final String KEYS_FRESHNESS = "public, max-age=60";

  private static final Notice UNKNOWN =
      new Notice(HttpStatus.NOT_FOUND, "Not here", "There is no such document here.");

  private final ClientDocuments clients;
  private final Replies replies;

  ClientController(ClientDocuments clients, Replies replies) {
    this.clients = clients;
    this.replies = replies;
  }

  @Get("/{name}")
  HttpResponse<String> document(String name) {
    return reply(clients.walletAddress(name).map(ClientController::members), DOCUMENT_FRESHNESS);
  }

  @Get("/{name}/jwks.json")
  HttpResponse<String> keys(String name) {
    return reply(clients.keys(name).map(keys -> Map.of("keys", keys)), KEYS_FRESHNESS);
  }

  private HttpResponse<String> reply(Optional<? extends Map<String, ?>> members, String freshness) {
    return members
        .<HttpResponse<String>>map(
            it -> replies.json(it).header(HttpHeaders.CACHE_CONTROL, freshness))
        .orElseGet(() -> replies.problem(UNKNOWN));
  }

  private static Map<String, ?> members(WalletAddressDocument document) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", document.id().toString());
    members.put("publicName", document.publicName());
    members.put("assetCode", document.assetCode());
    members.put("assetScale", document.assetScale());
    members.put("authServer", document.authServer().toString());
    members.put("resourceServer", document.resourceServer().toString());
    return members;
  }
}
