package dev.grantflow.web;

import dev.grantflow.contract.DataJson;
import dev.grantflow.grant.Problem;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Set;

/// Why the API under `/v1` did not do what was asked (RFC 9457). Nothing secret goes into it, and
/// nothing of an exception.
///
/// @param type a stable reference such as `/problems/grant-unknown`; `about:blank` where the status
///   says it all
/// @param title the same for all of a type
/// @param detail what happened here and what to do about it
/// @param problems what is wrong with the request, field by field; may be empty
record ApiProblem(
    HttpStatus status, String type, String title, String detail, List<Problem> problems) {

  private static final Set<String> PLACES =
      Set.of("/v1", "/grants", "/retry", "/pauses", "/dead-letters");

  private static final String BLANK = "about:blank";

  /// After an outage of a neighbour's.
  static final String RETRY_AFTER_SECONDS = "2";

  ApiProblem {
    problems = List.copyOf(problems);
  }

  /// Whether a request is the API's or an operator's, and not a browser's.
  static boolean isFor(HttpRequest<?> request) {
    return PLACES.contains(request.getPath().replaceFirst("^(/[^/]*).*", "$1"));
  }

  /// For what the framework refuses; its own words may repeat what was sent.
  static ApiProblem of(HttpStatus status) {
    return new ApiProblem(status, BLANK, status.getReason(), detail(status), List.of());
  }

  private static String detail(HttpStatus status) {
    if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE) {
      return "Send the body as application/json, and say so in Content-Type.";
    }
    if (status == HttpStatus.NOT_ACCEPTABLE) {
      return "Answers are application/json, streams of events text/event-stream. Accept that.";
    }
    return Notice.of(status).text();
  }

  /// The request could not be taken in: its header fields, its query or its syntax.
  static ApiProblem unreadable(List<Problem> problems) {
    return new ApiProblem(
        HttpStatus.BAD_REQUEST,
        "/problems/request-unreadable",
        "The request cannot be read",
        "Nothing was changed. Mend what the problems name and send it again.",
        problems);
  }

  static ApiProblem unreadable(String field, String message) {
    return unreadable(List.of(new Problem(field, message)));
  }

  /// The request was read, and cannot be accepted as it is.
  static ApiProblem invalid(List<Problem> problems) {
    return new ApiProblem(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "/problems/request-invalid",
        "The request cannot be accepted",
        "Nothing was changed. Mend what the problems name and send it again.",
        problems);
  }

  /// Another request has the id.
  static ApiProblem conflict(List<Problem> problems) {
    return new ApiProblem(
        HttpStatus.CONFLICT,
        "/problems/grant-conflict",
        "The id belongs to another request",
        "Nothing was changed.",
        problems);
  }

  /// The grant's state does not allow it.
  static ApiProblem ended(List<Problem> problems) {
    return new ApiProblem(
        HttpStatus.CONFLICT,
        "/problems/grant-state",
        "The state of the grant does not allow this",
        "Nothing was changed.",
        problems);
  }

  static ApiProblem unknownGrant() {
    return new ApiProblem(
        HttpStatus.NOT_FOUND,
        "/problems/grant-unknown",
        "The grant is unknown",
        "No grant is known under this id: none was accepted, or it has ended so long ago that it"
            + " was removed.",
        List.of());
  }

  /// There is no token, or none that is believed; why is not said.
  static ApiProblem notAuthenticated(String detail) {
    return new ApiProblem(
        HttpStatus.UNAUTHORIZED,
        "/problems/not-authenticated",
        "A token is needed",
        detail,
        List.of());
  }

  static ApiProblem notAllowed(String detail) {
    return new ApiProblem(
        HttpStatus.FORBIDDEN, "/problems/not-allowed", "This is not allowed", detail, List.of());
  }

  /// Tokens cannot be checked; the same request may be sent again.
  static ApiProblem uncheckable() {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "/problems/unavailable",
        "The service cannot answer just now",
        "The identity provider's keys are out of reach, so that the token cannot be checked."
            + " Nothing was done. Send the same request again in a moment.",
        List.of());
  }

  /// A neighbour is away; the same request may be sent again.
  static ApiProblem unavailable() {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "/problems/unavailable",
        "The service cannot answer just now",
        "The database is out of reach or too busy. Send the same request again in a moment:"
            + " whatever became of this one, it takes effect once.",
        List.of());
  }

  /// Kafka is away.
  ///
  /// @param why in sentences, with the remedy
  static ApiProblem away(String why) {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "/problems/unavailable",
        "The service cannot answer just now",
        why,
        List.of());
  }

  /// So many wait or listen already.
  static ApiProblem tooMany() {
    return new ApiProblem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "/problems/too-many-listeners",
        "Too many listen already",
        "This replica serves no more streams, or no more to one caller, than it does now. Try"
            + " again in a moment, or ask for the grant itself.",
        List.of());
  }

  MutableHttpResponse<String> response() {
    var response =
        HttpResponse.<String>status(status)
            .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE)
            .body(json());
    return status == HttpStatus.SERVICE_UNAVAILABLE
        ? response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        : response;
  }

  private String json() {
    var members = DataJson.MAPPER.createObjectNode();
    members.put("type", type).put("title", title).put("status", status.getCode());
    members.put("detail", detail);
    if (!problems.isEmpty()) {
      var array = members.putArray("problems");
      problems.forEach(
          it -> array.addObject().put("field", it.field()).put("message", it.message()));
    }
    return DataJson.MAPPER.writeValueAsString(members);
  }
}
