package dev.grantflow.web;

import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;

/// For operators, on the management port: what may be called.
@Endpoint(id = "openapi")
class OpenApiEndpoint {

  private final ApiDescription description;

  OpenApiEndpoint(ApiDescription description) {
    this.description = description;
  }

  @Read(produces = ApiDescription.TYPE)
  String read() {
    return description.text();
  }
}
