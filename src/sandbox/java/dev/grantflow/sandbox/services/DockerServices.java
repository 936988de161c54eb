package dev.grantflow.sandbox.services;

import java.util.UUID;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.mysql.MySQLContainer;

/// MySQL and Kafka as containers, which Testcontainers also ends when this JVM is killed.
record DockerServices(MySQLContainer mysql, KafkaContainer kafka) implements RunningServices {

  @SuppressWarnings("resource") // the record that is handed out closes them
  static DockerServices start(DockerImages images) {
    MySQLContainer mysql =
        new MySQLContainer(images.mysql())
            .withUsername("root")
            .withPassword(UUID.randomUUID().toString())
            .withUrlParam("sslMode", "DISABLED")
            .withUrlParam("allowPublicKeyRetrieval", "true");
    KafkaContainer kafka =
        new KafkaContainer(images.kafka())
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
    DockerServices services = new DockerServices(mysql, kafka);
    try {
      Startables.deepStart(mysql, kafka).join();
      return services;
    } catch (RuntimeException e) {
      services.close();
      throw new ServicesUnavailable(
          "The containers of MySQL and Kafka did not start; %s=processes does without Docker"
              .formatted(Settings.SERVICES),
          e);
    }
  }

  @Override
  public Addresses addresses() {
    return new Addresses(
        mysql.getJdbcUrl(), mysql.getUsername(), mysql.getPassword(), kafka.getBootstrapServers());
  }

  @Override
  public void close() {
    mysql.close();
    kafka.close();
  }
}
