package dev.grantflow.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What is said when a broker does not take the offsets of commands that are safe.
class CommandCommitTest {

  private static List<String> log(int batches, KafkaException refusal) throws InterruptedException {
    var logger = (Logger) LoggerFactory.getLogger(CommandListener.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    try (var consumer = consumer(refusal)) {
      var batch = new CommandBatch(new CommandReader(Records.SETTINGS), _ -> {}, _ -> false);
      var listener = new CommandListener(batch, Records.SETTINGS, Records.METERS);
      for (int i = 0; i < batches; i++) {
        listener.receive(
            List.of(Records.of("GrantRevokeRequested", "{\"grantId\":\"g1\"}")), consumer);
      }
    } finally {
      logger.detachAppender(log);
    }
    return List.copyOf(log.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  private static MockConsumer<byte[], byte[]> consumer(KafkaException refusal) {
    return new MockConsumer<>("earliest") {
      @Override
      public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        throw refusal;
      }
    };
  }

  @Test
  void a_missing_right_is_warned_of_once_with_what_mends_it() throws Exception {
    assertThat(log(3, GroupAuthorizationException.forGroupId("grantflow")))
        .singleElement()
        .satisfies(
            line -> assertThat(line).startsWith("WARN ").contains("READ on the group grantflow"));
  }

  @Test
  void a_rebalance_is_nothing_to_warn_of() throws Exception {
    assertThat(log(1, new KafkaException("rebalance"))).noneMatch(line -> line.startsWith("WARN "));
  }
}
