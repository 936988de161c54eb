package dev.grantflow.acceptance;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.sandbox.Commands;
import dev.grantflow.sandbox.EventTail;
import dev.grantflow.sandbox.GrantflowService;
import dev.grantflow.sandbox.Samples;
import dev.grantflow.sandbox.authserver.Point;
import dev.grantflow.sandbox.authserver.SandboxAuthorizationServer;
import dev.grantflow.sandbox.authserver.Settings;
import dev.grantflow.sandbox.services.LocalServices;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Grants wait for a server that hangs, more of them than calls may be in flight; those of another
/// server go on.
class HangingServerIT {

  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /// The last error of a grant that was held back, or whose one call was not answered. The bad
  /// server has the wallet addresses too.
  private static final Set<String> UNANSWERED =
      Set.of("server_unavailable", "server_busy", "no_answer", "wallet_address_unavailable");

  private static final int CALLS_MAX = 8;
  private static final int WAITING = 60;
  private static final int OTHERS = 20;

  private final LocalServices services = LocalServices.shared();
  private final Topics topics = Topics.fresh();

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource({
    "awkward-slow, REQUEST, server_unavailable",
    "awkward-wallet-hang, WALLET, wallet_address_unavailable",
  })
  void is_left_alone_and_nobody_else_waits_for_it(String wallet, Point point, String code) {
    try (var good = SandboxAuthorizationServer.start(Settings.usual());
        var bad = SandboxAuthorizationServer.start(Settings.usual().withSlowness(SLOW));
        var grantflow = start(good);
        var commands = new Commands(services.bootstrapServers(), topics.commands());
        var events = new EventTail(services.bootstrapServers(), topics.events(), event -> {})) {
      var waiting = ids(WAITING);
      for (var id : waiting) {
        request(commands, id, bad.walletAddress(wallet + "." + id), "PT12S");
      }
      var others = ids(OTHERS);
      for (var id : others) {
        request(commands, id, good.walletAddress("bob"), "PT5M");
      }

      for (var id : others) {
        events.await(id, "GrantFinalized", Platform.PATIENCE);
      }

      assertThat(waiting).allMatch(id -> events.of(id).isEmpty());
      var codes = waiting.stream().map(id -> failure(events, id)).collect(toSet());
      assertThat(codes).contains(code).isSubsetOf(UNANSWERED);
      // A call that finds the circuit open is not made; those that were under way were.
      assertThat(bad.books().calls(point)).isBetween(1, 3 * CALLS_MAX);
      assertThat(get(grantflow, "/health/readiness"))
          .contains("\"servers\":{\"name\":\"grantflow\",\"status\":\"UP\"")
          .contains("\"circuitOpen\":[\"127.0.0.1\"]");
      assertThat(get(grantflow, "/prometheus"))
          .contains("grantflow_egress_circuits{state=\"open\"} 1.0")
          .contains("grantflow_egress_calls_held_back_total{reason=\"unavailable\"}")
          .contains("grantflow_egress_calls_in_flight ");
    }
  }

  private GrantflowService start(SandboxAuthorizationServer home) {
    var properties = new LinkedHashMap<String, Object>(Platform.configuration(home));
    properties.putAll(topics.propertiesInOwnGroup());
    properties.put("grantflow.egress.deadline", "2s");
    properties.put("grantflow.egress.calls-per-server-max", CALLS_MAX);
    properties.put("grantflow.egress.circuit.window", 10);
    properties.put("grantflow.egress.circuit.calls-min", 5);
    properties.put("grantflow.egress.circuit.open-time", "60s");
    return GrantflowService.start(
        services.newDatabase(), services.bootstrapServers(), Platform.freePort(), properties);
  }

  private static String failure(EventTail events, String id) {
    var error = events.await(id, "GrantFailed", PATIENCE).data().at("/error");
    assertThat(error.at("/description").textValue()).contains("127.0.0.1");
    return error.at("/code").textValue();
  }

  private static void request(Commands commands, String id, URI wallet, String expiresIn) {
    var sample = Samples.incomingPayment(id, wallet.toString());
    var ending = "{\"expiresIn\":\"%s\",".formatted(expiresIn);
    commands.publish(id, "GrantRequested", ending + sample.substring(1));
  }

  private static String get(GrantflowService grantflow, String path) {
    return Browser.operate(grantflow.managementUri().resolve(path)).body();
  }

  private static List<String> ids(int count) {
    return Stream.generate(Platform::newGrantId).limit(count).toList();
  }
}
