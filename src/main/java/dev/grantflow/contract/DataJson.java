package dev.grantflow.contract;

import dev.grantflow.grant.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
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

  /// @param field what a problem with the text is told of
  /// @param problems where what is wrong is added
  /// @return null when there is no JSON value in it
  public static @Nullable JsonNode read(String field, byte[] json, Problems problems) {
    try {
      var node = MAPPER.readTree(json);
      if (!node.isMissingNode()) {
        return node;
      }
      problems.add(field, "This is empty. Give a JSON object.");
    } catch (JacksonException e) {
      var at = e.getLocation();
      problems.add(
          field,
          at == null
              ? "This is not JSON. Give a JSON object."
              : "This is not JSON: there is a fault at line %d, column %d."
                      .formatted(at.getLineNr(), at.getColumnNr())
                  + " A name that is there twice is one, too.");
    }
    return null;
  }

  /// @param node an object or array that [PortableJson] has nothing against
  static Json canonical(JsonNode node) {
    try {
      return new Json(new JsonCanonicalizer(MAPPER.writeValueAsString(node)).getEncodedString());
    } catch (IOException e) {
      throw new UncheckedIOException("not to be had in canonical form", e);
    }
  }
}
