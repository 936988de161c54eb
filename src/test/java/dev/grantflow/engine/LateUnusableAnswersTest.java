package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantError;
import dev.grantflow.grant.GrantState;
import dev.grantflow.grant.GrantState.Failed;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Nothing undoes a token that nobody can read: then an operator has to hear of it.
class LateUnusableAnswersTest {

  private static final GrantError ERROR =
      new GrantError("invalid_answer", "A token may live on until it expires.", 200);

  @TempDir Path folder;

  private final RecordingGnapClient gnap = new RecordingGnapClient();
  private final Logger logger = (Logger) LoggerFactory.getLogger(LateAnswers.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private void undo(GrantState present, boolean mayLeaveToken) {
    var wallets = new FixedWallets(new Discovery.Found(Scene.ENDPOINT));
    new LateAnswers(new Scene().calls(gnap, wallets, Scene.shop(folder)))
        .undo(Scene.grant(present), new Answer.Unusable(ERROR, null, mayLeaveToken));
  }

  @Test
  void a_token_that_lives_on_is_told() {
    undo(Scene.requesting(), true);

    assertThat(gnap.calls).isEmpty();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.ERROR);
              assertThat(event.getFormattedMessage()).endsWith("lives until it expires");
              assertThat(event.getKeyValuePairs())
                  .anyMatch(it -> it.value.equals(Scene.grant(Scene.requesting()).id()));
            });
  }

  @Test
  void nothing_is_told_of_an_answer_that_left_none() {
    undo(Scene.requesting(), false);

    assertThat(log.list).isEmpty();
  }

  /// Only the word that it was recorded was lost.
  @Test
  void nothing_is_told_of_what_the_grant_tells_itself() {
    undo(new Failed(ERROR), true);

    assertThat(log.list).isEmpty();
  }
}
