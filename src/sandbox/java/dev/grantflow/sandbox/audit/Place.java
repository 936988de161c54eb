package dev.grantflow.sandbox.audit;

/// A place in Kafka.
public record Place(String topic, int partition, long offset) {

  @Override
  public String toString() {
    return "%s:%d:%d".formatted(topic, partition, offset);
  }
}
