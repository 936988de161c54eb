package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.ReceivedCommand.Reading;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is counted of commands, from a topic and over HTTP.
@Timeout(60)
class CommandMetersTest {

  private static final GrantRevokeRequested REVOKE = new GrantRevokeRequested(Scene.ID, "reason");

  @TempDir Path folder;

  private final Scene scene = new Scene();

  @SuppressWarnings("NullAway.Init")
  private CommandIntake intake;

  @SuppressWarnings("NullAway.Init")
  private DirectCommands desk;

  @BeforeEach
  void configure() {
    var shop = Scene.shop(folder);
    intake = scene.intake(shop);
    desk = scene.desk(shop);
  }

  @Test
  void a_command_counts_by_its_type_and_what_became_of_it() {
    accept(new Reading.Valid(Scene.request()), new Reading.Valid(Scene.request()));
    accept(new Reading.Valid(Scene.request(null, null, Duration.ofMinutes(1))));
    accept(new Reading.Valid(REVOKE));

    assertThat(counted("GrantRequested", "accepted")).isOne();
    assertThat(counted("GrantRequested", "unchanged")).isOne();
    assertThat(counted("GrantRequested", "taken")).isOne();
    assertThat(counted("GrantRevokeRequested", "accepted")).isOne();
  }

  @Test
  void what_is_refused_goes_to_the_dead_letters_and_counts_there_too() {
    accept(new Reading.Valid(REVOKE));
    accept(new Reading.Invalid(null, List.of(new Problem("", "is not JSON"))));

    assertThat(counted("GrantRevokeRequested", "unknown")).isOne();
    assertThat(counted("unknown", "invalid")).isOne();
    assertThat(deadLetters()).isEqualTo(2);
  }

  @Test
  void one_that_waits_for_its_answer_counts_alike_and_leaves_no_dead_letter() {
    desk.take(Scene.request(), null);
    desk.take(Scene.request("another"), null);
    desk.take(new GrantRevokeRequested(Scene.request("third").grantId(), null), null);

    assertThat(counted("GrantRequested", "accepted")).isEqualTo(2);
    assertThat(counted("GrantRevokeRequested", "unknown")).isOne();
    assertThat(deadLetters()).isZero();
  }

  @Test
  void every_kind_is_there_before_its_first_command() {
    assertThat(counted("GrantTokenRotateRequested", "state")).isZero();
    assertThat(deadLetters()).isZero();
  }

  private void accept(Reading... readings) {
    intake.accept(
        Stream.of(readings)
            .map(
                it ->
                    new ReceivedCommand(
                        new Source("grants.commands", 0, 42),
                        new byte[0],
                        new byte[0],
                        List.of(),
                        null,
                        it))
            .toList());
  }

  private double counted(String type, String outcome) {
    return scene
        .meters
        .get("grantflow.commands")
        .tags("type", type, "outcome", outcome)
        .counter()
        .count();
  }

  private double deadLetters() {
    return scene.meters.get("grantflow.dead.letters").counter().count();
  }
}
