package dev.grantflow.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.SeenEvent;
import dev.grantflow.sandbox.authserver.Books.CallEntry;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Tokens that are kept fresh, and what services may ask for with them, by two replicas on one
/// database and one broker. One test waits long for its tokens to grow old, which it does beside
/// the others; those have tokens that live for seconds only, and come one after the other.
class KeepFreshIT {

  private static final int AT_ONCE = 20;

  /// Rotated after 12 to 18 s.
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void tokens_are_rotated_ahead_of_their_expiry_once_each_however_many_replicas_there_are() {
    var settings = Settings.usual().withTokenLifetime(LIFETIME);
    try (var server = SandboxAuthorizationServer.start(settings);
        var _ = replicas(server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var ids = Stream.generate(Platform::newGrantId).limit(AT_ONCE).toList();
      ids.forEach(id -> commands.publish(id, "GrantRequested", keptFresh(server, id)));

      var rotated =
          ids.stream().map(id -> events.await(id, "GrantTokenRotated", PATIENCE)).toList();

      assertThat(rotated)
          .allSatisfy(
              event -> {
                assertThat(event.data().path("trigger").textValue()).isEqualTo("expiry");
                assertThat(event.data().path("tokenVersion").intValue()).isEqualTo(2);
                assertThat(server.books().isLive(value(event))).isTrue();
              });
      assertThat(ids)
          .allSatisfy(
              id ->
                  assertThat(events.of(id).stream().map(SeenEvent::type))
                      .containsExactly("GrantFinalized", "GrantTokenRotated"));
      assertThat(server.books().journal())
          .filteredOn(call -> call.what() == Point.ROTATE)
          .hasSize(AT_ONCE)
          .extracting(CallEntry::status)
          .containsOnly(200);
    }
  }

  @Test
  void a_service_has_a_token_rotated_once_and_revoked_and_hears_of_one_that_expires() {
    var settings = Settings.usual().withTokenLifetime(Duration.ofSeconds(5));
    try (var server = SandboxAuthorizationServer.start(settings);
        var _ = replicas(server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var id = Platform.newGrantId();
      commands.publish(id, "GrantRequested", payment(server, id).toString());
      var first = value(events.await(id, "GrantFinalized", PATIENCE));
      var rotation = JSON.createObjectNode().put("grantId", id).put("tokenVersion", 1).toString();

      commands.publish(id, "GrantTokenRotateRequested", rotation);
      commands.publish(id, "GrantTokenRotateRequested", rotation);
      var second = events.await(id, "GrantTokenRotated", PATIENCE);
      commands.publish(id, "GrantTokenRotateRequested", rotation);
      var expired = events.await(id, "GrantTokenExpired", PATIENCE);
      commands.publish(id, "GrantTokenRevokeRequested", Samples.revocation(id, "over"));
      events.await(id, "GrantRevoked", PATIENCE);

      assertThat(second.data().path("trigger").textValue()).isEqualTo("request");
      assertThat(value(second)).isNotEqualTo(first);
      assertThat(expired.data().path("tokenVersion").intValue()).isEqualTo(2);
      assertThat(events.of(id).stream().map(SeenEvent::type))
          .containsExactly(
              "GrantFinalized", "GrantTokenRotated", "GrantTokenExpired", "GrantRevoked");
      assertThat(server.books().calls(Point.ROTATE)).isEqualTo(1);
    }
  }

  @Test
  void a_grant_whose_token_expires_unrotated_is_requested_anew_once_however_many_replicas() {
    var settings = Settings.usual().withTokenLifetime(Duration.ofSeconds(4));
    try (var server = SandboxAuthorizationServer.start(settings);
        var _ = replicas(server, Map.of("grantflow.tokens.renew", true));
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var id = Platform.newGrantId();
      var wallet = server.walletAddress("awkward-rotate-invalid-request." + id).toString();
      var request = parsed(Samples.incomingPayment(id, wallet)).put("keepFresh", true);
      commands.publish(id, "GrantRequested", request.toString());
      var first = value(events.await(id, "GrantFinalized", PATIENCE));

      var expired = events.await(id, "GrantTokenExpired", PATIENCE);
      var renewed = events.await(id, "GrantTokenRotated", PATIENCE);
      var live = server.books().isLive(value(renewed));
      commands.publish(id, "GrantRevokeRequested", Samples.revocation(id, "over"));
      events.await(id, "GrantRevoked", PATIENCE);

      assertThat(expired.data().path("tokenVersion").intValue()).isEqualTo(1);
      assertThat(renewed.data().path("tokenVersion").intValue()).isEqualTo(2);
      assertThat(renewed.data().path("trigger").textValue()).isEqualTo("renewed");
      assertThat(value(renewed)).isNotEqualTo(first);
      assertThat(live).isTrue();
      assertThat(events.of(id).stream().map(SeenEvent::type))
          .containsExactly(
              "GrantFinalized",
              "GrantTokenChangeFailed",
              "GrantTokenExpired",
              "GrantTokenRotated",
              "GrantRevoked");
      assertThat(server.books().calls(Point.REQUEST)).isEqualTo(2);
      assertThat(server.books().calls(Point.CANCEL)).isEqualTo(2);
      assertThat(server.books().liveTokens()).isEmpty();
    }
  }

  @Test
  void a_rotation_that_goes_wrong_ends_in_the_truth() {
    try (var server = SandboxAuthorizationServer.start(Settings.usual());
        var _ = replicas(server);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var lost = rotated(server, commands, events, "awkward-rotate-drop-after");
      var refused = rotated(server, commands, events, "awkward-rotate-invalid-request");
      var later = rotated(server, commands, events, "awkward-rotate-unavailable-once");

      var failed = events.await(lost, "GrantFailed", PATIENCE);
      var givenUp = events.await(refused, "GrantTokenChangeFailed", PATIENCE);
      var fresh = events.await(later, "GrantTokenRotated", PATIENCE);

      assertThat(failed.data().at("/error/code").textValue()).isEqualTo("outcome_unknown");
      assertThat(givenUp.data().path("change").textValue()).isEqualTo("rotation");
      assertThat(givenUp.data().at("/error/code").textValue()).isEqualTo("invalid_request");
      assertThat(server.books().isLive(value(fresh))).isTrue();
      assertThat(server.books().isLive(value(events.await(refused, "GrantFinalized", PATIENCE))))
          .isTrue();
      assertThat(server.books().liveTokens()).hasSize(2);
    }
  }

  /// A grant at a server of that behaviour whose token is to be rotated.
  private static String rotated(
      SandboxAuthorizationServer server, Commands commands, EventTail events, String behaviour) {
    var id = Platform.newGrantId();
    var wallet = server.walletAddress(behaviour + "." + id).toString();
    commands.publish(id, "GrantRequested", Samples.incomingPayment(id, wallet));
    events.await(id, "GrantFinalized", PATIENCE);
    commands.publish(id, "GrantTokenRotateRequested", Samples.rotation(id, "401"));
    return id;
  }

  private static String value(SeenEvent event) {
    return event.data().at("/access_token/value").textValue();
  }

  private static String keptFresh(SandboxAuthorizationServer server, String id) {
    return payment(server, id).put("keepFresh", true).toString();
  }

  private static ObjectNode payment(SandboxAuthorizationServer server, String id) {
    return parsed(Samples.incomingPayment(id, server.walletAddress("bob." + id).toString()));
  }

  private static ObjectNode parsed(String sample) {
    try {
      return (ObjectNode) JSON.readTree(sample);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Replicas replicas(SandboxAuthorizationServer server) {
    return replicas(server, Map.of());
  }

  private Replicas replicas(SandboxAuthorizationServer server, Map<String, Object> more) {
    var database = services.newDatabase();
    var properties = new LinkedHashMap<>(Platform.configuration(server));
    properties.putAll(topics.propertiesInOwnGroup());
    properties.put("grantflow.public-uri", "http://127.0.0.1:8080");
    properties.put("grantflow.tokens.rotate-at", 0.3);
    properties.put("grantflow.tokens.jitter", 0.1);
    properties.put("grantflow.tokens.cool-down", "1s");
    properties.putAll(more);
    return new Replicas(
        Stream.generate(Platform::freePort)
            .limit(2)
            .map(
                port ->
                    GrantflowService.start(database, services.bootstrapServers(), port, properties))
            .toList());
  }

  private record Replicas(List<GrantflowService> all) implements AutoCloseable {

    @Override
    public void close() {
      all.forEach(GrantflowService::close);
    }
  }
}
