package dev.grantflow.kafka;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/// The schemas as a consumer of events would load them.
@NullMarked
final class PublishedSchemas {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private PublishedSchemas() {}

  static Schema of(String type) {
    return REGISTRY.getSchema(SchemaLocation.of("classpath:schemas/" + type + ".json"));
  }

  static List<String> commands() {
    return Arrays.stream(GrantCommand.class.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .toList();
  }

  static List<String> events() {
    return leaves(GrantEvent.class).map(Class::getSimpleName).toList();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(PublishedSchemas::leaves)
        : Stream.of(type);
  }
}
