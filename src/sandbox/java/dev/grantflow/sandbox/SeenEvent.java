package dev.grantflow.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/// An event as a service reads it from `grants.events`.
///
/// @param id stable across redelivery
public record SeenEvent(String id, String type, String subject, JsonNode data) {

  /// Says what happened without the data, which may hold an access token.
  @Override
  public String toString() {
    return type + " " + subject;
  }
}
