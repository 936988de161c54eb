package dev.grantflow.engine;

import dev.grantflow.grant.GrantCommand;
import dev.grantflow.grant.GrantEvent.Source;
import dev.grantflow.grant.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record from the command topic, and what could be read from it.
///
/// @param key the record's key as it came
/// @param value the record's value as it came; not printed
/// @param headers the record's headers as they came
/// @param traceparent W3C trace context, if the record had one
public record ReceivedCommand(
    Source source,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<OutboxMessage.Header> headers,
    @Nullable String traceparent,
    Reading reading) {

  public ReceivedCommand {
    headers = List.copyOf(headers);
  }

  /// The same record as part of the trace that accepts it.
  ReceivedCommand tracedBy(@Nullable String accepting) {
    return accepting == null
        ? this
        : new ReceivedCommand(source, key, value, headers, accepting, reading);
  }

  @Override
  public String toString() {
    return "ReceivedCommand[" + source + "]";
  }

  /// What decoding and validation made of the record.
  public sealed interface Reading {

    record Valid(GrantCommand command) implements Reading {}

    /// @param grantId as far as it could be read
    /// @param problems at least one
    record Invalid(@Nullable String grantId, List<Problem> problems) implements Reading {

      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }
}
