package dev.grantflow.contract;

import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantId;
import dev.grantflow.grant.GrantRevokeRequested;
import dev.grantflow.grant.GrantTokenRevokeRequested;
import dev.grantflow.grant.GrantTokenRotateRequested;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The `data` of each command: held against its schema and against the rules that a schema cannot
/// say, then made the domain's command. Never throws on account of the data. Thread-safe.
public final class CommandContent {

  private static final Map<String, Kind> KINDS = kinds();

  private CommandContent() {}

  /// @param check tells of what the schema cannot; looks only at values of the right kind
  /// @param read is given only data that nothing was found against
  private record Kind(
      SchemaCheck schema,
      BiConsumer<JsonNode, Problems> check,
      Function<JsonNode, GrantCommand> read) {}

  private static Map<String, Kind> kinds() {
    var kinds = new LinkedHashMap<String, Kind>();
    kinds.put(
        "GrantRequested",
        new Kind(
            SchemaCheck.of("GrantRequested"),
            GrantRequestedReader::check,
            GrantRequestedReader::read));
    kinds.put(
        "GrantRevokeRequested",
        new Kind(
            SchemaCheck.of("GrantRevokeRequested"),
            CommandContent::checkReason,
            CommandContent::revocation));
    kinds.put(
        "GrantTokenRotateRequested",
        new Kind(
            SchemaCheck.of("GrantTokenRotateRequested"),
            CommandContent::checkReason,
            CommandContent::rotation));
    kinds.put(
        "GrantTokenRevokeRequested",
        new Kind(
            SchemaCheck.of("GrantTokenRevokeRequested"),
            CommandContent::checkReason,
            CommandContent::tokenRevocation));
    return kinds;
  }

  /// The commands' names, which are the types of their CloudEvents.
  public static Set<String> types() {
    return KINDS.keySet();
  }

  /// @param type one of [#types]
  /// @param problems where what is wrong with the data is added
  /// @return null when there are problems
  /// @throws IllegalArgumentException when there is no such command
  public static @Nullable GrantCommand read(String type, JsonNode data, Problems problems) {
    var kind = KINDS.get(type);
    if (kind == null) {
      throw new IllegalArgumentException("no such command");
    }
    kind.schema.check(data, problems);
    kind.check.accept(data, problems);
    return problems.isEmpty() ? kind.read.apply(data) : null;
  }

  /// Which grant the data is about, as far as it says so in a valid way.
  public static @Nullable String grantId(JsonNode data) {
    return data.path("grantId").stringValueOpt().filter(GrantId::isValid).orElse(null);
  }

  private static void checkReason(JsonNode data, Problems problems) {
    PortableJson.check(FieldPath.ROOT.member("reason"), data.path("reason"), problems);
  }

  private static GrantCommand revocation(JsonNode data) {
    return new GrantRevokeRequested(id(data), text(data, "reason"));
  }

  private static GrantCommand rotation(JsonNode data) {
    return new GrantTokenRotateRequested(
        id(data), text(data, "label"), data.path("tokenVersion").intValue(), text(data, "reason"));
  }

  private static GrantCommand tokenRevocation(JsonNode data) {
    return new GrantTokenRevokeRequested(id(data), text(data, "label"), text(data, "reason"));
  }

  private static GrantId id(JsonNode data) {
    return new GrantId(data.path("grantId").stringValue());
  }

  private static @Nullable String text(JsonNode data, String name) {
    return data.path(name).stringValueOpt().orElse(null);
  }
}
