package dev.grantflow.sandbox.services;

import dev.grantflow.sandbox.services.Authority.ServerCertificate;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// How a broker is reached by its clients.
///
/// @param protocol Kafka's name for it
/// @param host under which the broker is known
/// @param settings of the broker, for this
/// @param scram credentials that the broker starts with
/// @param client what a client needs to reach it
record KafkaListener(
    String protocol, String host, String settings, List<String> scram, Map<String, Object> client) {

  static final KafkaListener PLAIN =
      new KafkaListener("PLAINTEXT", "127.0.0.1", "", List.of(), Map.of());

  /// TLS with a certificate for `localhost`, and clients that log in by SCRAM-SHA-512.
  static KafkaListener secured(
      Authority authority, ServerCertificate certificate, String user, String password)
      throws IOException {
    String jaas =
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password);
    return new KafkaListener(
        "SASL_SSL",
        "localhost",
        """
        sasl.enabled.mechanisms=SCRAM-SHA-512
        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
        listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=%s
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """
            .formatted(jaas, certificate.inOne(), authority.pem()),
        List.of("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password)),
        Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", jaas,
            "ssl.truststore.type", "PEM",
            "ssl.truststore.location", authority.pem().toString()));
  }

  /// Without the password.
  @Override
  public String toString() {
    return protocol + "://" + host;
  }
}
