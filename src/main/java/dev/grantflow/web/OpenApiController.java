package dev.grantflow.web;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// For services, beside the API: what may be called.
@Controller("/v1/openapi")
@Requires(condition = ApiIsOn.class)
final class OpenApiController {

  private final ApiDescription description;

  OpenApiController(ApiDescription description) {
    this.description = description;
  }

  @Get(produces = ApiDescription.TYPE, headRoute = false)
  String read() {
    return description.text();
  }
}
