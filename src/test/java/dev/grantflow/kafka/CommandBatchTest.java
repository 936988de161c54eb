package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grantflow.engine.ReceivedCommand;
import dev.grantflow.engine.ReceivedCommand.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// Commands at which the service fails, with no other beside them that it does not fail at.
class CommandBatchTest {

  private static final List<ConsumerRecord<byte[], byte[]>> TWO =
      List.of(
          Records.of("GrantRevokeRequested", "{\"grantId\":\"g1\"}"),
          Records.of("GrantRevokeRequested", "{\"grantId\":\"g2\"}"));

  private final List<ReceivedCommand> accepted = new ArrayList<>();
  private RuntimeException fault = new IllegalStateException("a bug");
  private final CommandBatch batch =
      new CommandBatch(
          new CommandReader(Records.SETTINGS),
          this::accept,
          thrown -> thrown instanceof RecordingIntake.Away);

  private void accept(List<ReceivedCommand> commands) {
    if (commands.stream().anyMatch(it -> it.reading() instanceof Reading.Valid)) {
      throw fault;
    }
    accepted.addAll(commands);
  }

  private void fail(int times) {
    IntStream.range(0, times)
        .forEach(
            _ -> assertThatThrownBy(() -> batch.accept(TWO)).isInstanceOf(RuntimeException.class));
  }

  @Test
  void wait_for_a_time_and_are_rejected_then() {
    fail(CommandBatch.TRIES_OF_ALL_MAX - 1);
    assertThat(accepted).isEmpty();

    batch.accept(TWO);

    assertThat(accepted)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.reading()).isInstanceOf(Reading.Invalid.class));
  }

  @Test
  void wait_as_long_as_the_database_is_away() {
    fault = new RecordingIntake.Away();

    fail(3 * CommandBatch.TRIES_OF_ALL_MAX);

    assertThat(accepted).isEmpty();
  }

  @Test
  void that_are_rejected_leave_the_next_all_their_tries() {
    fail(CommandBatch.TRIES_OF_ALL_MAX - 1);
    batch.accept(TWO);

    fail(CommandBatch.TRIES_OF_ALL_MAX - 1);

    assertThat(accepted).hasSize(2);
  }
}
