package dev.grantflow.contract;

import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// JSON as an authorization server told it, which was taken in before: whatever its depth, it keeps
/// nothing from being read and shown.
public final class AsTold {

  private static final int DEPTH_MAX = 2_000;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .build())
          .build();

  private AsTold() {}

  public static JsonNode read(String canonical) {
    return MAPPER.readTree(canonical);
  }

  /// Those of the members that are there.
  public static void copy(JsonNode from, ObjectNode to, List<String> members) {
    for (var name : members) {
      if (from.has(name)) {
        to.putRawValue(name, new RawValue(MAPPER.writeValueAsString(from.get(name))));
      }
    }
  }
}
