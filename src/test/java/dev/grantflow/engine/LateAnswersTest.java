package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grantflow.engine.RecordingGnapClient.Call;
import dev.grantflow.grant.Answer;
import dev.grantflow.grant.GrantState.Finalized;
import dev.grantflow.wallet.WalletAddresses.Discovery;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateAnswersTest {

  private static final Answer LATE =
      new Answer.Issued(Scene.ISSUE, Scene.CONTINUATION, Scene.ENDPOINT);

  @TempDir Path folder;

  private final RecordingGnapClient gnap = new RecordingGnapClient();

  @Test
  void what_came_too_late_is_cancelled_at_the_server() {
    gnap.onCancel(new Answer.Gone());

    late().undo(Scene.grant(Scene.requesting()), LATE);

    assertThat(gnap.calls).containsExactly(new Call.Cancel(Scene.CONTINUATION));
  }

  @Test
  void what_the_grant_holds_is_left_alone() {
    late().undo(Scene.grant(new Finalized(Scene.ISSUE, Scene.CONTINUATION)), LATE);

    assertThat(gnap.calls).isEmpty();
  }

  @Test
  void a_server_that_does_not_confirm_is_asked_again() {
    gnap.onCancel(RecordingGnapClient.ANSWER, new Answer.Gone());

    late().undo(Scene.grant(Scene.requesting()), LATE);

    var cancel = new Call.Cancel(Scene.CONTINUATION);
    assertThat(gnap.calls).containsExactly(cancel, cancel);
  }

  private LateAnswers late() {
    var wallets = new FixedWallets(new Discovery.Found(Scene.ENDPOINT));
    return new LateAnswers(new Scene().calls(gnap, wallets, Scene.shop(folder)));
  }
}
