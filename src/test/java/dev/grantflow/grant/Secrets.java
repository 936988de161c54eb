package dev.grantflow.grant;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what must not be seen, wherever a value holds it.
public final class Secrets {

  private Secrets() {}

  public static Stream<Secret> in(@Nullable Object value) {
    return switch (value) {
      case null -> Stream.of();
      case Secret secret -> Stream.of(secret);
      case Collection<?> several -> several.stream().flatMap(Secrets::in);
      case Record record ->
          Arrays.stream(record.getClass().getRecordComponents())
              .flatMap(component -> in(read(component, record)));
      case Object _ -> Stream.of();
    };
  }

  private static @Nullable Object read(RecordComponent component, Record record) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }
}
