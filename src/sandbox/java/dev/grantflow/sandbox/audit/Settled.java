package dev.grantflow.sandbox.audit;

import dev.grantflow.sandbox.services.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Waits until there is nothing left to do.
public final class Settled {

  private static final String GROUP = "grantflow";
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration CALL = Duration.ofSeconds(5);

  private final Database database;
  private final String bootstrapServers;
  private final String commandsTopic;
  private final String group;

  public Settled(Database database, String bootstrapServers, String commandsTopic) {
    this(database, bootstrapServers, commandsTopic, GROUP);
  }

  /// @param group the consumer group that reads the commands
  public Settled(Database database, String bootstrapServers, String commandsTopic, String group) {
    this.database = database;
    this.bootstrapServers = bootstrapServers;
    this.commandsTopic = commandsTopic;
    this.group = group;
  }

  /// Returns once all commands are accepted, no grant waits for anything but its resource owner,
  /// and all events are published. A database or a broker that does not answer is waited for, too.
  ///
  /// @throws IllegalStateException when patience ends first; says what still moves
  public void awaitRest(Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    try (var admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      var moving = moving(admin);
      while (!moving.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("after %s still: %s".formatted(patience, moving));
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        moving = moving(admin);
      }
    }
  }

  /// In the order in which things move, so that nothing slips from one to the next unseen.
  private List<String> moving(Admin admin) {
    var moving = new ArrayList<String>();
    try {
      var lag = lag(admin);
      if (lag > 0) {
        moving.add("%d commands to be read".formatted(lag));
      }
      moving.addAll(inDatabase());
    } catch (SQLException | ExecutionException | TimeoutException away) {
      moving.add("the database or the broker does not answer: " + away);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for rest", e);
    }
    return moving;
  }

  private long lag(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
    var begins = new HashMap<TopicPartition, OffsetSpec>();
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : get(admin.describeTopics(List.of(commandsTopic)).allTopicNames()).values()) {
      for (var partition : topic.partitions()) {
        var which = new TopicPartition(commandsTopic, partition.partition());
        begins.put(which, OffsetSpec.earliest());
        ends.put(which, OffsetSpec.latest());
      }
    }
    var read = new HashMap<TopicPartition, Long>();
    get(admin.listOffsets(begins).all()).forEach((which, at) -> read.put(which, at.offset()));
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((which, at) -> read.put(which, at.offset()));
    var lag = 0L;
    for (var end : get(admin.listOffsets(ends).all()).entrySet()) {
      lag += end.getValue().offset() - read.getOrDefault(end.getKey(), 0L);
    }
    return lag;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private List<String> inDatabase() throws SQLException {
    var moving = new ArrayList<String>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT state, COUNT(*), MIN(grant_id) FROM grants
              WHERE state IN ('REQUESTED', 'REQUESTING', 'POLLING', 'APPROVED', 'CONTINUING',
                  'ROTATING', 'REVOKING_TOKEN', 'RETIRING', 'RENEWABLE', 'RENEWING', 'REVOKING')
                OR due_at <= UTC_TIMESTAMP(6)
              GROUP BY state
              """)) {
        while (row.next()) {
          moving.add(
              "%d grants %s (%s)".formatted(row.getLong(2), row.getString(1), row.getString(3)));
        }
      }
      try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM outbox")) {
        row.next();
        if (row.getLong(1) > 0) {
          moving.add("%d messages to be published".formatted(row.getLong(1)));
        }
      }
    }
    return moving;
  }
}
