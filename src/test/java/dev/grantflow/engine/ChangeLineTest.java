package dev.grantflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.grantflow.engine.GrantChanges.Change;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.GrantState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ChangeLineTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Scene scene = new Scene();

  @Test
  void a_change_of_state_is_one_line_that_says_who_with_whom_and_in_which_trace() {
    var before = Scene.grant(Scene.requesting()).tracedBy(TRACE);
    var after = Scene.grant(new GrantState.Revoked("cancelled")).tracedBy(TRACE);

    var lines = told(new Change.Made(before, after, "cancelled", false));

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().getLevel()).isEqualTo(Level.INFO);
    assertThat(members(lines.getFirst()))
        .isEqualTo(
            Map.of(
                "grantId", Scene.ID.value(),
                "client", "shop",
                "from", "REQUESTED",
                "to", "REVOKED",
                "cause", "cancelled",
                "server", "wallet.example",
                "traceId", "0af7651916cd43dd8448eb211c80319c"));
  }

  @Test
  void a_change_that_shows_nothing_to_the_outside_is_no_line_at_info() {
    Grant claimed = Scene.grant(Scene.requesting());

    assertThat(told(new Change.Made(claimed, claimed, "due", false))).isEmpty();
  }

  private List<ILoggingEvent> told(Change.Made change) {
    var logger = (Logger) LoggerFactory.getLogger(GrantChanges.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      scene.changes.tell(change);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(before);
    }
    return List.copyOf(lines.list);
  }

  private static Map<String, String> members(ILoggingEvent line) {
    var members = new HashMap<String, String>();
    line.getKeyValuePairs().forEach(pair -> members.put(pair.key, String.valueOf(pair.value)));
    return members;
  }
}
