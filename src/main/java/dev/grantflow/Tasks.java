package dev.grantflow;

import dev.grantflow.kafka.TopicsCommand;
import dev.grantflow.mysql.MigrateCommand;
import dev.grantflow.mysql.encryption.KeysetCommand;
import dev.grantflow.probe.ProbeCommand;
import io.micronaut.context.ApplicationContext;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// What the program does instead of serving when its first argument says so. Each is done once and
/// ends; settings are those of the service.
///
/// @param out where it says what it did
/// @param more settings that go before those of the environment
record Tasks(PrintStream out, Map<String, Object> more) {

  /// Looks at the settings of whatever is used, before that is.
  private static final String SETTINGS_CHECK = "dev.grantflow.$SettingsCheck$";

  private static final Map<String, Object> WITHOUT_MYSQL =
      Map.of("datasources.default.enabled", false, "flyway.datasources.default.enabled", false);
  private static final Map<String, Object> WITHOUT_KAFKA = Map.of("kafka.enabled", false);

  /// @return how the process ends: 0 when it is done, 1 when it could not be, 2 when the arguments
  ///   are of no use; empty when they name no task
  OptionalInt run(List<String> arguments) {
    var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case KeysetCommand.WORD -> OptionalInt.of(KeysetCommand.run(rest, out));
      case MigrateCommand.WORD -> OptionalInt.of(migrate());
      case TopicsCommand.WORD -> OptionalInt.of(topics());
      case ProbeCommand.WORD -> OptionalInt.of(probe(rest));
      case String _ -> OptionalInt.empty();
    };
  }

  private int migrate() {
    return with(
        context(MigrateCommand.PARTS, MigrateCommand.SETTINGS, WITHOUT_KAFKA),
        context -> MigrateCommand.run(context, out));
  }

  private int topics() {
    return with(
        context(TopicsCommand.PARTS, TopicsCommand.SETTINGS, WITHOUT_MYSQL),
        context -> TopicsCommand.run(context, out));
  }

  private int probe(List<String> arguments) {
    return with(
        context(ProbeCommand.PARTS, WITHOUT_KAFKA, WITHOUT_MYSQL),
        context -> ProbeCommand.run(context, arguments, out));
  }

  /// A mistake in a setting, and a server that is away, are told in the sentence that the service
  /// has for them.
  private int with(ApplicationContext context, ToIntFunction<ApplicationContext> task) {
    try (context) {
      return task.applyAsInt(context.start());
    } catch (RuntimeException mistake) {
      var sentences = Sentences.of(mistake);
      if (sentences.isEmpty()) {
        throw mistake;
      }
      sentences.forEach(out::println);
      return 1;
    }
  }

  private ApplicationContext context(
      List<String> parts, Map<String, Object> own, Map<String, Object> without) {
    var part =
        new PartOfTheService(Stream.concat(parts.stream(), Stream.of(SETTINGS_CHECK)).toList());
    return ApplicationContext.builder()
        .mainClass(Grantflow.class)
        .banner(false)
        .properties(more)
        .properties(without)
        .properties(own)
        .beanConfigurations(part)
        .singletons(part)
        .build();
  }
}
