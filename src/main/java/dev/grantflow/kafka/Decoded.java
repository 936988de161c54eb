package dev.grantflow.kafka;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A CloudEvent as far as it could be read from a record; what is missing or wrong has been told as
/// a problem.
///
/// @param data null where there was none or it is not JSON
record Decoded(
    @Nullable String type,
    @Nullable String subject,
    @Nullable String traceparent,
    @Nullable JsonNode data) {}
