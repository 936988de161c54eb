package dev.grantflow.sandbox.authserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// Answers grant requests (RFC 9635 §2).
final class GrantRequests {
  private final URI base;
  private final GrantEndpoints endpoints;
  private final Authentication authentication;
  private final ClientDirectory clients;
  private final Faults faults;
  private final Grants grants;
  private final Answers answers;
  private final Clock clock;
  private final Duration minWait;
  private final Instances instances = new Instances();

  GrantRequests(
      URI base,
      GrantEndpoints endpoints,
      Authentication authentication,
      ClientDirectory clients,
      Faults faults,
      Grants grants,
      Answers answers,
      Clock clock,
      Duration minWait) {
    this.base = base;
    this.endpoints = endpoints;
    this.authentication = authentication;
    this.clients = clients;
    this.faults = faults;
    this.grants = grants;
    this.answers = answers;
    this.clock = clock;
    this.minWait = minWait;
  }

  Reply answer(Call call) {
    Optional<String> nameInPath = GrantEndpoints.walletName(call.path());
    call.requireJson();
    boolean general =
        nameInPath.flatMap(WalletAddresses::behaviour).filter(Behaviour::isGeneral).isPresent();
    GrantRequest request =
        instances.known(
            GrantRequestReader.read(
                Json.parseObject(call.message().body())
                    .orElseThrow(() -> Refused.invalidBody("body must be object")),
                general));
    String name = nameInPath.or(() -> awkwardName(request)).orElse("");
    String owner = nameInPath.or(() -> anyName(request)).orElse("");
    call.booked().ofWallet(owner);
    Behaviour behaviour = WalletAddresses.behaviour(name).orElseGet(Behaviour.Proper::new);
    authentication.check(call, authentication.read(call), request.client(), behaviour);
    return faults.around(
        behaviour, Point.REQUEST, name, () -> grant(call, owner, request, behaviour));
  }

  /// The first identifier that asks for a behaviour decides, then the client.
  private Optional<String> awkwardName(GrantRequest request) {
    return Stream.concat(identifiers(request), Stream.of(request.client().name()))
        .flatMap(this::name)
        .filter(name -> name.startsWith("awkward-"))
        .findFirst();
  }

  /// For the books, which want to know whose grant it is.
  private Optional<String> anyName(GrantRequest request) {
    return identifiers(request).flatMap(this::name).findFirst();
  }

  private static Stream<String> identifiers(GrantRequest request) {
    return request.access().stream().map((JsonNode item) -> item.path("identifier").asText());
  }

  private Stream<String> name(String walletAddress) {
    String root = base.resolve("/").toString();
    return walletAddress.startsWith(root)
        ? Stream.of(walletAddress.substring(root.length()))
        : Stream.empty();
  }

  private Reply grant(Call call, String owner, GrantRequest request, Behaviour behaviour) {
    if (behaviour.is(Quirk.OLD_CLIENT_FORM)
        && !(request.client() instanceof GrantRequest.WalletClient(URI uri, boolean asString)
            && asString)) {
      throw new Refused(400, "invalid_request", "body.client must be string");
    }
    String clientName = request.interactive() ? nameForConsent(request) : "";
    Grant grant =
        new Grant(
            owner,
            request,
            behaviour,
            endpoints.hashed(call.path(), behaviour),
            clientName,
            clock.instant(),
            minWait(behaviour));
    call.booked().ofGrant(grant.id);
    synchronized (grant) {
      grants.add(grant);
      if (request.interactive()) {
        return Reply.json(200, instances.told(grant, answers.interaction(grant)));
      }
      grant.state = GrantState.ISSUED;
      ObjectNode issued = answers.issued(grant, grants.issue(grant, Point.REQUEST));
      return Reply.json(200, instances.told(grant, issued));
    }
  }

  private String nameForConsent(GrantRequest request) {
    if (request.interact() == null) {
      throw new Refused(400, "invalid_request", "missing required request field 'interact'");
    }
    return switch (request.client()) {
      case GrantRequest.WalletClient(URI walletAddress, boolean asString) ->
          clients.publicName(walletAddress);
      case GrantRequest.InstanceClient(String id) ->
          throw new IllegalStateException("an instance is known by now");
      case GrantRequest.KeyClient(JsonNode jwk, String name) when name != null -> name;
      case GrantRequest.KeyClient key ->
          throw new Refused(400, "invalid_request", "a key cannot ask for interaction");
    };
  }

  /// RFC 9635 §3.1: without `wait` a client waits five seconds.
  private Duration minWait(Behaviour behaviour) {
    if (behaviour.is(Quirk.NO_WAIT)) {
      return Duration.ofSeconds(5);
    }
    return behaviour.is(Quirk.LONG_WAIT) ? Duration.ofHours(1) : minWait;
  }
}
