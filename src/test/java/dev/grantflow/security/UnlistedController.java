package dev.grantflow.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// An operation whose scope somebody forgot to state.
@Controller("/unlisted")
@Requires(property = UnlistedController.WANTED)
final class UnlistedController {

  static final String WANTED = "test.unlisted";

  @Get
  String forgotten() {
    return "anybody may read this";
  }
}
