package dev.grantflow.contract;

import dev.grantflow.grant.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How `data` is read and written. Duplicate members and anything after the value are faults.
public final class DataJson {

  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private DataJson() {}

  /// @param node an object or array that [PortableJson] has nothing against
  static Json canonical(JsonNode node) {
    try {
      return new Json(new JsonCanonicalizer(MAPPER.writeValueAsString(node)).getEncodedString());
    } catch (IOException e) {
      throw new UncheckedIOException("not to be had in canonical form", e);
    }
  }
}
