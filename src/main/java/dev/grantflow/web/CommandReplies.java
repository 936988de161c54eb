package dev.grantflow.web;

import dev.grantflow.engine.CommandDesk.Why;
import dev.grantflow.grant.Grant;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/// What is answered to commands.
@Singleton
final class CommandReplies {

  private final InstantSource clock;

  CommandReplies(InstantSource clock) {
    this.clock = clock;
  }

  /// @param path of the grants, with a slash at its end
  HttpResponse<String> of(HttpStatus status, String path, Grant grant) {
    return HttpResponse.<String>status(status)
        .header(HttpHeaders.LOCATION, path + grant.id())
        .header(HttpHeaders.ETAG, Known.tag(grant.version()))
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .body(GrantRepresentation.of(grant, clock.instant()).toString());
  }

  static ApiProblem problem(Why why, List<Problem> problems) {
    return switch (why) {
      case INVALID -> ApiProblem.invalid(problems);
      case TAKEN -> ApiProblem.conflict(problems);
      case UNKNOWN -> ApiProblem.unknownGrant();
      case STATE -> ApiProblem.ended(problems);
    };
  }
}
