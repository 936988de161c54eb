package dev.grantflow.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// Operations whose scope somebody forgot to state, one of them where others are open.
@Controller
@Requires(property = UnlistedController.WANTED)
final class UnlistedController {

  static final String WANTED = "test.unlisted";

  @Get("/clients/{name}/unlisted")
  String forgotten(String name) {
    return "anybody may read this of " + name;
  }

  @Get("/unlisted")
  String forgotten() {
    return "anybody may read this";
  }
}
