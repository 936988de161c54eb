package dev.grantflow.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How often in a row a batch with records of a partition made the service fail. Counted for each
/// partition, since batches of others that succeed in between say nothing about this one. Not
/// thread-safe.
final class FailedTries {

  private final int limit;
  private final Map<TopicPartition, Integer> tries = new HashMap<>();

  FailedTries(int limit) {
    this.limit = limit;
  }

  /// @return whether one of them has used up its tries
  boolean add(Collection<TopicPartition> partitions) {
    partitions.forEach(it -> tries.merge(it, 1, Integer::sum));
    return most(partitions) >= limit;
  }

  int most(Collection<TopicPartition> partitions) {
    return partitions.stream().mapToInt(it -> tries.getOrDefault(it, 0)).max().orElse(0);
  }

  void forget(Collection<TopicPartition> partitions) {
    partitions.forEach(tries::remove);
  }
}
