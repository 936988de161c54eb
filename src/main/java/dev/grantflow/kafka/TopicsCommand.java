package dev.grantflow.kafka;

import io.micronaut.context.BeanContext;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Creates the topics that are missing and ends, for deployments whose replicas may not.
/// Repeatable.
public final class TopicsCommand {

  /// The word behind the program's name.
  public static final String WORD = "topics";

  /// Definitions of the service that it needs, and what keeps its password from going out in the
  /// clear.
  public static final List<String> PARTS =
      List.of(
          "dev.grantflow.kafka.$Topics$",
          "dev.grantflow.kafka.$KafkaSettings$",
          "dev.grantflow.engine.$TransportCheck$",
          "dev.grantflow.engine.$TransportSettings$",
          "dev.grantflow.egress.$SandboxSettings$");

  /// Replicas are told only to look for them, by the same settings.
  public static final Map<String, Object> SETTINGS = Map.of("grantflow.kafka.topics", "CREATE");

  private TopicsCommand() {}

  /// @return 0; 1 where one cannot be used, having said which and what to do about it
  public static int run(BeanContext context, PrintStream out) {
    var fault = fault(context.getBean(Topics.class));
    out.println(fault.orElse("the topics are there"));
    return fault.isEmpty() ? 0 : 1;
  }

  private static Optional<String> fault(Topics topics) {
    try {
      return topics.ensure();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.of("Nobody waited for the topics.");
    }
  }
}
