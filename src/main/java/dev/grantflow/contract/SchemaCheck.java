package dev.grantflow.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Holds `data` against its published schema and says in plain words where it does not fit.
/// Thread-safe.
final class SchemaCheck {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Schema schema;

  private SchemaCheck(Schema schema) {
    this.schema = schema;
  }

  /// @param type of the event, which names its schema
  static SchemaCheck of(String type) {
    var schema = REGISTRY.getSchema(SchemaLocation.of("classpath:schemas/" + type + ".json"));
    schema.initializeValidators();
    return new SchemaCheck(schema);
  }

  void check(JsonNode data, Problems problems) {
    if (!data.isObject()) {
      problems.add(
          FieldPath.ROOT, "The data is %s; give an object.".formatted(Sentences.kind(data)));
      return;
    }
    schema.validate(data).forEach(error -> tell(error, data, problems));
  }

  private void tell(Error error, JsonNode data, Problems problems) {
    var path = path(error.getInstanceLocation());
    var combination = Combination.of(error.getSchemaLocation().toString());
    if (combination != null) {
      problems.add(combination.fields(path), combination.message());
      return;
    }
    var property = error.getProperty();
    if (property != null) {
      problems.add(
          path.member(property),
          error.getKeyword().equals("required")
              ? Sentences.MISSING
              : Sentences.unknownMember(members(error)));
      return;
    }
    var value = Objects.requireNonNullElse(error.getInstanceNode(), data);
    problems.add(path, Sentences.fault(error, Texts.subject(path, value), value));
  }

  /// The names that are known where an unknown one was found.
  private Iterable<String> members(Error error) {
    JsonNode at = schema.getSchemaNode();
    var path = error.getEvaluationPath();
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      at = at.path(path.getElement(i).toString());
    }
    return at.path("properties").propertyNames();
  }

  private static FieldPath path(NodePath location) {
    var steps = new ArrayList<Object>();
    for (int i = 0; i < location.getNameCount(); i++) {
      steps.add(location.getElement(i));
    }
    return new FieldPath(steps);
  }
}
