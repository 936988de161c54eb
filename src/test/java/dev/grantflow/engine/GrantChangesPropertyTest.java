package dev.grantflow.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.grantflow.client.ClientInstances;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantEvent.GrantFinalized;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.grant.GrantState.Revoked;
import dev.grantflow.grant.GrantState.Terminal;
import dev.grantflow.grant.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What holds for commands, claims, answers and callbacks in any order, delivered twice, late, or
/// overtaken between reading and writing. [Traffic] holds each single step to its rules.
class GrantChangesPropertyTest {

  private static @Nullable ClientInstances clients;

  @BeforeContainer
  static void readClients() throws IOException {
    setLevel(Level.ERROR);
    clients =
        Scene.shop(
            Files.createDirectories(Path.of("target", "property-clients")),
            Map.of("renew", "true"));
  }

  @AfterContainer
  static void warnAgain() {
    setLevel(null);
  }

  /// Thousands of commands are rejected here, each with a warning.
  private static void setLevel(@Nullable Level level) {
    ((Logger) LoggerFactory.getLogger(CommandIntake.class)).setLevel(level);
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Act.any().list().ofMaxSize(40);
  }

  @Property
  void what_is_committed_follows_from_what_was_there_and_an_end_is_final(
      @ForAll("acts") List<Act> acts) {
    var commits = after(acts).store().commits;

    assertThat(commits)
        .allSatisfy(
            commit -> {
              assertThat(commit.before().state()).isNotInstanceOf(Terminal.class);
              assertThat(commit.after().version()).isEqualTo(commit.before().version() + 1);
            });
  }

  @Property
  void a_grant_is_finalized_at_most_once(@ForAll("acts") List<Act> acts) {
    assertThat(after(acts).store().events)
        .filteredOn(GrantFinalized.class::isInstance)
        .hasSizeLessThanOrEqualTo(1);
  }

  @Property
  void every_grant_comes_to_rest_and_an_ended_one_holds_no_secret(@ForAll("acts") List<Act> acts) {
    var store = after(acts).store();

    if (!store.isEmpty()) {
      assertThat(store.only().state()).isInstanceOfAny(Terminal.class, Finalized.class);
    }
    if (!store.isEmpty() && store.only().state() instanceof Terminal) {
      assertThat(Secrets.in(store.only())).isEmpty();
    }
  }

  @Property
  void a_revocation_ends_in_revoked_or_in_a_truthful_failure(@ForAll("acts") List<Act> acts) {
    var traffic = after(acts);

    if (traffic.isRevoked()) {
      assertThat(isTruthful(traffic.store().only().state()))
          .as("%s", traffic.store().only().state())
          .isTrue();
    }
  }

  @Property
  void a_grant_that_was_revoked_before_it_was_requested_never_reaches_a_server(
      @ForAll("acts") List<Act> acts) {
    var traffic = after(acts);

    if (traffic.isRevokedEarly()) {
      assertThat(traffic.calls()).isEmpty();
    }
  }

  private static Traffic after(List<Act> acts) {
    var traffic = new Traffic(requireNonNull(clients));
    acts.forEach(traffic::happens);
    traffic.comesToRest();
    return traffic;
  }

  private static boolean isTruthful(GrantState end) {
    return end instanceof Revoked
        || (end instanceof Failed(var error)
            && (error.code().startsWith("revocation_")
                || error.code().equals(GrantError.FOREIGN_URI)));
  }
}
