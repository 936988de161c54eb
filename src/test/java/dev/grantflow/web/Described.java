package dev.grantflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.grantflow.contract.DataJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// `openapi.yaml`, as it is served.
record Described(Map<String, Object> root) {

  static final Path PATH = Path.of("src/main/resources/openapi.yaml");

  private static final Set<String> NO_METHODS = Set.of("servers", "parameters");

  static Described read() {
    try {
      return new Described(new Yaml().load(Files.readString(PATH)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Statuses by method and path.
  Map<String, Set<String>> statuses() {
    var described = new TreeMap<String, Set<String>>();
    for (var path : at("paths").keySet()) {
      for (var method : at("paths", path).keySet()) {
        if (!NO_METHODS.contains(method)) {
          described.put(
              method.toUpperCase(Locale.ROOT) + " " + path,
              new TreeSet<>(at("paths", path, method, "responses").keySet()));
        }
      }
    }
    return described;
  }

  /// Of each alternative by which the operation may be called; none where anybody may.
  List<List<String>> scopes(String operation) {
    var words = operation.split(" ", 2);
    var security =
        at("paths", words[1], words[0].toLowerCase(Locale.ROOT))
            .getOrDefault("security", List.of());
    return ((List<?>) security)
        .stream()
            .map(
                alternative ->
                    members(alternative).values().stream()
                        .flatMap(scopes -> ((List<?>) scopes).stream())
                        .map(String::valueOf)
                        .toList())
            .toList();
  }

  /// Holds an answer to the media types and the schema of its status.
  ///
  /// @param operation method and path
  void check(String operation, HttpResponse<String> answer) {
    var words = operation.split(" ", 2);
    var status = Integer.toString(answer.statusCode());
    var response =
        resolved(at("paths", words[1], words[0].toLowerCase(Locale.ROOT), "responses", status));
    var type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    if (!response.containsKey("content")) {
      assertThat(answer.body()).as(operation + " " + status).isEmpty();
      return;
    }
    var content = members(response.get("content"));
    assertThat(content.keySet()).as(operation + " " + status).contains(type);
    if (type.endsWith("json")) {
      var schema = members(members(content.get(type)).get("schema"));
      assertThat(faults(schema, answer.body())).as(operation + " " + status).isEmpty();
    }
  }

  Map<String, Object> at(String... path) {
    var here = root;
    for (var name : path) {
      here = members(Objects.requireNonNull(here.get(name), name));
    }
    return here;
  }

  private Iterable<?> faults(Map<String, Object> schema, String body) {
    var whole = new TreeMap<>(schema);
    whole.put("components", Objects.requireNonNull(root.get("components")));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(DataJson.MAPPER.<tools.jackson.databind.JsonNode>valueToTree(whole))
        .validate(body, InputFormat.JSON);
  }

  private Map<String, Object> resolved(Map<String, Object> response) {
    return response.get("$ref") instanceof String reference
        ? at(reference.substring("#/".length()).split("/"))
        : response;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> members(@Nullable Object node) {
    return (Map<String, Object>) Objects.requireNonNull(node);
  }
}
